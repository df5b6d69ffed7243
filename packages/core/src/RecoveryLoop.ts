import { Duration, Effect, Layer, Schedule } from "effect"
import { CallFollower, type Holding } from "./CallFollower.ts"
import { CallLedger } from "./CallLedger.ts"
import { countRound } from "./CallMetrics.ts"
import type { CarrierAccount } from "./CarrierAccount.ts"
import { holdLiveCalls } from "./HoldLiveCalls.ts"
import type { LiveCall } from "./LiveCall.ts"
import type { ProviderAccount } from "./ProviderAccount.ts"
import { recoverCalls, recoverEach, type Recovered } from "./RecoverCalls.ts"
import { survive } from "./Survive.ts"
import type { VoiceProvider } from "./VoiceProvider.ts"

type Services = CallLedger | VoiceProvider | CarrierAccount | ProviderAccount | CallFollower

/**
 * Recovers calls at the start and from then on, as long as the scope lasts. In each round all live calls whose
 * conversation is known are handed to the follower, which looks at them together; the others are looked for one by one.
 * A failed round is logged without numbers, and the next one comes all the same.
 */
export const start = Effect.fnUntraced(function* (every: Duration.Input = "30 seconds") {
  const follower = yield* CallFollower
  const holding = yield* follower.hold({ isAwaited: false })
  yield* recoverRound(holding).pipe(
    Effect.tap((round) => Effect.andThen(Effect.forEach(round, report, { discard: true }), countRound("done"))),
    Effect.catch((error) =>
      Effect.andThen(Effect.logWarning(`Recovery failed: ${error.message}`), countRound("failed"))
    ),
    survive((cause) => Effect.andThen(Effect.logError("A round of recovery broke off", cause), countRound("failed"))),
    Effect.repeat(Schedule.spaced(Duration.fromInputUnsafe(every))),
    Effect.forkScoped
  )
})

/** The same as a layer, for processes that live long. */
export const layer = (every: Duration.Input = "30 seconds"): Layer.Layer<never, never, Services> =>
  Layer.effectDiscard(start(every))

const recoverRound = Effect.fnUntraced(function* (holding: Holding) {
  const toEnd = yield* Effect.ensuring(holdLiveCalls(holding), holding.sweep)
  const round = yield* recoverCalls({ known: "left" })
  return [...round, ...(yield* endAgain(toEnd))]
})

/** Who asked to hang up when it was not known what to end, or in vain, is heard again. */
const endAgain = Effect.fnUntraced(function* (toEnd: ReadonlyArray<LiveCall>) {
  const ledger = yield* CallLedger
  const found = yield* Effect.forEach(toEnd, ({ id }) => Effect.option(ledger.find(id)))
  return yield* recoverEach(found.flatMap((call) => (call._tag === "Some" ? [call.value] : [])))
})

const report = ({ call, error, result }: Recovered) =>
  error !== null
    ? Effect.logWarning(`${call.id} could not be looked for: ${error.message}`)
    : call.attention !== null || result === "not-placed"
      ? Effect.logWarning(`${call.id} is ${call.status}${call.attention === null ? "" : `: ${call.attention.code}`}`)
      : Effect.void
