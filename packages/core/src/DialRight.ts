import type { NumberedCall } from "./Call.ts"

/** The right to dial a call, once: what a claim gives, or a person's yes. */
export interface DialRight {
  readonly type: "claimed"
  readonly call: NumberedCall
  /** When it was given, by the database's clock in epoch milliseconds; null where that is this machine's own. */
  readonly ledgerAt: number | null
}
