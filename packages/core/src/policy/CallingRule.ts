import type { Purpose } from "../CallRequest.ts"

/** Minutes of the local day from which on, and before which, a call may be made: `[480, 1200]` is 8:00 to 20:00. */
export type Span = readonly [from: number, to: number]

/** When calls may be made. Holidays that are null are days like others. */
export interface WindowRule {
  readonly type: "window"
  readonly weekdays: ReadonlyArray<Span>
  readonly saturday: ReadonlyArray<Span>
  readonly sunday: ReadonlyArray<Span>
  readonly holidays: ReadonlyArray<Span> | null
}

/** What a rule asks. */
export type RuleSays =
  | WindowRule
  | { readonly type: "attempts"; readonly most: number; readonly withinHours: number }
  | { readonly type: "consent"; readonly kind: "express" | "written" }
  | { readonly type: "disclosure"; readonly of: ReadonlyArray<"ai" | "identity" | "recording"> }
  | { readonly type: "ringing"; readonly atLeastSeconds: number }

/** One rule of a jurisdiction, with where it stands written and whether the text was read. */
export interface CallingRule {
  /** Unique, and never used for another rule. */
  readonly id: string
  /** ISO 3166-1 or 3166-2, `EU`, or `*` for a rule of this house that holds everywhere. */
  readonly jurisdiction: string
  readonly purposes: ReadonlyArray<Exclude<Purpose, "test">>
  readonly says: RuleSays
  readonly citation: string
  readonly url: string
  /** Words of the text itself; null when it was not read. */
  readonly quote: string | null
  readonly verified: boolean
  readonly asOf: string
  readonly effectiveFrom: string | null
  readonly effectiveTo: string | null
  /** What another source says, where the stricter was kept. */
  readonly conflict: string | null
}
