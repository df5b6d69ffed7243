import type { Cause, Queue } from "effect"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import type { Look } from "./CallFollower.ts"
import type { Waiting } from "./DueTimes.ts"

export type WatchError = CallNotFound | ProviderError | LedgerError

/** Somebody who waits for the news of a call. */
export interface Watcher {
  readonly looks: Queue.Queue<Look, WatchError | Cause.Done>
  /** Wants to hear what is said as it is said. */
  readonly listens: boolean
  readonly everyMillis: number
  /** The last look is at this instant; null: when the call is over. */
  untilMillis: number | null
  /** What it watches; another entry may take its place when its conversation becomes known. */
  entry: Followed
}

/** A call or conversation that is followed. There may be a hundred thousand of them: the fields are few and small. */
export interface Followed extends Waiting {
  /** The id of its conversation; its own while that is not known. */
  key: string
  agentId: string | null
  /** Seconds since 1970; 0 when it is not known. */
  startedAt: number
  /** Seconds since 1970: then it is read by itself, whatever the list says of it. */
  checkAt: number
  /** The provider's word that was heard last. */
  word: string | null
  /** Messages in the list's row. */
  messages: number
  /** Sweeps in a row that did not show it. */
  misses: number
  failures: number
  /** The last sweep that showed it, below zero while one looks for it. */
  round: number
  isShown: boolean
  isHeld: boolean
  /** No call of the ledger. */
  isForeign: boolean
  watchers: Set<Watcher> | null
}

export const newFollowed = (key: string): Followed => ({
  key,
  agentId: null,
  startedAt: 0,
  checkAt: 0,
  word: null,
  messages: 0,
  misses: 0,
  failures: 0,
  round: 0,
  isShown: false,
  isHeld: false,
  isForeign: false,
  watchers: null,
  place: -1
})

/** Whether somebody wants to hear what is said in it. */
export const isListenedTo = ({ watchers }: Followed): boolean =>
  watchers !== null && [...watchers].some(({ listens }) => listens)

/** When the first of its watchers wants the last look; Infinity for never. */
export const lastLookAt = ({ watchers }: Followed, nowMillis: number): number => {
  let first = Infinity
  for (const { untilMillis } of watchers ?? []) {
    if (untilMillis !== null && untilMillis > nowMillis) first = Math.min(first, untilMillis)
  }
  return first
}
