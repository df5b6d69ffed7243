import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { assert, it } from "@effect/vitest"
import { CallLedger } from "@outbound-call/core"
import { Effect } from "effect"
import { askedStatements } from "./AskedStatements.ts"
import * as LedgerFile from "../src/LedgerFile.ts"
import { callOf } from "./LedgerCall.ts"

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-plans-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

it.live("a claim looks for calls with a restored key among those alone, not among all of its owner", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "ledger.sqlite")
    const { asked, heard } = askedStatements()
    yield* CallLedger.use((ledger) => ledger.claim(callOf(1), "r", { type: "given", key: "k" }, null)).pipe(
      heard,
      Effect.provide(LedgerFile.layer(path))
    )
    const restored = asked.filter((sql) => sql.includes("to_number IN") && sql.includes("idempotency_key"))
    assert.lengthOf(restored, 1)
    const database = new DatabaseSync(path)
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${restored[0]}`).all()
    database.close()
    assert.deepEqual(
      plan.map(({ detail }) => detail),
      ["SEARCH calls USING INDEX calls_idempotency (owner=? AND idempotency_key>? AND idempotency_key<?)"]
    )
  }).pipe(Effect.scoped)
)
