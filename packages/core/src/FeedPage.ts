import { type CallEvent, type FeedEntry, showEvent, type UnreadableEntry } from "./CallEvent.ts"
import { feedCursor } from "./Cursor.ts"

/**
 * Events of the feed that were read together. What is told of them is made once: whoever sees the same
 * is given the same.
 */
export class FeedPage {
  readonly entries: ReadonlyArray<FeedEntry | UnreadableEntry>
  /** Who stands before this position may miss events in it. */
  readonly wholeAfter: number
  /** By owner; null for who sees every owner's. Made when somebody asks. */
  #told: ReadonlyMap<string | null, ReadonlyArray<CallEvent>> | undefined

  constructor(entries: ReadonlyArray<FeedEntry | UnreadableEntry>, wholeAfter = 0) {
    this.entries = entries
    this.wholeAfter = wholeAfter
  }

  /** Position of its newest event. */
  get last(): number {
    return this.entries.at(-1)?.position ?? 0
  }

  /** What of it comes after a position: as a rule all of it, which is the page itself. */
  after(position: number): FeedPage {
    const first = this.entries.findIndex((entry) => entry.position > position)
    return first === 0 ? this : new FeedPage(first < 0 ? [] : this.entries.slice(first), this.wholeAfter)
  }

  /** What is told of it to who sees the calls of this owner, or of every one when it is null; null for nothing. */
  told(owner: string | null): ReadonlyArray<CallEvent> | null {
    this.#told ??= byOwner(this.entries)
    return this.#told.get(owner) ?? null
  }
}

const byOwner = (entries: ReadonlyArray<FeedEntry | UnreadableEntry>) => {
  const told = new Map<string | null, Array<CallEvent>>()
  for (const entry of entries) {
    if (entry.call === null) continue
    const event = eventOf(entry)
    for (const owner of [null, entry.call.owner]) {
      const ofOwner = told.get(owner)
      if (ofOwner === undefined) told.set(owner, [event])
      else ofOwner.push(event)
    }
  }
  return told
}

/** Pages share entries, and so the event that is told of one. */
const events = new WeakMap<FeedEntry, CallEvent>()

const eventOf = (entry: FeedEntry): CallEvent => {
  const known = events.get(entry)
  if (known !== undefined) return known
  const event = { ...showEvent(entry.call, entry.event, 0), cursor: feedCursor(entry) }
  events.set(entry, event)
  return event
}
