import { Effect, type Scope } from "effect"
import type { CallLedger } from "./CallLedger.ts"
import type { Followed } from "./Followed.ts"
import { type Following, readFrom, schedule, sweepFrom } from "./Following.ts"
import { followTime } from "./FollowTime.ts"
import { readFollowed } from "./ReadFollowed.ts"
import { sweepFollowed } from "./SweepFollowed.ts"
import type { VoiceProvider } from "./VoiceProvider.ts"

/**
 * Does what is due, and sleeps until the next thing is: calls that are read by themselves, those that waited longest
 * first and no more at a time than the pace allows, and the sweep of the list. One fiber for the whole process; reads
 * and the sweep have one each while they last, in the scope.
 */
export const followLoop = Effect.fnUntraced(function* (
  following: Following,
  scope: Scope.Scope
): Effect.fn.Return<never, never, CallLedger | VoiceProvider> {
  const { calls, reading, wake } = following

  const read = (entry: Followed) => {
    reading.add(entry)
    return readFollowed(following, entry).pipe(
      Effect.ensuring(
        Effect.sync(() => {
          reading.delete(entry)
          wake.openUnsafe()
        })
      ),
      Effect.forkIn(scope)
    )
  }

  const sweep = Effect.suspend(() => {
    following.isSweeping = true
    return sweepFollowed(following).pipe(
      Effect.ensuring(
        Effect.sync(() => {
          following.isSweeping = false
          wake.openUnsafe()
        })
      ),
      Effect.forkIn(scope)
    )
  })

  while (true) {
    yield* wake.close
    const now = yield* followTime(following)
    if (now >= sweepFrom(following)) yield* calls.listed.size === 1 ? lookAtOnly(following, now) : sweep
    for (let entry = next(following, now); entry !== null; entry = next(following, now)) yield* read(entry)
    const at = Math.min(readFrom(following), sweepFrom(following))
    following.restsUntil = at
    yield* at === Infinity ? wake.await : Effect.raceFirst(Effect.sleep(Math.max(0, at - now)), wake.await)
  }
})

const next = (following: Following, now: number): Followed | null =>
  now >= readFrom(following) ? following.calls.due.take(now) : null

/** The only call that is followed is read in the place of a list. What failed keeps to its own gaps. */
const lookAtOnly = (following: Following, now: number): Effect.Effect<void> =>
  Effect.sync(() => {
    const { calls, pace, reading } = following
    following.sweepAt = now + pace.periodMillis(calls.demand)
    for (const entry of calls.listed.values()) {
      if (entry.failures === 0 && !reading.has(entry)) schedule(following, entry, now, now)
    }
  })
