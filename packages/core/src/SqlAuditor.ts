import { Array, DateTime, Effect } from "effect"
import * as Digest from "effect/crypto/Digest"
import * as Hex from "effect/encoding/Hex"
import type * as SqlClient from "effect/sql/SqlClient"
import { type AuditDeed, type AuditNote, auditStart, auditText } from "./AuditEntry.ts"
import type { CallId } from "./CallIds.ts"
import { keyedHash } from "./KeyedHash.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import { makeInsert } from "./SqlInsert.ts"
import { makeLocks } from "./SqlLedgerLocks.ts"

/** A line as it is stored. */
export interface AuditRow {
  readonly seq: number | string
  readonly at: number | string
  readonly deed: AuditDeed
  readonly actor: string
  readonly subject: string | null
  readonly call_id: CallId | null
  readonly detail: string
  readonly hash: string
}

/** The last line of the log, which the next one is chained to. */
export interface AuditEnd {
  readonly seq: number
  readonly hash: string
}

export const emptyAudit: AuditEnd = { seq: 0, hash: auditStart }

/** Adds lines to the log, within the transaction of what they tell. */
export const makeAuditor = (sql: SqlClient.SqlClient, digests: Digest.Digest["Service"]) => {
  const locks = makeLocks(sql)
  const insertLine = makeInsert(sql, "audit", lineColumns)
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

  /** The keyed hash of a text, under the key of the ledger. */
  const hashed = Effect.fnUntraced(function* (text: string) {
    return yield* keyedHash((bytes) => digests.digest(Digest.sha256, bytes), yield* readKey, text)
  })

  const subjectOf = (number: PhoneNumber) => hashed(number)

  /**
   * For whoever has the turn to decide since before `end` was read. All notes are about the number of `subject`, where it
   * is given. The hashes are chained here, so that a long list takes few statements.
   */
  const noteAfter = Effect.fnUntraced(function* (end: AuditEnd, notes: ReadonlyArray<AuditNote>, subject?: string) {
    let { hash, seq } = end
    for (const some of Array.chunksOf(notes, linesAtOnce)) {
      const lines: Array<Line> = []
      for (const { actor, at, callId, deed, detail, number } of some) {
        const atMillis = DateTime.toEpochMillis(at)
        const of = number === null ? null : (subject ?? (yield* subjectOf(number)))
        const rest = { seq: ++seq, deed, actor, subject: of, detail: JSON.stringify(detail) }
        hash = yield* hashOf(digests, hash, { ...rest, atMillis, callId })
        lines.push({ ...rest, at: atMillis, call_id: callId, hash })
      }
      const [first, ...more] = lines
      if (first === undefined) return
      yield* more.length === 0 ? insertLine(first) : sql`INSERT INTO audit ${sql.insert([first, ...more])}`
    }
  })

  const noteAll = Effect.fnUntraced(function* (notes: ReadonlyArray<AuditNote>) {
    if (notes.length === 0) return
    yield* locks.decisions
    const [last] = yield* sql<AuditRow>`SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1`
    yield* noteAfter(last === undefined ? emptyAudit : { seq: Number(last.seq), hash: last.hash }, notes)
  })

  const note = (one: AuditNote) => noteAll([one])

  return { note, noteAll, noteAfter, subjectOf, hashed }
}

const lineColumns = ["seq", "at", "deed", "actor", "subject", "call_id", "detail", "hash"] as const
type Line = Record<(typeof lineColumns)[number], string | number | null>

/** The hash of a line. */
export const hashOf = (digests: Digest.Digest["Service"], previous: string, line: Parameters<typeof auditText>[1]) =>
  digests.digestHex(Digest.sha256, new TextEncoder().encode(auditText(previous, line)))

/** A statement takes so many; SQLite bounds the values in one at 32,766. */
const linesAtOnce = 500

export type Auditor = ReturnType<typeof makeAuditor>
