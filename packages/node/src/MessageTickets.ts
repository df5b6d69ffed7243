import type { MessageQueue } from "@outbound-call/core/MessageQueue"
import * as SqlMessageQueue from "@outbound-call/core/SqlMessageQueue"
import { type Duration, Effect, Layer, Schedule } from "effect"
import * as PersistedQueue from "effect/persistence/PersistedQueue"
import * as SqlClient from "effect/sql/SqlClient"
import { LedgerDatabase } from "./LedgerDatabase.ts"

/** How the tickets of messages are kept. */
export interface TicketOptions {
  /** After so long a ticket whose process died comes again; 45 s when left out, three times the longest attempt. */
  readonly lockExpiration?: Duration.Input | undefined
}

/**
 * The tickets in the ledger's database, through its own client, so that they are offered in the transaction that makes
 * their messages. The queue looks for tickets every two seconds, and only where messages wait.
 */
export const layer = ({ lockExpiration = "45 seconds" }: TicketOptions = {}): Layer.Layer<
  MessageQueue,
  never,
  LedgerDatabase
> => {
  const store = PersistedQueue.layerStoreSql({
    tableName: SqlMessageQueue.queueTable,
    pollInterval: "2 seconds",
    lockRefreshInterval: "10 seconds",
    lockExpiration
  })
  const cleanup = PersistedQueue.layerCleanup({ timeToLive: "1 day", failedTimeToLive: "30 days" })
  return SqlMessageQueue.layer.pipe(
    Layer.provide(PersistedQueue.layer),
    Layer.provide(Layer.provideMerge(cleanup, Layer.orDie(store))),
    Layer.provide(Layer.effectDiscard(makeTables)),
    Layer.provide(Layer.effect(SqlClient.SqlClient, LedgerDatabase))
  )
}

/**
 * The store makes its tables when it is opened, and knows of no other process that does so at the same moment. So they
 * are made here before, one process after the other.
 */
const makeTables = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const made = Effect.scoped(PersistedQueue.makeStoreSql({ tableName: SqlMessageQueue.queueTable }))
  yield* sql.onDialectOrElse({
    pg: () =>
      sql`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('outbound-call migrations', 0))`.pipe(
        Effect.andThen(made),
        sql.withTransaction
      ),
    orElse: () => made.pipe(Effect.sandbox, Effect.retry({ schedule: Schedule.spaced("100 millis"), times: 20 }))
  })
}).pipe(Effect.orDie)
