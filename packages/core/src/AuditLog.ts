import { Context, type Effect } from "effect"
import type { AuditEntry } from "./AuditEntry.ts"
import type { LedgerError } from "./CallErrors.ts"
import type { CallId } from "./CallIds.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import type { DialEvidence } from "./policy/DialEvidence.ts"

/** What a look over the whole log found. */
export interface AuditVerdict {
  /** How many lines there are, and the hash of the last one: keep both elsewhere, and a log that was cut shows. */
  readonly entries: number
  readonly lastHash: string
  /** The first line that is not as it was written, or is missing; null when all are whole. */
  readonly brokenAt: number | null
}

/** Why a call was allowed, as it was kept, and whether that is what the log says of it. */
export interface KeptEvidence {
  readonly evidence: DialEvidence
  /** SHA-256 of the evidence as it is kept now, in hexadecimal. */
  readonly digest: string
  /** The line of the log that was written with the call; null when there is none. */
  readonly auditLine: number | null
  /** Whether that line names this digest: the evidence is what it was when the call was allowed. */
  readonly isAsWritten: boolean
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
    /** The lines about a number, in order. */
    readonly about: (number: PhoneNumber) => Effect.Effect<ReadonlyArray<AuditEntry>, LedgerError>
    readonly verify: Effect.Effect<AuditVerdict, LedgerError>
    /** Null when none is kept: the call was brought back, is older than the policy, or was forgotten. */
    readonly evidence: (id: CallId) => Effect.Effect<KeptEvidence | null, LedgerError>
    /** What the log calls a number. */
    readonly subjectOf: (number: PhoneNumber) => Effect.Effect<string, LedgerError>
  }
>()("@outbound-call/core/AuditLog") {}
