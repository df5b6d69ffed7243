import { Deferred, Effect, Exit, Fiber, Layer } from "effect"
import * as McpProtocol from "effect/ai/McpProtocol"
import * as McpServer from "effect/ai/McpServer"
import { Stdio } from "effect/Stdio"
import { CallService } from "./CallService.ts"
import { guardInput } from "./Input.ts"
import { icon } from "./Icon.ts"
import { instructions } from "./Instructions.ts"
import { Parting } from "./Parting.ts"
import * as Registrations from "./Registrations.ts"
import * as Tools from "./Tools.ts"
import { TrustsHost } from "./TrustHost.ts"

/** Every revision of the protocol that is spoken, newest first. */
export const protocols = [
  McpProtocol.v2026_07_28,
  McpProtocol.v2025_11_25,
  McpProtocol.v2025_06_18,
  McpProtocol.v2025_03_26,
  McpProtocol.v2024_11_05
] as const

/** What the server says of itself, over whatever it is spoken to. */
export const aboutServer = ({
  selection,
  simulated,
  trustsHost = false,
  version
}: {
  readonly simulated: boolean
  readonly selection: Tools.Selection
  readonly trustsHost?: boolean
  readonly version: string
}) => ({
  name: "outbound-call",
  version,
  description: "Phone calls by a voice agent",
  icons: [icon],
  instructions: instructions(simulated, Tools.offeredBy(selection).has("place_call"), trustsHost),
  protocols,
  cacheHints: {
    tools: { ttl: "5 minutes", cacheScope: "private" },
    prompts: { ttl: "5 minutes", cacheScope: "private" },
    resourceTemplates: { ttl: "5 minutes", cacheScope: "private" }
  } as const
})

/**
 * Serves the tools on standard input and output until the input ends. Then calls are waited for one second more, and
 * answers have half a second; a dial under way is waited for, whatever it takes, by the layer of the service.
 */
export const serve = Effect.fnUntraced(function* (version: string, selection: Tools.Selection) {
  const { simulated } = yield* CallService
  const ended = yield* Deferred.make<void>()
  const parting = Deferred.await(ended).pipe(Effect.andThen(Effect.sleep("1 second")))
  const server = McpServer.layerStdio({
    ...aboutServer({ simulated, selection, trustsHost: yield* TrustsHost, version }),
    registrations: Registrations.layer(selection).pipe(Layer.provide(Layer.succeed(Parting, parting)))
  }).pipe(Layer.provide(Layer.succeed(Stdio, guardInput(yield* Stdio, ended))))
  const serving = yield* Effect.forkChild(Layer.launch(server))
  yield* Effect.raceFirst(Fiber.await(serving), Effect.andThen(parting, Effect.sleep("500 millis")))
  const exit = yield* Fiber.interrupt(serving).pipe(Effect.andThen(Fiber.await(serving)))
  if (Exit.isFailure(exit) && !(yield* Deferred.isDone(ended))) return yield* exit
})
