import { Effect, PubSub, Stream } from "effect"
import type { Call } from "./Call.ts"
import { countEnd } from "./CallMetrics.ts"
import type { Advanced } from "./MoveCall.ts"

/** What a ledger tells once a change is committed. */
export interface LedgerNews {
  readonly appended: Stream.Stream<void>
  /** Events were appended. */
  readonly ring: Effect.Effect<void>
  /** News was applied to a call, and perhaps changed nothing. */
  readonly tell: (before: Call, next: Advanced) => Effect.Effect<void>
}

/** One place for it, so that every ledger tells the same. Rings that nobody heard yet become one. */
export const makeLedgerNews: Effect.Effect<LedgerNews> = Effect.map(PubSub.sliding<void>(1), (bell) => {
  const ring = Effect.asVoid(PubSub.publish(bell, undefined))
  return {
    appended: Stream.fromPubSub(bell),
    ring,
    tell: (before, next) =>
      Effect.all([countEnd(before, next.call), warn(before, next.call), next.events.length > 0 ? ring : Effect.void], {
        discard: true
      })
  }
})

/** Nobody follows a forgotten call: that it rang after all would be found by who happens to look at it. */
const warn = (before: Call, { attention, forgottenAt, id }: Call): Effect.Effect<void> =>
  forgottenAt !== null && before.attention === null && attention !== null
    ? Effect.logWarning(`${id} needs a person (${attention.code}), and was forgotten before: see outbound show ${id}.`)
    : Effect.void
