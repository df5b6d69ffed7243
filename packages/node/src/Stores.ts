import type { ApiKeys } from "@outbound-call/core/ApiKeys"
import type { AuditLog } from "@outbound-call/core/AuditLog"
import type { Breakers } from "@outbound-call/core/Breakers"
import type { CallLedger } from "@outbound-call/core/CallLedger"
import * as SqlAuditLog from "@outbound-call/core/SqlAuditLog"
import * as SqlBreakers from "@outbound-call/core/SqlBreakers"
import * as SqlLedger from "@outbound-call/core/SqlLedger"
import * as SqlLedgerKeys from "@outbound-call/core/SqlLedgerKeys"
import * as SqlSuppressions from "@outbound-call/core/SqlSuppressions"
import * as SqlWebhookInbox from "@outbound-call/core/SqlWebhookInbox"
import type { Suppressions } from "@outbound-call/core/Suppressions"
import type { WebhookInbox } from "@outbound-call/core/WebhookInbox"
import { Layer } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import * as NodeDigest from "./NodeDigest.ts"

/** What is kept with the ledger. */
export type Stores = CallLedger | WebhookInbox | ApiKeys | Suppressions | Breakers | AuditLog

/** All of it in one database. */
export const layer: Layer.Layer<Stores, never, SqlClient.SqlClient> = Layer.mergeAll(
  SqlLedger.layer,
  SqlLedgerKeys.layer,
  SqlWebhookInbox.layer,
  SqlSuppressions.layer,
  SqlBreakers.layer,
  SqlAuditLog.layer
).pipe(Layer.provide(NodeDigest.layer))
