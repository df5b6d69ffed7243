import { Effect } from "effect"
import type { Following } from "./Following.ts"

/**
 * The time by which calls are followed, in epoch milliseconds. Where the wall clock was set since the last look at it,
 * everything that waits is moved with it: it is due after the same span as before.
 */
export const followTime = (following: Following): Effect.Effect<number> =>
  Effect.clockWith((clock) =>
    Effect.sync(() => {
      const now = clock.currentTimeMillisUnsafe()
      const ahead = now - Number(clock.monotonicTimeNanosUnsafe() / nanosPerMilli)
      const jump = ahead - (following.clockAhead ?? ahead)
      if (following.clockAhead === null || Math.abs(jump) >= smallestJumpMillis) following.clockAhead = ahead
      if (Math.abs(jump) >= smallestJumpMillis) move(following, jump)
      return now
    })
  )

const move = (following: Following, millis: number): void => {
  following.restsUntil += millis
  following.sweepAt += millis
  following.sweptAt += millis
  following.takingInUntil += millis
  following.pace.move(millis)
  following.calls.due.move(millis)
  for (const entry of following.calls.all) {
    if (entry.checkAt > 0) entry.checkAt += Math.round(millis / 1000)
    for (const watcher of entry.watchers ?? []) if (watcher.untilMillis !== null) watcher.untilMillis += millis
  }
}

const nanosPerMilli = 1_000_000n

/** Less than that is a clock that is corrected as it goes. */
const smallestJumpMillis = 1_000
