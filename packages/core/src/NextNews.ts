import { Effect } from "effect"

/** Fibers that wait for the same news. */
export interface NextNews {
  /** Waits until news is told, unless there is some already. */
  readonly next: (isThere: () => boolean) => Effect.Effect<void>
  /** Wakes all who wait, five hundred at a time, so that thousands of them hold up nothing else of the process. */
  readonly tell: Effect.Effect<void>
}

export const makeNextNews = (): NextNews => {
  let waiting = new Set<() => void>()
  return {
    next: (isThere) =>
      Effect.callback((resume) => {
        if (isThere()) return resume(Effect.void)
        const wake = () => resume(Effect.void)
        waiting.add(wake)
        return Effect.sync(() => waiting.delete(wake))
      }),
    tell: Effect.gen(function* () {
      const woken = waiting
      waiting = new Set()
      let count = 0
      for (const wake of woken) {
        wake()
        if (++count % together === 0) yield* Effect.yieldNow
      }
    })
  }
}

const together = 500
