import { Context } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"

/** The client of the ledger's database, for what must take part in its transactions. */
export class LedgerDatabase extends Context.Service<LedgerDatabase, SqlClient.SqlClient>()(
  "@outbound-call/node/LedgerDatabase"
) {}
