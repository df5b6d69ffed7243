import type { Fiber } from "effect"
import { Clock, Context, Effect, Layer, Schedule, type Scope } from "effect"
import { ageMillis, type Call } from "./Call.ts"
import type { DialRight } from "./DialRight.ts"
import { type CallNotFound, LedgerError } from "./CallErrors.ts"
import type { CarrierAccount } from "./CarrierAccount.ts"
import { endWhenAsked } from "./EndCall.ts"
import type { ProviderAccount } from "./ProviderAccount.ts"
import { CallLedger } from "./CallLedger.ts"
import { countDial } from "./CallMetrics.ts"
import type { DialAnswer } from "./DialAnswer.ts"
import type { Gate } from "./DialTransport.ts"
import { type DialOrder, VoiceProvider } from "./VoiceProvider.ts"

/**
 * Makes the one dial of a claimed call in a scope of its own: who asked for it may be interrupted, disconnect or time
 * out, the dial still runs to its end and its answer is recorded. Closing the scope waits for dials under way.
 */
export class Dialer extends Context.Service<
  Dialer,
  {
    /** The call with its answer recorded. A `LedgerError` here means that a phone may have rung. */
    readonly dial: (right: DialRight, order: DialOrder) => Effect.Effect<Fiber.Fiber<Call, CallNotFound | LedgerError>>
  }
>()("@outbound-call/core/Dialer") {
  static readonly layer: Layer.Layer<Dialer, never, Services> = Layer.effect(
    Dialer,
    Effect.gen(function* () {
      const scope: Scope.Scope = yield* Effect.scope
      const services = yield* Effect.context<Services>()
      return Dialer.of({
        dial: (right, order) =>
          // Uninterruptible before its first step: who goes away right after the claim must not undo the dial.
          dialOnce(right, order).pipe(Effect.provideContext(services), Effect.forkIn(scope, { uninterruptible: true }))
      })
    })
  )
}

type Services = CallLedger | VoiceProvider | ProviderAccount | CarrierAccount

const dialOnce = Effect.fn("dialOnce")(function* (right: DialRight, order: DialOrder) {
  const { call } = right
  const ledger = yield* CallLedger
  const provider = yield* VoiceProvider
  const claimedAt = yield* Clock.monotonicTimeNanos
  const gate: Gate = lastLook(right, claimedAt).pipe(Effect.provideService(CallLedger, ledger))
  const answer = yield* provider.dial(order, gate).pipe(Effect.catchDefect(() => Effect.succeed(brokeDown)))
  yield* countDial(answer.type)
  return yield* ledger.record(call.id, { type: "answer", answer }).pipe(
    Effect.retry({
      while: (error) => error._tag === "LedgerError",
      times: 4,
      schedule: Schedule.spaced("250 millis")
    }),
    Effect.mapError((error) =>
      error._tag === "LedgerError"
        ? new LedgerError({ operation: error.operation, phoneMayHaveRung: true, callId: call.id, cause: error.cause })
        : error
    ),
    Effect.tap(endWhenAsked)
  )
})

/** A fault of the adapter leaves open whether anything was sent. */
const brokeDown: DialAnswer = {
  type: "unclear",
  status: null,
  message: "The dial broke down within this service.",
  conversationId: null,
  detail: ""
}

/**
 * The last look before the first byte: the claim is ours, in the same epoch, fresh by every clock, also by that of a
 * database, which goes on while this machine is suspended; nobody has asked to hang up, and the number is not on the do-not-call list, which in simulation refuses nothing.
 */
const lastLook = Effect.fnUntraced(function* ({ call, ledgerAt }: DialRight, claimedAt: bigint) {
  const ledger = yield* CallLedger
  const { call: current, isSuppressed, ledgerAt: seenAt } = yield* Effect.mapError(ledger.lastLook(call), () => notHeld)
  const wall = ageMillis(current, yield* Clock.currentTimeMillis)
  const monotonic = Number(((yield* Clock.monotonicTimeNanos) - claimedAt) / 1_000_000n)
  const shared = ledgerAt === null || seenAt === null ? 0 : seenAt - ledgerAt
  const isHeld =
    current.status === "dialing" &&
    current.hangUpRequestedAt === null &&
    current.epoch === call.epoch &&
    Math.abs(wall) <= maxClaimAgeMillis &&
    Math.abs(shared) <= maxClaimAgeMillis &&
    monotonic <= maxClaimAgeMillis
  if (!isHeld) return yield* Effect.fail(notHeld)
  if (isSuppressed && !current.simulated) return yield* Effect.fail("its number was put on the do-not-call list")
})

const notHeld = "the claim was no longer held when the connection stood"
const maxClaimAgeMillis = 5_000
