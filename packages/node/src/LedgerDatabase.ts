import * as SqlEndpoints from "@outbound-call/core/SqlEndpoints"
import * as SqlLedger from "@outbound-call/core/SqlLedger"
import * as SqlLedgerKeys from "@outbound-call/core/SqlLedgerKeys"
import * as SqlMessages from "@outbound-call/core/SqlMessages"
import * as SqlWebhookInbox from "@outbound-call/core/SqlWebhookInbox"
import { Context, Layer } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import * as NodeDigest from "./NodeDigest.ts"

/** The client of the ledger's database, for what must take part in its transactions. */
export class LedgerDatabase extends Context.Service<LedgerDatabase, SqlClient.SqlClient>()(
  "@outbound-call/node/LedgerDatabase"
) {}

/** Everything that is kept with the ledger, on one client whose schema is up to date. */
export const stores = Layer.mergeAll(
  SqlLedger.layer,
  SqlLedgerKeys.layer,
  SqlWebhookInbox.layer,
  SqlEndpoints.layer,
  SqlMessages.layer,
  Layer.effect(LedgerDatabase, SqlClient.SqlClient)
).pipe(Layer.provide(NodeDigest.layer))
