import { describe } from "@effect/vitest"
import { Effect, Layer } from "effect"
import * as LedgerPostgres from "../src/LedgerPostgres.ts"
import { approvalAuditContract, approvalContract } from "./ApprovalContract.ts"
import { claimContract } from "./ClaimContract.ts"
import { feedContract, unreadableContract } from "./FeedContract.ts"
import { keyContract } from "./KeyContract.ts"
import { liveCallsContract } from "./LiveCallsContract.ts"
import { newLedgerDatabase, skipsPostgres } from "./PostgresDatabase.ts"
import { personContract } from "./PersonContract.ts"
import { auditContract, policyContract } from "./PolicyContract.ts"
import { principalContract } from "./PrincipalContract.ts"
import { recordContract } from "./RecordContract.ts"
import { retentionContract } from "./RetentionContract.ts"
import { retentionRecordsContract } from "./RetentionRecordsContract.ts"

const isSkipped = await skipsPostgres()
const onPostgres = Layer.unwrap(Effect.map(newLedgerDatabase, LedgerPostgres.layer))

describe.skipIf(isSkipped)("the ledger on PostgreSQL", () => {
  claimContract("on PostgreSQL", onPostgres)
  policyContract("on PostgreSQL", onPostgres)
  approvalContract("on PostgreSQL", onPostgres)
  approvalAuditContract("on PostgreSQL", onPostgres)
  auditContract("on PostgreSQL", onPostgres)
  personContract("on PostgreSQL", onPostgres)
  feedContract("on PostgreSQL", onPostgres)
  unreadableContract("on PostgreSQL", onPostgres)
  liveCallsContract("on PostgreSQL", onPostgres)
  recordContract("on PostgreSQL", onPostgres)
  retentionContract("on PostgreSQL", onPostgres)
  retentionRecordsContract("on PostgreSQL", onPostgres)
  principalContract("on PostgreSQL", onPostgres)
  keyContract("on PostgreSQL", onPostgres)
})
