import { DateTime, Effect, Layer, Schema } from "effect"
import * as Digest from "effect/crypto/Digest"
import * as SqlClient from "effect/sql/SqlClient"
import { type AuditEntry, auditStart } from "./AuditEntry.ts"
import { AuditLog } from "./AuditLog.ts"
import type { CallId } from "./CallIds.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import { DialEvidence } from "./policy/DialEvidence.ts"
import { type AuditRow, hashOf, makeAuditor } from "./SqlAuditor.ts"
import { failAs } from "./SqlFailure.ts"

/** The audit log in the ledger's database. */
export const layer: Layer.Layer<AuditLog, never, SqlClient.SqlClient | Digest.Digest> = Layer.effect(
  AuditLog,
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const digests = yield* Digest.Digest
    const { subjectOf } = makeAuditor(sql, digests)

    const columns = sql.literal("seq, at, deed, actor, subject, call_id, detail, hash")
    const rows = (after: number, limit: number) =>
      sql<AuditRow>`SELECT ${columns} FROM audit WHERE seq > ${after} ORDER BY seq LIMIT ${limit}`

    const about = Effect.fnUntraced(function* (number: PhoneNumber) {
      const subject = yield* subjectOf(number)
      return yield* sql<AuditRow>`SELECT ${columns} FROM audit WHERE subject = ${subject} ORDER BY seq`
    })

    const evidence = Effect.fnUntraced(function* (id: CallId) {
      const [kept] = yield* sql<EvidenceRow>`SELECT evidence,
        (SELECT seq FROM audit WHERE call_id = ${id} AND deed IN ('call-claimed', 'call-approved')) AS seq,
        (SELECT detail FROM audit WHERE call_id = ${id} AND deed IN ('call-claimed', 'call-approved')) AS detail
        FROM calls WHERE id = ${id} AND evidence IS NOT NULL`
      if (kept === undefined) return null
      const digest = yield* digests.digestHex(Digest.sha256, new TextEncoder().encode(kept.evidence))
      const named = kept.detail === null ? null : (yield* decodeClaimed(kept.detail)).evidence
      return {
        evidence: yield* decodeEvidence(kept.evidence),
        digest,
        auditLine: kept.seq === null ? null : Number(kept.seq),
        isAsWritten: named === digest
      }
    })

    const verify = Effect.gen(function* () {
      let previous = auditStart
      let entries = 0
      while (true) {
        const page = yield* rows(entries, pageSize)
        for (const row of page) {
          const seq = Number(row.seq)
          const line = { ...row, seq, atMillis: Number(row.at), callId: row.call_id }
          const isWhole = seq === entries + 1 && row.hash === (yield* hashOf(digests, previous, line))
          if (!isWhole) return { entries, lastHash: previous, brokenAt: entries + 1 }
          entries = seq
          previous = row.hash
        }
        if (page.length < pageSize) return { entries, lastHash: previous, brokenAt: null }
      }
    })

    return AuditLog.of({
      entries: (after, limit) =>
        rows(after, limit).pipe(
          Effect.map((found) => found.map(entryOf)),
          failAs("read the audit log")
        ),
      about: (number) =>
        about(number).pipe(
          Effect.map((found) => found.map(entryOf)),
          failAs("read the audit log")
        ),
      evidence: (id) => evidence(id).pipe(failAs("read the evidence of a call")),
      verify: verify.pipe(failAs("verify the audit log")),
      subjectOf: (number) => subjectOf(number).pipe(failAs("read the key of the ledger"))
    })
  })
)

const pageSize = 1_000

interface EvidenceRow {
  readonly evidence: string
  readonly seq: number | string | null
  readonly detail: string | null
}

const decodeEvidence = Schema.decodeUnknownEffect(Schema.fromJsonString(DialEvidence))
const decodeClaimed = Schema.decodeUnknownEffect(Schema.fromJsonString(Schema.Struct({ evidence: Schema.String })))

const entryOf = (row: AuditRow): AuditEntry => ({
  seq: Number(row.seq),
  at: DateTime.makeUnsafe(Number(row.at)),
  deed: row.deed,
  actor: row.actor,
  subject: row.subject,
  callId: row.call_id,
  detail: row.detail,
  hash: row.hash
})
