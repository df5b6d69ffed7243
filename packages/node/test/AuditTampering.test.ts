import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { assert, it } from "@effect/vitest"
import { AuditLog, PhoneNumber, type Suppression, SuppressionId, Suppressions } from "@outbound-call/core"
import { DateTime, Effect } from "effect"
import * as LedgerFile from "../src/LedgerFile.ts"
import { idOf, start } from "./LedgerCall.ts"

const entryOf = (n: number): Suppression => ({
  id: SuppressionId.make(`sup_${idOf(n).slice("call_".length)}`),
  number: PhoneNumber.make(`+1415555${String(100 + n).padStart(4, "0")}`),
  source: "a letter",
  note: null,
  addedAt: DateTime.makeUnsafe(start + n),
  addedBy: "ada"
})

const tampered = [
  ["nothing", "SELECT 1", null, 5],
  ["a word of a line", "UPDATE audit SET actor = 'eve' WHERE seq = 3", 3, 2],
  [
    "the number that it is about",
    "UPDATE audit SET subject = (SELECT subject FROM audit WHERE seq = 1) WHERE seq = 3",
    3,
    2
  ],
  ["the time", "UPDATE audit SET at = at + 1 WHERE seq = 3", 3, 2],
  [
    "a line and its hash",
    "UPDATE audit SET actor = 'eve', hash = (SELECT hash FROM audit WHERE seq = 4) WHERE seq = 3",
    3,
    2
  ],
  ["a line that is gone", "DELETE FROM audit WHERE seq = 3", 3, 2],
  [
    "two lines the other way round",
    "UPDATE audit SET seq = 9 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 4; UPDATE audit SET seq = 4 WHERE seq = 9",
    3,
    2
  ],
  [
    "a line too many",
    "INSERT INTO audit SELECT seq + 1, at, deed, actor, subject, call_id, detail, hash FROM audit WHERE seq = 5",
    6,
    5
  ],
  ["the last line that is gone, which only its number tells", "DELETE FROM audit WHERE seq = 5", null, 4]
] as const

it.live.each(tampered)("the audit log shows %s", ([, statement, brokenAt, entries]) =>
  Effect.gen(function* () {
    const folder = yield* Effect.acquireRelease(
      Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-audit-"))),
      (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
    )
    const path = join(folder, "ledger.sqlite")
    yield* Effect.gen(function* () {
      yield* (yield* Suppressions).add([1, 2, 3, 4, 5].map(entryOf))
    }).pipe(Effect.provide(LedgerFile.layer(path)))
    const database = new DatabaseSync(path)
    database.exec(statement)
    database.close()
    const found = yield* Effect.flatMap(AuditLog, ({ verify }) => verify).pipe(Effect.provide(LedgerFile.layer(path)))
    assert.deepInclude<object>(found, { brokenAt, entries })
  }).pipe(Effect.scoped)
)
