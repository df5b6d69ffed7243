import { type LedgerRow, saysNotRung } from "./LedgerCopy.ts"
import type { Ring } from "./Rig.ts"
import type { SeenDial } from "./WireTap.ts"

/** What must be 0, and how many calls ended in which state. */
export interface Verdict {
  /** People whose phone rang more than once, by the emulator's log. */
  readonly rungTwice: number
  /** People for whom more than one dial request was seen on the wire, whether it rang or not. */
  readonly askedTwice: number
  /** Rings whose call is not in the ledger, or is there in a state that says that it did not ring. */
  readonly rungNotRecorded: number
  /** Calls that were called `not-placed` at any time though they rang. */
  readonly wronglyNotPlaced: number
  /** Wishes that were begun and have no call. */
  readonly lostWishes: number
  /** Calls that are still `dialing` or `unknown` after the rounds of recovery. */
  readonly unsettled: number
  readonly rings: number
  readonly peopleRung: number
  readonly states: Readonly<Record<string, number>>
}

export interface Evidence {
  readonly rings: ReadonlyArray<Ring>
  readonly dials: ReadonlyArray<SeenDial>
  readonly rows: ReadonlyArray<LedgerRow>
  /** Numbers of the wishes that were begun. */
  readonly begun: ReadonlyArray<string>
}

export const judge = ({ begun, dials, rings, rows }: Evidence): Verdict => {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const called = new Set(rows.map(({ to }) => to))
  const rung = new Set(rings.map(({ callId }) => callId))
  const states: Record<string, number> = {}
  for (const { status } of rows) states[status] = (states[status] ?? 0) + 1
  return {
    rungTwice: repeated(rings.map(({ to }) => to)).length,
    askedTwice: repeated(dials.map(({ to }) => to)).length,
    rungNotRecorded: rings.filter(({ callId }) => {
      const row = callId === null ? undefined : byId.get(callId)
      return row === undefined || saysNotRung(row)
    }).length,
    wronglyNotPlaced: rows.filter(
      ({ attention, id, status }) => attention === "rang-after-all" || (status === "not-placed" && rung.has(id))
    ).length,
    lostWishes: begun.filter((to) => !called.has(to)).length,
    unsettled: rows.filter(({ status }) => status === "dialing" || status === "unknown").length,
    rings: rings.length,
    peopleRung: new Set(rings.map(({ to }) => to)).size,
    states
  }
}

/** What occurs more than once. */
export const repeated = (items: ReadonlyArray<string>): ReadonlyArray<string> => {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return [...counts].filter(([, count]) => count > 1).map(([item]) => item)
}
