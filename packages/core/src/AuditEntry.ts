import { type DateTime, Schema } from "effect"
import { CallId } from "./CallIds.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"

/** What is written down for ever. */
export const AuditDeed = Schema.Literals([
  "call-claimed",
  "call-refused",
  "call-planned",
  "call-approved",
  "approval-ended",
  "call-resolved",
  "number-suppressed",
  "number-released",
  "breaker-tripped",
  "breaker-reopened",
  "person-exported",
  "person-erased",
  "calls-forgotten"
])
export type AuditDeed = typeof AuditDeed.Type

/**
 * One line of the audit log. It holds no phone number and nothing of a person: `subject` is a keyed hash of the number,
 * so that erasing a person leaves the log whole. `hash` is the SHA-256 of the line and of the hash before it.
 */
export const AuditEntry = Schema.Struct({
  seq: Schema.Int.annotate({ description: "Number of the line: 1 for the first, and none is left out" }),
  at: Schema.DateTimeUtcFromString.annotate({ description: "When it happened (ISO 8601, UTC)" }),
  deed: AuditDeed.annotate({ description: "What was done" }),
  actor: Schema.String.annotate({ description: "Who did it" }),
  subject: Schema.NullOr(Schema.String).annotate({
    description:
      "HMAC-SHA256 of the phone number under a key of the ledger, in hexadecimal; null for what concerns no number"
  }),
  callId: Schema.NullOr(CallId).annotate({ description: "The call that it is about; null for none" }),
  detail: Schema.String.annotate({ description: "More about it, as JSON" }),
  hash: Schema.String.annotate({ description: "SHA-256 of this line and of the hash before it, in hexadecimal" })
}).annotate({ identifier: "AuditEntry", description: "One line of the audit log; it holds no phone number" })
export interface AuditEntry extends Schema.Schema.Type<typeof AuditEntry> {}

/** What is to be written down. */
export interface AuditNote {
  readonly at: DateTime.Utc
  readonly deed: AuditDeed
  readonly actor: string
  readonly number: PhoneNumber | null
  readonly callId: CallId | null
  readonly detail: { readonly [name: string]: unknown }
}

/** The hash before the first line. */
export const auditStart = "0".repeat(64)

/** What the hash of a line is taken of. */
export const auditText = (
  previous: string,
  entry: Omit<AuditEntry, "hash" | "at"> & { readonly atMillis: number }
): string =>
  JSON.stringify([
    previous,
    entry.seq,
    entry.atMillis,
    entry.deed,
    entry.actor,
    entry.subject,
    entry.callId,
    entry.detail
  ])
