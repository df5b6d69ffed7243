import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { builtInProfiles, CallLedger, type PolicyProfile } from "@outbound-call/core"
import { makeReadHistory } from "@outbound-call/core/SqlHistory"
import { Effect, Layer } from "effect"
import { LedgerDatabase } from "../src/LedgerDatabase.ts"
import * as LedgerFile from "../src/LedgerFile.ts"
import { callOf, numberOf } from "./LedgerCall.ts"
import { fresh } from "./LedgerDeeds.ts"
import { orderOf } from "./PolicyContract.ts"

const inFolder = Layer.unwrap(
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-history-"))),
      (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
    ),
    (folder) => LedgerFile.layer(join(folder, "ledger.sqlite"))
  )
)

const fanOut = builtInProfiles.default.fanOut ?? assert.fail("no limits")

it.live("what takes time for each earlier call is counted only for a profile that limits it", () =>
  Effect.gen(function* () {
    const sql = yield* LedgerDatabase
    const ledger = yield* CallLedger
    for (const n of [1, 2]) yield* ledger.claim(callOf(n, { to: numberOf(n) }), `r${n}`, fresh, null)
    yield* sql`UPDATE calls SET kin = 2`
    const read = makeReadHistory(sql)
    const call = callOf(3, { to: numberOf(3) })
    const counted = (profile: Partial<PolicyProfile>) =>
      Effect.map(read(call, orderOf(call, profile), { number: "", otherForm: "" }), ({ history }) => [
        history.liveCalls,
        history.neighboursInAll
      ])
    assert.deepStrictEqual(yield* counted({ liveCalls: 9, fanOut: { ...fanOut, neighboursInAll: 9 } }), [2, 4])
    assert.deepStrictEqual(yield* counted({ liveCalls: null, fanOut: { ...fanOut, neighboursInAll: null } }), [0, 0])
    assert.deepStrictEqual(yield* counted({ liveCalls: null, fanOut: null }), [0, 0])
  }).pipe(Effect.provide(inFolder))
)
