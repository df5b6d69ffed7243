import { Array, DateTime, Effect, Layer } from "effect"
import * as Digest from "effect/crypto/Digest"
import * as Hex from "effect/encoding/Hex"
import * as SqlClient from "effect/sql/SqlClient"
import { type AuditDeed, type AuditEntry, type AuditNote, auditStart, auditText } from "./AuditEntry.ts"
import { AuditLog } from "./AuditLog.ts"
import type { CallId } from "./CallIds.ts"
import { keyedHash } from "./KeyedHash.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import { makeLocks } from "./SqlLedgerLocks.ts"
import { failAs } from "./SqlFailure.ts"

interface AuditRow {
  readonly seq: number | string
  readonly at: number | string
  readonly deed: AuditDeed
  readonly actor: string
  readonly subject: string | null
  readonly call_id: CallId | null
  readonly detail: string
  readonly hash: string
}

/** Adds lines to the log, within the transaction of what they tell. */
export const makeAuditor = (sql: SqlClient.SqlClient, digests: Digest.Digest["Service"]) => {
  const locks = makeLocks(sql)
  let key: Uint8Array | null = null

  /** Drawn by the database when its schema was made; it never changes. */
  const readKey = Effect.gen(function* () {
    if (key !== null) return key
    const [row] = yield* sql<{ readonly secret: string }>`SELECT secret FROM ledger_secrets WHERE name = 'subjects'`
    const bytes = Hex.decode(row?.secret ?? "")
    if (bytes._tag === "Failure" || bytes.success.length < 16)
      return yield* Effect.die(new Error("the ledger has no key"))
    key = bytes.success
    return key
  })

  const subjectOf = Effect.fnUntraced(function* (number: PhoneNumber) {
    return yield* keyedHash((bytes) => digests.digest(Digest.sha256, bytes), yield* readKey, number)
  })

  /** The hashes are chained here, so that a long list takes few statements. */
  const noteAll = Effect.fnUntraced(function* (notes: ReadonlyArray<AuditNote>) {
    if (notes.length === 0) return
    yield* locks.audit
    const [last] = yield* sql<AuditRow>`SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1`
    let seq = Number(last?.seq ?? 0)
    let hash = last?.hash ?? auditStart
    for (const some of Array.chunksOf(notes, linesAtOnce)) {
      const lines = yield* Effect.forEach(
        some,
        Effect.fnUntraced(function* ({ actor, at, callId, deed, detail, number }) {
          const line = {
            seq: ++seq,
            atMillis: DateTime.toEpochMillis(at),
            deed,
            actor,
            subject: number === null ? null : yield* subjectOf(number),
            callId,
            detail: JSON.stringify(detail)
          }
          hash = yield* hashOf(digests, hash, line)
          const { atMillis, callId: call_id, ...rest } = line
          return { ...rest, at: atMillis, call_id, hash }
        })
      )
      yield* sql`INSERT INTO audit ${sql.insert(lines)}`
    }
  })

  const note = (one: AuditNote) => noteAll([one])

  return { note, noteAll, subjectOf }
}

const hashOf = (digests: Digest.Digest["Service"], previous: string, line: Parameters<typeof auditText>[1]) =>
  digests.digestHex(Digest.sha256, new TextEncoder().encode(auditText(previous, line)))

/** The audit log in the ledger's database. */
export const layer: Layer.Layer<AuditLog, never, SqlClient.SqlClient | Digest.Digest> = Layer.effect(
  AuditLog,
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const digests = yield* Digest.Digest
    const { subjectOf } = makeAuditor(sql, digests)

    const rows = (after: number, limit: number) =>
      sql<AuditRow>`SELECT seq, at, deed, actor, subject, call_id, detail, hash FROM audit
        WHERE seq > ${after} ORDER BY seq LIMIT ${limit}`

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
      verify: verify.pipe(failAs("verify the audit log")),
      subjectOf: (number) => subjectOf(number).pipe(failAs("read the key of the ledger"))
    })
  })
)

const pageSize = 1_000

/** A statement takes so many; SQLite bounds the values in one at 32,766. */
const linesAtOnce = 500

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
