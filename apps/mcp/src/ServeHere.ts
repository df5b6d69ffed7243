import { RecoveryLoop } from "@outbound-call/core"
import { readConfiguration } from "@outbound-call/node/Configuration"
import * as MonitorSocket from "@outbound-call/node/MonitorSocket"
import * as OutboundCall from "@outbound-call/node/OutboundCall"
import { Effect, Layer } from "effect"
import { AllowedNumbers } from "./AllowedNumbers.ts"
import * as LocalCalls from "./LocalCalls.ts"
import { serve } from "./OutboundMcp.ts"
import type { Selection } from "./Tools.ts"
import { TrustsHost } from "./TrustHost.ts"

/** Serves the calls of this machine on standard input and output. */
export const serveHere = Effect.fnUntraced(function* ({
  selection,
  simulate,
  trustsHost,
  version
}: {
  readonly selection: Selection
  readonly simulate: boolean
  readonly trustsHost: boolean
  readonly version: string
}) {
  return yield* serve(version, selection).pipe(Effect.provide(yield* layerHere(simulate, trustsHost)))
})

/** The calls of this machine, recovered and followed, behind the operator's gate. */
export const layerHere = Effect.fnUntraced(function* (simulate: boolean, trustsHost: boolean) {
  const configuration = yield* readConfiguration({ simulate, profile: "assistant" })
  const { live, simulated } = configuration
  return Layer.mergeAll(
    AllowedNumbers.layer({ simulated, region: live.settings.region }),
    LocalCalls.layer(simulated),
    Layer.succeed(TrustsHost, trustsHost),
    RecoveryLoop.layer(),
    simulated ? Layer.empty : MonitorSocket.loaded
  ).pipe(Layer.provideMerge(OutboundCall.layer(configuration)))
})
