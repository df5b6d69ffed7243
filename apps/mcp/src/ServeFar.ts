import { Effect, Layer } from "effect"
import { AllowedNumbers } from "./AllowedNumbers.ts"
import { CallService } from "./CallService.ts"
import { serve } from "./OutboundMcp.ts"
import * as RemoteCalls from "./RemoteCalls.ts"
import type { Selection } from "./Tools.ts"

/** Serves the calls of the server that `OUTBOUND_URL` names on standard input and output. */
export const serveFar = ({
  selection,
  simulate,
  version
}: {
  readonly selection: Selection
  readonly simulate: boolean
  readonly version: string
}) => serve(version, selection).pipe(Effect.provide(gate.pipe(Layer.provideMerge(RemoteCalls.layer({ simulate })))))

const gate = Layer.unwrap(Effect.map(CallService, ({ simulated }) => AllowedNumbers.layer({ simulated, isFar: true })))
