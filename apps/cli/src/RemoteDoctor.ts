import type { Account } from "@outbound-call/api/Account"
import type { Client } from "@outbound-call/api/Client"
import { plain } from "@outbound-call/core/RenderTranscript"
import { Effect, Result } from "effect"
import { type Check, failed, passed, untold } from "./Checks.ts"
import { instant } from "./DescribeCall.ts"
import { type CommandError, failureOf } from "./Failure.ts"
import { printChecks } from "./PrintChecks.ts"
import { askHealth, connect, isReal } from "./RemoteSide.ts"
import { readServerAddress } from "@outbound-call/node/ServerAddress"
import type { Asked } from "./Asked.ts"
import { failureFrom } from "./ServerFailure.ts"

/** `outbound doctor` of a server: whether it answers, the key is good, and a call could be placed. Places none. */
export const remoteDoctor = Effect.fnUntraced(function* (simulate: boolean) {
  const address = yield* Effect.result(readServerAddress)
  if (Result.isFailure(address)) {
    const { problems } = address.failure
    return yield* printChecks(
      problems.map((problem) => failed("configuration", problem, problem)),
      simulate
    )
  }
  const { apiKey, url } = address.success
  const asked = { url, hasKey: apiKey !== undefined }
  const client = yield* connect(address.success)
  const health = yield* Effect.result(askHealth(client, asked))
  if (Result.isFailure(health)) return yield* printChecks([wrong("server", health.failure)], simulate)
  const { simulated } = health.success
  const account = yield* Effect.result(client.account.whoAsks({}).pipe(Effect.mapError(failureFrom(asked))))
  return yield* printChecks(
    [
      passed("server", `${url}${Result.isSuccess(account) ? `, version ${plain(account.success.version)}` : ""}`),
      simulate && !simulated
        ? wrong("simulation", isReal(url))
        : passed("simulation", simulated ? "it simulates: no phone rings" : "it makes real calls: phones ring"),
      Result.isSuccess(account) ? key(account.success) : wrong("key", account.failure),
      yield* ready(client, asked),
      ...(Result.isSuccess(account) ? yield* usable(client, account.success, asked) : [])
    ],
    simulated
  )
})

const wrong = (name: string, error: CommandError): Check => {
  const { message, nextStep } = failureOf(error)
  const happened = message.endsWith(nextStep) ? message.slice(0, -nextStep.length).trim() : message
  return failed(name, plain(happened), plain(nextStep))
}

const key = ({ expiresAt, keyId, owner, scopes }: Account): Check =>
  keyId === null
    ? passed("key", "the server asks for none")
    : passed(
        "key",
        `${keyId} of ${plain(owner)} may: ${scopes.join(", ")}${expiresAt === null ? "" : `; until ${instant(expiresAt)}`}`
      )

const ready = (client: Client, asked: Asked) =>
  client.system.ready({}).pipe(
    Effect.as(passed("ledger", "a call would be recorded")),
    Effect.catch((error) => Effect.succeed(wrong("ledger", failureFrom(asked)(error))))
  )

const usable = Effect.fnUntraced(function* ({ account }: Client, { scopes }: Account, asked: Asked) {
  if (!scopes.includes("calls:place") && !scopes.includes("admin")) {
    return [untold("agent", "the key may place no calls, and sees no agents")]
  }
  const agents = account.agents({}).pipe(
    Effect.map(({ agents: all }) => all.find(({ isDefault }) => isDefault)),
    Effect.flatMap((found) =>
      found === undefined
        ? Effect.succeed([untold("agent", "the server has none of its own: name one with each call, --agent")])
        : Effect.map(account.agent({ params: { id: found.id } }), ({ id, name, requiredVariables }) => [
            passed("agent", name === null ? id : `${id} (${plain(name)})`),
            passed(
              "variables",
              requiredVariables.length === 0
                ? "the agent expects none"
                : `every call must give: ${requiredVariables.map((variable) => plain(variable)).join(", ")}`
            )
          ])
    ),
    Effect.catch((error) => Effect.succeed([wrong("agent", failureFrom(asked)(error))]))
  )
  const number = account.phoneNumbers({}).pipe(
    Effect.map(({ phoneNumbers }) => {
      const own = phoneNumbers.find(({ isDefault }) => isDefault)
      if (own === undefined) {
        return untold("phone number", "the server has none of its own: name one with each call, --from")
      }
      return own.isUsable
        ? passed("phone number", `${own.number ?? own.id} can dial out (${own.carrier})`)
        : failed(
            "phone number",
            `${own.number ?? own.id} cannot dial out`,
            "Whoever runs the server sets PHONE_NUMBER_ID to a number that can."
          )
    }),
    Effect.catch((error) => Effect.succeed(wrong("phone number", failureFrom(asked)(error))))
  )
  return [...(yield* agents), yield* number]
})
