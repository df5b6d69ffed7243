import { type Client, makeClient } from "@outbound-call/api/Client"
import { followAtServer } from "@outbound-call/api/FollowAtServer"
import { sendCall } from "@outbound-call/api/SendCall"
import { sendYes } from "@outbound-call/api/SendYes"
import { isProblem } from "@outbound-call/api/ServerAnswer"
import type { AgentId } from "@outbound-call/core"
import * as ReadClient from "@outbound-call/node/ReadClient"
import { readServerAddress } from "@outbound-call/node/ServerAddress"
import { Effect, Layer, Schema, Stream } from "effect"
import { CallService, mostAgents, type Wanted } from "./CallService.ts"
import { failureAt, lostAt } from "./ServerFailure.ts"
import { mayNotApprove } from "./ToolError.ts"

/** The server cannot be used. Nothing was asked of it that could ring. */
export class ServerUnusable extends Schema.TaggedError<ServerUnusable>()("ServerUnusable", {
  why: Schema.String,
  /** It makes real calls, and a simulation was asked for. */
  ringsPhones: Schema.Boolean
}) {
  override get message(): string {
    const nextStep = this.ringsPhones
      ? "Use a server that was started with --simulate, or unset OUTBOUND_URL to simulate here."
      : "Check that it runs, and OUTBOUND_URL."
    return `${this.why} Nothing was sent that could ring, and no phone rang. ${nextStep}`
  }
}

/**
 * The calls of the server that `OUTBOUND_URL` names, with the key of `OUTBOUND_API_KEY`. It is asked at first whether it
 * rings phones: a simulation that was asked for is refused unless the server simulates.
 */
export const layer = ({ simulate }: { readonly simulate: boolean }) =>
  Layer.effect(
    CallService,
    Effect.gen(function* () {
      const { apiKey, url } = yield* readServerAddress
      const client = yield* makeClient({ baseUrl: url, apiKey })
      const health = client.system.healthy({}).pipe(Effect.timeout("10 seconds"), Effect.option)
      const told = yield* health
      if (told._tag === "None") {
        return yield* new ServerUnusable({ why: `The server at ${url} does not answer.`, ringsPhones: false })
      }
      const { simulated } = told.value
      if (simulate && !simulated) {
        return yield* new ServerUnusable({
          why: `--simulate is refused: the server at ${url} makes real calls.`,
          ringsPhones: true
        })
      }
      return callsAt(client, { url, simulated })
    })
  ).pipe(Layer.provide(ReadClient.layer))

const callsAt = (
  client: Client,
  { simulated, url }: { readonly url: string; readonly simulated: boolean }
): CallService["Service"] => {
  const { account, approvals, calls, policy } = client
  const agent = (id: AgentId) => account.agent({ params: { id } }).pipe(Effect.orElseSucceed(() => null))
  return {
    simulated,
    server: url,
    policy: policy.show({}).pipe(
      Effect.map(({ breakers, budget, profile }) => ({ profile, budget, isStopped: breakers.length > 0 })),
      Effect.mapError(failureAt(url))
    ),
    agents: Effect.gen(function* () {
      const { agents: all } = yield* account.agents({})
      const named = all.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault)).slice(0, mostAgents)
      const known = yield* Effect.forEach(named, ({ id }) => agent(id), { concurrency: 4 })
      return { agents: known.filter((one) => one !== null), omitted: all.length - named.length }
    }).pipe(Effect.mapError(failureAt(url))),
    agent: (id) =>
      (id === undefined
        ? Effect.map(account.agents({}), ({ agents }) => agents.find(({ isDefault }) => isDefault)?.id)
        : Effect.succeed(id)
      ).pipe(
        Effect.flatMap((meant) => (meant === undefined ? Effect.succeed(null) : agent(meant))),
        Effect.orElseSucceed(() => null)
      ),
    place: (request, key) =>
      sendCall(client, request, {
        headers: {
          "idempotency-key": key,
          prefer: "approval=wait",
          "outbound-simulated": simulated ? "true" : "false"
        },
        onBroken: Effect.logWarning("The connection broke after a call was asked for; it is sent again with its key.")
      }).pipe(
        Effect.mapError((error) =>
          "_tag" in error && error._tag === "SendingLost" ? lostAt(url) : failureAt(url)(error)
        )
      ),
    approval: (id) => approvals.get({ params: { id } }).pipe(Effect.mapError(failureAt(url, id))),
    approve: ({ id, to }, via) =>
      via === "host"
        ? Effect.fail(mayNotApprove)
        : sendYes(client, id, { numberEndsIn: to?.slice(-4) ?? "", via }).pipe(
            Effect.catch((error) =>
              "_tag" in error && error._tag === "YesLost"
                ? Effect.fail(lostAt(url))
                : isProblem(error) && error.type.endsWith(":call-refused")
                  ? Effect.mapError(calls.get({ params: { id } }), failureAt(url, id))
                  : Effect.fail(failureAt(url, id)(error))
            )
          ),
    deny: (id) => approvals.deny({ params: { id } }).pipe(Effect.mapError(failureAt(url, id))),
    check: (payload) => calls.check({ payload }).pipe(Effect.mapError(failureAt(url))),
    get: (id) => calls.get({ params: { id } }).pipe(Effect.mapError(failureAt(url, id))),
    follow: (id) => followAtServer(client, id, { withTurns: false }).pipe(Stream.mapError(failureAt(url, id))),
    transcript: (id) =>
      calls.transcript({ params: { id }, query: { format: "json" } }).pipe(
        Effect.mapError(failureAt(url, id)),
        Effect.flatMap((said) =>
          typeof said === "string" ? Effect.die(new Error("The transcript is no JSON")) : Effect.succeed(said)
        )
      ),
    hangUp: (id) => calls.hangUp({ params: { id } }).pipe(Effect.mapError(failureAt(url, id))),
    list: ({ to, ...wanted }) =>
      (to === undefined
        ? calls.list({ query: queryOf(wanted) })
        : calls.search({ payload: { ...queryOf(wanted), to } })
      ).pipe(Effect.mapError(failureAt(url)))
  }
}

const queryOf = ({ cursor, limit, since, which }: Wanted) => ({
  limit,
  ...(which === "planned" ? { status: ["planned" as const] } : which === "any" ? {} : { live: which === "active" }),
  ...(since === undefined ? {} : { createdAfter: since }),
  ...(cursor === undefined ? {} : { cursor })
})
