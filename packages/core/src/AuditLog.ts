import { Context, type Effect } from "effect"
import type { AuditEntry } from "./AuditEntry.ts"
import type { LedgerError } from "./CallErrors.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"

/** What a look over the whole log found. */
export interface AuditVerdict {
  /** How many lines there are, and the hash of the last one: keep both elsewhere, and a log that was cut shows. */
  readonly entries: number
  readonly lastHash: string
  /** The first line that is not as it was written, or is missing; null when all are whole. */
  readonly brokenAt: number | null
}

/**
 * The record of what was decided and by whom, kept with the ledger and only ever added to. Each line holds the hash of
 * the one before, so that a line that is changed, left out or put between breaks all that follow.
 */
export class AuditLog extends Context.Service<
  AuditLog,
  {
    /** At most `limit` lines after a line, in order. */
    readonly entries: (after: number, limit: number) => Effect.Effect<ReadonlyArray<AuditEntry>, LedgerError>
    readonly verify: Effect.Effect<AuditVerdict, LedgerError>
    /** What the log calls a number. */
    readonly subjectOf: (number: PhoneNumber) => Effect.Effect<string, LedgerError>
  }
>()("@outbound-call/core/AuditLog") {}
