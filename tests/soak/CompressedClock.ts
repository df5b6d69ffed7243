import { Duration, Effect } from "effect"
import type { Clock } from "effect/Clock"

/** A clock that runs `speed` times as fast as this machine's since `since` (milliseconds of the epoch). Sleeps follow it. */
export const compressedClock = (since: number, speed: number): Clock => {
  const millis = () => Math.floor(since + (Date.now() - since) * speed)
  const nanos = () => BigInt(millis()) * 1_000_000n
  return {
    currentTimeMillisUnsafe: millis,
    currentTimeMillis: Effect.sync(millis),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: nanos,
    monotonicTimeNanos: Effect.sync(nanos),
    sleep: (duration) =>
      Effect.callback<void>((resume) => {
        const span = Duration.toMillis(duration)
        if (!Number.isFinite(span)) return
        const timer = setTimeout(() => resume(Effect.void), span / speed)
        return Effect.sync(() => clearTimeout(timer))
      })
  }
}
