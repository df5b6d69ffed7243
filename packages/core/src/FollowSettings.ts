/** How calls are followed. Times are in milliseconds. */
export interface FollowSettings {
  /**
   * Between two looks at the only call that is followed, or at a few that somebody listens to. With more of them a sweep
   * of the list comes after two fifths as long again.
   */
  readonly intervalMillis: number
  /** Between two sweeps while nobody waits for the news, unless whoever holds the calls wants one. */
  readonly restMillis: number
  /** How far the provider's list may lag. A call that it has not shown yet is not missing for so long after its dial. */
  readonly listLagMillis: number
  /** Up to so many calls that somebody listens to are read for what is said; with more, turns are told at the end. */
  readonly listened: number
  /** Reads of single conversations under way at the same time. */
  readonly width: number
  /** Between two pages of a sweep, except the first sweep of a process. */
  readonly pageGapMillis: number
}

export const followDefaults: FollowSettings = {
  intervalMillis: 3_000,
  restMillis: 60_000,
  listLagMillis: 5_000,
  listened: 8,
  width: 16,
  pageGapMillis: 50
}
