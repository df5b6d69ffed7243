import { DueTimes } from "./DueTimes.ts"
import { type Followed, isListenedTo, newFollowed, type Watcher } from "./Followed.ts"
import type { FollowSettings } from "./FollowSettings.ts"
import type { Demand } from "./Pace.ts"

/**
 * Everything that one process follows. What the provider's list can show is `listed`; a call whose conversation is not
 * known, or that is another account's, is looked at by itself.
 */
export class FollowedCalls {
  readonly listed = new Map<string, Followed>()
  readonly due = new DueTimes<Followed>()
  /** Of the calls that the last sweep looked for, those that it lacked. */
  missing = 0
  /** Those who wait for the news of calls that are held. */
  attending = 0
  private readonly agents = new Map<string, string>()
  private readonly others = new Map<string, Followed>()
  private readonly watched = new Set<Followed>()
  private readonly listenedTo = new Set<Followed>()
  private readonly settings: FollowSettings

  constructor(settings: FollowSettings) {
    this.settings = settings
  }

  get all(): ReadonlyArray<Followed> {
    return [...this.listed.values(), ...this.others.values()]
  }

  get(key: string): Followed | undefined {
    return this.listed.get(key) ?? this.others.get(key)
  }

  has(entry: Followed): boolean {
    return this.get(entry.key) === entry
  }

  isListed(entry: Followed): boolean {
    return this.listed.get(entry.key) === entry
  }

  /** The one under a key, taken in when it is new. */
  take(key: string): Followed {
    const known = this.get(key)
    if (known !== undefined) return known
    const entry = newFollowed(key)
    this.others.set(key, entry)
    return entry
  }

  /** An agent's id, the same string each time: many calls have one agent. */
  sharedAgent(id: string): string {
    const shared = this.agents.get(id) ?? id
    this.agents.set(shared, shared)
    return shared
  }

  /** Lets the list show an entry, from now on under the id of its conversation. */
  list(entry: Followed, conversationId: string): void {
    this.others.delete(entry.key)
    entry.key = conversationId
    this.listed.set(conversationId, entry)
  }

  drop(entry: Followed): void {
    if (this.has(entry)) {
      this.listed.delete(entry.key)
      this.others.delete(entry.key)
    }
    this.due.remove(entry)
    this.watched.delete(entry)
    this.listenedTo.delete(entry)
  }

  join(entry: Followed, watcher: Watcher): void {
    watcher.entry = entry
    entry.watchers ??= new Set()
    entry.watchers.add(watcher)
    this.recount(entry)
  }

  /** Takes a watcher away, and the entry as well when nobody else wants it. */
  leave(watcher: Watcher): void {
    const { entry } = watcher
    entry.watchers?.delete(watcher)
    if (entry.watchers?.size === 0) entry.watchers = null
    if (!this.has(entry)) return
    if (entry.watchers === null && !entry.isHeld) this.drop(entry)
    else this.recount(entry)
  }

  /** Lets those who want an entry want another one in its place. */
  merge(entry: Followed, into: Followed): void {
    into.isHeld ||= entry.isHeld
    for (const watcher of entry.watchers ?? []) this.join(into, watcher)
    entry.watchers = null
    this.drop(entry)
  }

  /** Nobody holds calls any more. */
  release(): void {
    for (const entry of this.all) {
      entry.isHeld = false
      if (entry.watchers === null) this.drop(entry)
    }
  }

  /** Whether what is said in it is read as it is said: somebody listens, and few are listened to. */
  isClose(entry: Followed): boolean {
    return this.listenedTo.size <= this.settings.listened && this.listenedTo.has(entry)
  }

  get demand(): Demand {
    const { listed, listenedTo, watched } = this
    const few = listed.size === 1 || (listenedTo.size <= this.settings.listened && listenedTo.size === listed.size)
    return {
      calls: listed.size,
      isAwaited: watched.size > 0 || this.attending > 0,
      everyMillis: few ? this.shortestWish() : null
    }
  }

  private shortestWish(): number {
    const wishes = [...this.listed.values()].flatMap(({ watchers }) => [...(watchers ?? [])])
    return wishes.length === 0
      ? this.settings.intervalMillis
      : Math.min(...wishes.map(({ everyMillis }) => everyMillis))
  }

  private recount(entry: Followed): void {
    if (entry.watchers === null) this.watched.delete(entry)
    else this.watched.add(entry)
    if (isListenedTo(entry)) this.listenedTo.add(entry)
    else this.listenedTo.delete(entry)
  }
}
