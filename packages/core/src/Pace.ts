import type { FollowSettings } from "./FollowSettings.ts"

/** What decides how often the list is swept. */
export interface Demand {
  /** How many calls are followed. */
  readonly calls: number
  /** Whether anybody waits for the news. */
  readonly isAwaited: boolean
  /** The shortest wish of those who listen, where each call may have a read of its own; null with more calls. */
  readonly everyMillis: number | null
}

/** A limit that was met; times are in epoch milliseconds. */
export interface Limit {
  readonly asked: "list" | "call"
  /** When the request was sent. */
  readonly begunAt: number
  readonly now: number
  readonly retryAfterSeconds: number | null
}

/**
 * How fast the provider is asked. It slows down by half at each limit that is met, and gains a tenth with each answer;
 * until a limit has passed nothing is asked at all.
 */
export class Pace {
  /** Nothing is asked before this instant, in epoch milliseconds. */
  pausedUntil = 0
  private listPausedUntil = 0
  private limitedAt = -Infinity
  private strain = 1
  private readonly settings: FollowSettings

  constructor(settings: FollowSettings) {
    this.settings = settings
  }

  /** The list is not asked for before this instant: it may have a limit of its own. */
  get listedFrom(): number {
    return Math.max(this.pausedUntil, this.listPausedUntil)
  }

  /**
   * The provider met its limit, and may have said for how long. The limit of a read is one for everything, and that
   * of many requests that were under way together is one.
   */
  limited({ asked, begunAt, now, retryAfterSeconds }: Limit): void {
    if (begunAt > this.limitedAt) {
      this.strain = Math.min(this.strain * 2, mostStrain)
      this.limitedAt = now
    }
    const wait = this.namedMillis(retryAfterSeconds) ?? this.backOff(Math.log2(this.strain))
    const until = now + Math.max(wait, this.settings.intervalMillis)
    if (asked === "list") this.listPausedUntil = Math.max(this.listPausedUntil, until)
    else this.pausedUntil = Math.max(this.pausedUntil, until)
  }

  /** The wait that the provider named; of a longer one than five minutes so much. Null where it named none. */
  namedMillis(retryAfterSeconds: number | null): number | null {
    if (retryAfterSeconds === null) return null
    return Math.min(Math.max(retryAfterSeconds * 1000, this.settings.intervalMillis), longestNamedMillis)
  }

  /** The clock was set. */
  move(millis: number): void {
    this.pausedUntil += millis
    this.listPausedUntil += millis
    this.limitedAt += millis
  }

  answered(): void {
    this.strain = Math.max(1, this.strain * 0.9)
  }

  /** Reads of single conversations that may be under way together. */
  get width(): number {
    return Math.max(1, Math.floor(this.settings.width / this.strain))
  }

  get pageGapMillis(): number {
    return this.settings.pageGapMillis * this.strain
  }

  /** From the start of a sweep to that of the next. */
  periodMillis({ everyMillis, isAwaited }: Demand): number {
    const { intervalMillis, restMillis } = this.settings
    const asked = everyMillis ?? intervalMillis * 1.4
    return Math.min((isAwaited ? asked : Math.max(asked, restMillis)) * this.strain, longestMillis)
  }

  /** How long a call waits for the list to show it, before it is read by itself. */
  patienceMillis(demand: Demand): number {
    return Math.max(2 * this.periodMillis(demand) + this.settings.listLagMillis, demand.calls * evenMillis)
  }

  /** Until a call that the list lacks is read again; `missing` is how many there are of them. */
  missingMillis(misses: number, missing: number): number {
    return Math.max(this.backOff(misses), missing * evenMillis)
  }

  /** Until the next try after so many failures. */
  backOff(failures: number): number {
    return Math.min(this.settings.intervalMillis * 2 ** Math.min(failures, 10), longestMillis)
  }
}

const mostStrain = 16
const longestMillis = 60_000
const longestNamedMillis = 300_000

/** Many calls that the list does not show are read one after the other, twenty a second. */
const evenMillis = 50
