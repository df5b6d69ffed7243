import { Duration, Effect, Layer, Schedule } from "effect"
import type { CallLedger } from "./CallLedger.ts"
import { countRound } from "./CallMetrics.ts"
import type { CarrierAccount } from "./CarrierAccount.ts"
import type { ProviderAccount } from "./ProviderAccount.ts"
import { recoverCalls } from "./RecoverCalls.ts"
import type { VoiceProvider } from "./VoiceProvider.ts"

/**
 * Recovers calls at the start and from then on, as long as the scope lasts. A failed round is logged without numbers,
 * and the next one comes all the same.
 */
export const start = (every: Duration.Input = "30 seconds") =>
  recoverCalls().pipe(
    Effect.tap((round) => Effect.andThen(Effect.forEach(round, report, { discard: true }), countRound("done"))),
    Effect.catch((error) =>
      Effect.andThen(Effect.logWarning(`Recovery failed: ${error.message}`), countRound("failed"))
    ),
    Effect.repeat(Schedule.spaced(Duration.fromInputUnsafe(every))),
    Effect.forkScoped
  )

/** The same as a layer, for processes that live long. */
export const layer = (
  every: Duration.Input = "30 seconds"
): Layer.Layer<never, never, CallLedger | VoiceProvider | CarrierAccount | ProviderAccount> =>
  Layer.effectDiscard(start(every))

const report = ({ call, error, result }: Effect.Success<ReturnType<typeof recoverCalls>>[number]) =>
  error !== null
    ? Effect.logWarning(`${call.id} could not be looked for: ${error.message}`)
    : call.attention !== null || result === "not-placed"
      ? Effect.logWarning(`${call.id} is ${call.status}${call.attention === null ? "" : `: ${call.attention.code}`}`)
      : Effect.void
