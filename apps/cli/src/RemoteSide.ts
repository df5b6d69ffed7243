import { type Client, makeClient } from "@outbound-call/api/Client"
import * as ReadClient from "@outbound-call/node/ReadClient"
import { Effect, Layer } from "effect"
import { unreachable } from "./ConnectionFailure.ts"
import * as RemoteCalls from "./RemoteCalls.ts"
import * as RemoteDecisions from "./RemoteDecisions.ts"
import { readServerAddress, type ServerAddress } from "@outbound-call/node/ServerAddress"
import type { Asked } from "./Asked.ts"
import { failureFrom } from "./ServerFailure.ts"
import { ServerProblem } from "./ServerProblem.ts"
import type { Side } from "./Side.ts"

/** A typed client of the server, open until the scope closes. */
export const connect = Effect.fnUntraced(function* ({ apiKey, url }: ServerAddress) {
  const services = yield* Layer.build(ReadClient.layer)
  return yield* makeClient({ baseUrl: url, apiKey }).pipe(Effect.provideContext(services))
})

/**
 * The side of the server: it is asked whether it rings phones before anything else. A simulation that was asked for is
 * refused unless the server simulates, and nothing is sent that could ring.
 */
export const remoteSide = Effect.fnUntraced(function* (simulate: boolean) {
  const address = yield* readServerAddress
  const asked = { url: address.url, hasKey: address.apiKey !== undefined }
  const client = yield* connect(address)
  const { simulated } = yield* askHealth(client, asked)
  if (simulate && !simulated) return yield* isReal(address.url)
  const records = RemoteCalls.records(client, asked)
  return {
    simulated,
    isThere: Effect.succeed(true),
    hasSimulatedBeside: Effect.succeed(false),
    records,
    decisions: RemoteDecisions.layer(client, asked),
    calls: Layer.merge(RemoteCalls.calls(client, { ...asked, simulated }), records)
  } satisfies Side
})

/** Whether the server rings phones; also whether it is one. Asked without a key. */
export const askHealth = (client: Client, asked: Asked) =>
  client.system.healthy({}).pipe(
    Effect.mapError(failureFrom(asked)),
    Effect.timeoutOrElse({
      duration: "10 seconds",
      orElse: () => Effect.fail(unreachable(asked.url, "no answer in time"))
    })
  )

/** The refusal of a simulation that was asked of a server which rings phones. */
export const isReal = (url: string): ServerProblem =>
  new ServerProblem({
    failure: {
      code: "ServerRingsPhones",
      message: `--simulate is refused: the server at ${url} makes real calls. Nothing was sent to it that could ring, and no phone rang.`,
      phoneMayHaveRung: false,
      retrySafe: true,
      nextStep: "Use a server that was started with --simulate, or unset OUTBOUND_URL to simulate here.",
      ending: "refused"
    }
  })
