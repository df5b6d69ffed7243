import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { assert, it } from "@effect/vitest"
import { CallLedger } from "@outbound-call/core"
import { Effect, Exit } from "effect"
import * as LedgerFile from "../src/LedgerFile.ts"
import { callOf } from "./LedgerCall.ts"

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-commit-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

/** What a call breaks is found out at the commit, and not before. */
const breakCommits = `
  CREATE TABLE nobody (id TEXT PRIMARY KEY);
  CREATE TABLE orphans (id TEXT REFERENCES nobody (id) DEFERRABLE INITIALLY DEFERRED);
  CREATE TRIGGER breaks AFTER INSERT ON calls WHEN new.idempotency_key LIKE '%bad%'
    BEGIN INSERT INTO orphans VALUES (new.id); END`

it.live("a commit that fails gives none of the calls that were claimed together, and the next one as ever", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "ledger.sqlite")
    yield* Effect.gen(function* () {
      const ledger = yield* CallLedger
      const other = new DatabaseSync(path)
      other.exec(breakCommits)
      const claim = (n: number, key: string) => ledger.claim(callOf(n), `r${n}`, { type: "given", key }, null)
      const count = () => other.prepare("SELECT count(*) AS n FROM calls").get()?.["n"]
      const claims = [claim(1, "good"), claim(2, "bad"), claim(3, "fine"), claim(3, "fine")]
      const exits = yield* Effect.forEach(claims, Effect.exit, { concurrency: "unbounded" })
      const errors = exits.map((exit) => (Exit.isFailure(exit) ? exit.cause.reasons[0] : exit.value.type))
      for (const error of errors) assert.include(JSON.stringify(error), "LedgerError")
      assert.strictEqual(count(), 0)
      assert.strictEqual((yield* claim(1, "good")).type, "claimed")
      assert.strictEqual(count(), 1)
      other.close()
    }).pipe(Effect.provide(LedgerFile.layer(path)))
  }).pipe(Effect.scoped)
)
