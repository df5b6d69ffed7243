import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Layer } from "effect"
import * as Ledger from "../src/Ledger.ts"
import * as ReadLedger from "../src/ReadLedger.ts"
import { approvalContract } from "./ApprovalContract.ts"
import { claimContract } from "./ClaimContract.ts"
import { feedContract } from "./FeedContract.ts"
import { liveCallsContract } from "./LiveCallsContract.ts"
import { policyContract } from "./PolicyContract.ts"
import { principalContract } from "./PrincipalContract.ts"
import { recordContract } from "./RecordContract.ts"

const place = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-ledger-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
).pipe(
  Effect.map((folder) => ({
    simulated: true,
    database: null,
    ledgerFile: join(folder, "ledger.sqlite"),
    dialLogFile: join(folder, "dials.jsonl")
  }))
)

/** Opened to look at; what is asked of it beside goes to the whole ledger. */
const toLookAt = Layer.unwrap(Effect.map(place, ReadLedger.layer))

/** The same, with what else is kept in its file. */
const withTheRest = Layer.unwrap(
  Effect.map(place, (at) => Layer.merge(Ledger.layerUnguarded(at), ReadLedger.layer(at)))
)

approvalContract("opened to look at", withTheRest)
policyContract("opened to look at", withTheRest)
claimContract("opened to look at", toLookAt)
recordContract("opened to look at", toLookAt)
principalContract("opened to look at", toLookAt)
feedContract("opened to look at", toLookAt)
liveCallsContract("opened to look at", toLookAt)
