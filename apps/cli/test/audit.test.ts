import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { type CallDocument, documentOf, type FailureDocument, makeOutbound } from "./Outbound.ts"

const place = (n: number) => ["call", `+1415555010${n}`, "--simulate", "--var", "customer_name=Ada", "--json"]

interface Verdict {
  readonly whole: boolean
  readonly entries: number
  readonly lastHash: string
  readonly brokenAt: number | null
  readonly noted: string | null
}

interface Entry {
  readonly seq: number
  readonly deed: string
  readonly callId: string | null
  readonly hash: string
}

const change = (data: string, statement: string) => {
  const database = new DatabaseSync(join(data, "simulated", "ledger.sqlite"))
  database.exec(statement)
  database.close()
}

/** Three calls that are over. */
const made = Effect.gen(function* () {
  const outbound = yield* makeOutbound
  const calls = yield* Effect.forEach([0, 1, 2], (n) => outbound.run(place(n)))
  return { ...outbound, calls: calls.map((run) => documentOf<CallDocument>(run)) }
})

it.live("lists what was decided a page at a time, exports it all, and names no number", () =>
  Effect.gen(function* () {
    const { calls, run } = yield* made
    const first = documentOf<{ entries: ReadonlyArray<Entry>; nextAfter: number | null }>(
      yield* run(["audit", "list", "--simulate", "--limit", "2", "--json"])
    )
    assert.deepStrictEqual(
      first.entries.map(({ callId, deed, seq }) => [seq, deed, callId]),
      [
        [1, "call-claimed", calls[0]?.id ?? null],
        [2, "call-claimed", calls[1]?.id ?? null]
      ]
    )
    assert.strictEqual(first.nextAfter, 2)
    const rest = yield* run(["audit", "list", "--simulate", "--after", "2"])
    assert.match(rest.stdout, /^ +3 {2}20.*call-claimed/)
    const exported = yield* run(["audit", "export", "--simulate"])
    const lines = exported.stdout.split("\n").map((line) => documentOf<Entry>({ stdout: line }))
    assert.deepStrictEqual(lines.slice(0, 2), [...first.entries])
    assert.lengthOf(lines, 3)
    assert.notInclude(exported.stdout, "14155550")
  }).pipe(Effect.scoped)
)

it.live("verifies the log, and shows a line that was changed and one that was cut", () =>
  Effect.gen(function* () {
    const { data, run } = yield* made
    const verify = (...flags: ReadonlyArray<string>) => run(["audit", "verify", "--simulate", "--json", ...flags])
    const whole = yield* verify()
    const { lastHash, ...found } = documentOf<Verdict>(whole)
    assert.deepInclude(found, { whole: true, entries: 3, brokenAt: null, noted: null })
    const noted = ["--expect-entries", "3", "--expect-hash", lastHash]
    assert.strictEqual((yield* verify(...noted)).code, 0)
    assert.strictEqual((yield* verify("--expect-entries", "3", "--expect-hash", "0".repeat(64))).code, 1)
    assert.strictEqual((yield* verify("--expect-hash", lastHash)).code, 2)
    change(data, "DELETE FROM audit WHERE seq = 3")
    assert.strictEqual((yield* verify()).code, 0, "a log that was cut is whole by itself")
    const cut = yield* verify(...noted)
    assert.deepInclude(documentOf<Verdict>(cut), { whole: false, entries: 2, noted: "cut" })
    assert.strictEqual(cut.code, 1)
    change(data, "UPDATE audit SET actor = 'eve' WHERE seq = 2")
    const broken = yield* run(["audit", "verify", "--simulate"])
    assert.strictEqual(broken.code, 1)
    assert.match(broken.stdout, /^Broken at line 2/)
  }).pipe(Effect.scoped)
)

it.live("shows why a call was allowed, and that it is what was written then, until somebody changes it", () =>
  Effect.gen(function* () {
    const { calls, data, run } = yield* made
    const id = calls[0]?.id ?? ""
    const shown = yield* run(["audit", "evidence", id, "--json"])
    assert.strictEqual(shown.code, 0)
    const document = documentOf<{
      callId: string
      auditLine: number
      isAsWritten: boolean
      evidence: { profile: string; verdicts: ReadonlyArray<unknown> }
    }>(shown)
    assert.deepInclude(document, { callId: id, auditLine: 1, isAsWritten: true })
    assert.isAbove(document.evidence.verdicts.length, 15)
    assert.match((yield* run(["audit", "evidence", id])).stdout, /audit line +1, as written/)
    change(data, `UPDATE calls SET evidence = replace(evidence, '"profile":"', '"profile":"x') WHERE id = '${id}'`)
    const changed = yield* run(["audit", "evidence", id])
    assert.strictEqual(changed.code, 1)
    assert.match(changed.stdout, /NOT as written/)
    change(data, `UPDATE calls SET evidence = NULL WHERE id = '${id}'`)
    const gone = yield* run(["audit", "evidence", id, "--json"])
    assert.strictEqual(gone.code, 1)
    assert.match(documentOf<FailureDocument>(gone).error.message, /No evidence is kept/)
  }).pipe(Effect.scoped)
)
