import { Duration, Effect } from "effect"
import type { Clock } from "effect/Clock"
import type { Owner, Tasks } from "./Tasks.ts"

interface Timer {
  readonly at: number
  readonly order: number
  run: (() => void) | null
}

/** The instant at which every simulation starts: 2026-11-22T12:00:00Z, in milliseconds. */
const start = 1_795_348_800_000

/**
 * The one true time of a schedule, in milliseconds since its start. It moves only when nothing is ready to run. Clocks
 * read it through an error of their own: a wall clock may jump, while sleeps and the monotonic clock follow true time.
 */
export class Time {
  now = 0
  private readonly timers: Array<Timer> = []
  private order = 0

  /** Runs something later; the result cancels it. */
  after(millis: number, run: () => void): () => void {
    const timer: Timer = { at: this.now + Math.max(0, millis), order: this.order++, run }
    this.push(timer)
    return () => {
      timer.run = null
    }
  }

  /** Moves to the next timer, not beyond `limit`, and runs it; false when there is none. */
  step(limit: number): boolean {
    for (let first = this.timers[0]; first !== undefined && first.at <= limit; first = this.timers[0]) {
      this.pop()
      if (first.run === null) continue
      this.now = first.at
      first.run()
      return true
    }
    this.now = Math.max(this.now, Number.isFinite(limit) ? limit : this.now)
    return false
  }

  /** A clock for the fibers of an owner; `error` is how far its wall clock is wrong just now. */
  clockOf(owner: Owner, tasks: Tasks, error: () => number): Clock {
    const millis = () => start + this.now + error()
    const monotonic = () => BigInt(Math.round(this.now * 1_000_000))
    return {
      currentTimeMillisUnsafe: millis,
      currentTimeMillis: Effect.sync(millis),
      currentTimeNanosUnsafe: () => BigInt(millis()) * 1_000_000n,
      currentTimeNanos: Effect.sync(() => BigInt(millis()) * 1_000_000n),
      monotonicTimeNanosUnsafe: monotonic,
      monotonicTimeNanos: Effect.sync(monotonic),
      sleep: (duration) =>
        Effect.callback<void>((resume) => {
          const span = Duration.toMillis(duration)
          if (!Number.isFinite(span)) return
          const cancel = this.after(Math.ceil(span), () => tasks.add(owner, () => resume(Effect.void)))
          return Effect.sync(cancel)
        })
    }
  }

  private push(timer: Timer): void {
    const { timers } = this
    let place = timers.length
    timers.push(timer)
    while (place > 0) {
      const parent = (place - 1) >> 1
      const above = timers[parent]
      if (above === undefined || !isBefore(timer, above)) break
      timers[place] = above
      place = parent
    }
    timers[place] = timer
  }

  private pop(): void {
    const { timers } = this
    const last = timers.pop()
    if (last === undefined || timers.length === 0) return
    let place = 0
    for (;;) {
      const left = 2 * place + 1
      const [a, b] = [timers[left], timers[left + 1]]
      if (a === undefined) break
      const child = b !== undefined && isBefore(b, a) ? left + 1 : left
      const below = timers[child]
      if (below === undefined || !isBefore(below, last)) break
      timers[place] = below
      place = child
    }
    timers[place] = last
  }
}

const isBefore = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)
