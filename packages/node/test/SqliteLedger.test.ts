import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import {
  ApiKeys,
  CallLedger,
  CurrentPrincipal,
  defaultLimits,
  MemoryKeys,
  MemoryLedger,
  principalOf
} from "@outbound-call/core"
import { Effect, Layer } from "effect"
import * as LedgerFile from "../src/LedgerFile.ts"
import { approvalAuditContract, approvalContract } from "./ApprovalContract.ts"
import { claimContract } from "./ClaimContract.ts"
import { feedContract, unreadableContract } from "./FeedContract.ts"
import { keyContract, keyOf } from "./KeyContract.ts"
import { callOf, dialled, idOf, numberOf } from "./LedgerCall.ts"
import { liveCallsContract } from "./LiveCallsContract.ts"
import { personContract } from "./PersonContract.ts"
import { auditContract, policyContract } from "./PolicyContract.ts"
import { principalContract } from "./PrincipalContract.ts"
import { recordContract } from "./RecordContract.ts"
import { retentionContract } from "./RetentionContract.ts"
import { retentionRecordsContract } from "./RetentionRecordsContract.ts"

const temporaryFile = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-ledger-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
).pipe(Effect.map((folder) => join(folder, "ledger.sqlite")))

const inFile = Layer.unwrap(Effect.map(temporaryFile, LedgerFile.layer))

feedContract("in memory", MemoryLedger.layer)
feedContract("in a file", inFile)
unreadableContract("in a file", inFile)
liveCallsContract("in memory", MemoryLedger.layer)
liveCallsContract("in a file", inFile)
claimContract("in memory", MemoryLedger.layer)
policyContract("in memory", MemoryLedger.layer)
policyContract("in a file", inFile)
approvalAuditContract("in a file", inFile)
auditContract("in a file", inFile)
approvalContract("in memory", MemoryLedger.layer)
approvalContract("in a file", inFile)
personContract("in a file", inFile)
recordContract("in memory", MemoryLedger.layer)
retentionContract("in memory", MemoryLedger.layer)
retentionContract("in a file", inFile)
retentionRecordsContract("in a file", inFile)
claimContract("in a file", inFile)
recordContract("in a file", inFile)
principalContract("in memory", MemoryLedger.layer)
principalContract("in a file", inFile)
keyContract("in memory", MemoryKeys.layer)
keyContract("in a file", inFile)

it.live("a file keeps its keys, and what was placed with them, when it is closed", () =>
  Effect.gen(function* () {
    const file = yield* temporaryFile
    const key = keyOf(1, { limits: { ...defaultLimits, callsPerDay: 1 } })
    const claims = (n: number) =>
      CallLedger.use((ledger) => ledger.claim(callOf(n), `r${n}`, { type: "new" }, null)).pipe(
        Effect.provideService(CurrentPrincipal, principalOf(key))
      )
    yield* Effect.gen(function* () {
      yield* (yield* ApiKeys).add({ key, digest: "d" })
      yield* claims(1)
    }).pipe(Effect.provide(LedgerFile.layer(file)))
    yield* Effect.gen(function* () {
      assert.deepStrictEqual(yield* (yield* ApiKeys).find(key.id), { key, digest: "d" })
      assert.strictEqual((yield* Effect.flip(claims(2)))._tag, "CallRefused")
    }).pipe(Effect.provide(LedgerFile.layer(file)))
  }).pipe(Effect.scoped)
)

it.live("a key takes claims on a ledger whose newest call is another owner's", () =>
  Effect.gen(function* () {
    const file = yield* temporaryFile
    const claims = (n: number, owner: string) =>
      CallLedger.use((ledger) => ledger.claim(callOf(n, { owner }), `r${n}`, { type: "new" }, null)).pipe(
        Effect.provideService(CurrentPrincipal, { owner, scopes: ["calls:place"], key: null }),
        Effect.provide(LedgerFile.layer(file))
      )
    assert.strictEqual((yield* claims(1, "bob")).type, "claimed")
    assert.strictEqual((yield* claims(2, "ada")).type, "claimed")
  }).pipe(Effect.scoped)
)

it.live("a file keeps its calls, events and keys when it is closed", () =>
  Effect.gen(function* () {
    const file = yield* temporaryFile
    const placed = yield* Effect.gen(function* () {
      const ledger = yield* CallLedger
      yield* ledger.claim(callOf(1), "r", { type: "given", key: "k" }, null)
      return yield* ledger.record(idOf(1), dialled(1))
    }).pipe(Effect.provide(LedgerFile.layer(file)))
    yield* Effect.gen(function* () {
      const ledger = yield* CallLedger
      assert.deepStrictEqual(yield* ledger.find("conv_1"), placed)
      assert.strictEqual((yield* ledger.events(idOf(1), 0)).length, 2)
      assert.strictEqual((yield* ledger.claim(callOf(2), "r", { type: "given", key: "k" }, null)).type, "replay")
      assert.strictEqual((yield* ledger.claim(callOf(3, { to: numberOf(1) }), "s", { type: "new" }, null)).type, "busy")
    }).pipe(Effect.provide(LedgerFile.layer(file)))
  }).pipe(Effect.scoped)
)
