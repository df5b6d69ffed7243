import { Context, Effect, Layer } from "effect"

/** When each followed call is to be looked at next. Waiting calls cost an entry here, not a fiber. */
export class DueTimes extends Context.Service<
  DueTimes,
  {
    /** Sets or moves the time, in epoch milliseconds, at which a key is due. */
    readonly schedule: (key: string, atMillis: number) => Effect.Effect<void>
    readonly remove: (key: string) => Effect.Effect<void>
    /** Takes out the keys that are due, the longest waiting first. */
    readonly takeDue: (nowMillis: number) => Effect.Effect<ReadonlyArray<string>>
    /** The earliest time set; null when nothing waits. */
    readonly next: Effect.Effect<number | null>
  }
>()("@outbound-call/core/DueTimes") {
  static readonly layerMemory: Layer.Layer<DueTimes> = Layer.sync(DueTimes, () => {
    const times = new Map<string, number>()
    return DueTimes.of({
      schedule: (key, atMillis) => Effect.sync(() => void times.set(key, atMillis)),
      remove: (key) => Effect.sync(() => void times.delete(key)),
      takeDue: (nowMillis) =>
        Effect.sync(() => {
          const due = [...times].filter(([, at]) => at <= nowMillis).toSorted(([, a], [, b]) => a - b)
          for (const [key] of due) times.delete(key)
          return due.map(([key]) => key)
        }),
      next: Effect.sync(() => (times.size === 0 ? null : Math.min(...times.values())))
    })
  })
}
