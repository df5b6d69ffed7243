import { Effect, Schema } from "effect"
import { AuditEntry } from "./AuditEntry.ts"
import { AuditLog } from "./AuditLog.ts"
import type { LedgerError } from "./CallErrors.ts"

/** How many lines a page may have. */
export const mostLines = 1_000

/** Some lines of the audit log, oldest first. */
export const AuditPage = Schema.Struct({
  entries: Schema.Array(AuditEntry).annotate({ description: "Lines of the log, oldest first" }),
  nextAfter: Schema.NullOr(Schema.Int).annotate({
    description: "Read on after this line; null when there are no more for now"
  })
})
export type AuditPage = typeof AuditPage.Type

/** The lines of the audit log after a line, 0 for all, oldest first. Reads only. */
export const listAudit = Effect.fn("listAudit")(function* (
  after: number,
  limit: number
): Effect.fn.Return<AuditPage, LedgerError, AuditLog> {
  const log = yield* AuditLog
  const found = yield* log.entries(after, limit + 1)
  const entries = found.slice(0, limit)
  return { entries, nextAfter: found.length > limit ? (entries.at(-1)?.seq ?? null) : null }
})
