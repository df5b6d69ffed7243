import { Clock, Effect } from "effect"
import { DialLog, type DialLogError } from "./DialLog.ts"
import type { LogEntry } from "./LogEntry.ts"
import { emptyWorld, learn, type View } from "./World.ts"

/** The log, followed: what is known now, and the way to add to it. */
export interface Exchange {
  /** Everything known now, what other processes wrote included. */
  readonly look: Effect.Effect<View, DialLogError>
  readonly record: (entry: LogEntry) => Effect.Effect<void, DialLogError>
  /** How many emulated seconds a real second lasts, for calls placed here. */
  readonly scale: number
}

/** Follows the dial log: each look reads only what is new in it. */
export const makeExchange = Effect.fnUntraced(function* (scale: number) {
  const log = yield* DialLog
  let world = emptyWorld()
  let generation = -1
  let known = 0

  const look = Effect.gen(function* () {
    const content = yield* log.read
    const now = yield* Clock.currentTimeMillis
    if (content.generation !== generation) {
      world = emptyWorld()
      generation = content.generation
      known = 0
    }
    for (const entry of content.entries.slice(known)) learn(world, entry)
    known = content.entries.length
    return { world, now }
  })

  return { look, record: log.append, scale } satisfies Exchange
})
