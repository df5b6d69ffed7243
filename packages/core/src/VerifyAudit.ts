import { Effect } from "effect"
import type { AuditEntry } from "./AuditEntry.ts"
import { AuditLog, type AuditVerdict } from "./AuditLog.ts"
import type { LedgerError } from "./CallErrors.ts"

/** What was noted elsewhere of an earlier look: so many lines, and the hash of the last of them. */
export interface NotedAudit {
  readonly entries: number
  readonly hash: string | null
}

/** A look over the log, held against what was noted. */
export interface VerifiedAudit extends AuditVerdict {
  /**
   * `kept`: the log still holds what was noted. `cut`: it is shorter. `other`: that line has another hash, so the log was
   * written anew. Null when nothing was noted.
   */
  readonly noted: "kept" | "cut" | "other" | null
}

/** Whether the log is whole: each line bound to the one before, and what was noted elsewhere still in it. */
export const isWhole = ({ brokenAt, noted }: VerifiedAudit): boolean =>
  brokenAt === null && (noted === null || noted === "kept")

/**
 * Looks over the whole audit log. A line that was changed, left out or put between breaks the chain by itself; lines cut
 * from its end, and a log written anew, show only against a count and a hash that are kept elsewhere. Reads only.
 */
export const verifyAudit = Effect.fn("verifyAudit")(function* (
  noted: NotedAudit | null = null
): Effect.fn.Return<VerifiedAudit, LedgerError, AuditLog> {
  const log = yield* AuditLog
  const verdict = yield* log.verify
  const [line] = noted === null || noted.entries === 0 ? [] : yield* log.entries(noted.entries - 1, 1)
  return heldAgainst(verdict, noted, line)
})

/** A look over the log, and the line of it that was noted. */
export const heldAgainst = (
  { brokenAt, entries, lastHash }: AuditVerdict,
  noted: NotedAudit | null,
  line: AuditEntry | undefined
): VerifiedAudit => {
  const verdict = { brokenAt, entries, lastHash }
  if (noted === null) return { ...verdict, noted: null }
  if (noted.entries > 0 && line?.seq !== noted.entries) return { ...verdict, noted: "cut" }
  const isOther = noted.hash !== null && line !== undefined && line.hash !== noted.hash
  return { ...verdict, noted: isOther ? "other" : "kept" }
}
