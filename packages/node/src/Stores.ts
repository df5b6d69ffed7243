import type { ApiKeys } from "@outbound-call/core/ApiKeys"
import type { AuditLog } from "@outbound-call/core/AuditLog"
import type { Breakers } from "@outbound-call/core/Breakers"
import type { CallLedger } from "@outbound-call/core/CallLedger"
import type { Persons } from "@outbound-call/core/Persons"
import * as SqlAuditLog from "@outbound-call/core/SqlAuditLog"
import * as SqlBreakers from "@outbound-call/core/SqlBreakers"
import type { Endpoints } from "@outbound-call/core/Endpoints"
import type { Messages } from "@outbound-call/core/Messages"
import * as SqlEndpoints from "@outbound-call/core/SqlEndpoints"
import * as SqlLedger from "@outbound-call/core/SqlLedger"
import * as SqlLedgerKeys from "@outbound-call/core/SqlLedgerKeys"
import * as SqlMessages from "@outbound-call/core/SqlMessages"
import * as SqlPersons from "@outbound-call/core/SqlPersons"
import type { Retention } from "@outbound-call/core/Retention"
import * as SqlRetention from "@outbound-call/core/SqlRetention"
import * as SqlTranscriptReads from "@outbound-call/core/SqlTranscriptReads"
import * as SqlSuppressions from "@outbound-call/core/SqlSuppressions"
import * as SqlWebhookInbox from "@outbound-call/core/SqlWebhookInbox"
import type { Suppressions } from "@outbound-call/core/Suppressions"
import type { TranscriptReads } from "@outbound-call/core/TranscriptReads"
import type { WebhookInbox } from "@outbound-call/core/WebhookInbox"
import { Layer } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import { LedgerDatabase } from "./LedgerDatabase.ts"
import * as NodeDigest from "./NodeDigest.ts"

/** What is kept with the ledger, and what its capabilities ask for. */
export type Stores = CallLedger | WebhookInbox | ApiKeys | Suppressions | Breakers | AuditLog | TranscriptReads

/** Who is told of the news, and what they are told. */
export type Outbox = Endpoints | Messages | LedgerDatabase

/** Everything, with what only an operator asks for. */
export type Kept = Stores | Outbox | Persons | Retention

/** All of it in one database whose schema is up to date. */
export const layer: Layer.Layer<Kept, never, SqlClient.SqlClient> = Layer.mergeAll(
  SqlLedger.layer,
  SqlLedgerKeys.layer,
  SqlWebhookInbox.layer,
  SqlSuppressions.layer,
  SqlBreakers.layer,
  SqlTranscriptReads.layer,
  SqlAuditLog.layer,
  SqlPersons.layer,
  SqlRetention.layer,
  SqlEndpoints.layer,
  SqlMessages.layer,
  Layer.effect(LedgerDatabase, SqlClient.SqlClient)
).pipe(Layer.provide(NodeDigest.layer))
