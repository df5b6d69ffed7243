import * as PgClient from "@effect/sql-pg/PgClient"
import { Effect, ManagedRuntime, Redacted } from "effect"
import { type LedgerRow, nextFileWrite, readLedger } from "./LedgerCopy.ts"
import { type PostgresTap, tapPostgres } from "./PostgresTap.ts"

/** A ledger as it is seen from outside, without any code of the service. */
export interface LedgerWatch {
  /** The settings that lead a worker to it. */
  readonly environment: NodeJS.ProcessEnv
  readonly rows: () => Promise<ReadonlyArray<LedgerRow>>
  /** Settles at the n-th write of a worker to it from now on. */
  readonly nextWrite: (n: number) => Promise<void>
  readonly close: () => Promise<void>
}

export const watchFile = (data: string): LedgerWatch => ({
  environment: {},
  rows: async () => readLedger(data),
  nextWrite: (n) => nextFileWrite(data, n),
  close: async () => {}
})

/** A PostgreSQL database, which the workers reach through a tap. */
export interface DatabaseWatch extends LedgerWatch {
  readonly tap: PostgresTap
  /** Runs plain SQL beside the service. */
  readonly ask: (sql: string) => Promise<ReadonlyArray<Row>>
}

interface Row {
  readonly [column: string]: unknown
}

export const watchDatabase = async (database: string): Promise<DatabaseWatch> => {
  const tap = await tapPostgres(database)
  const runtime = ManagedRuntime.make(PgClient.layer({ url: Redacted.make(database) }))
  const ask: DatabaseWatch["ask"] = (sql) =>
    runtime.runPromise(PgClient.PgClient.pipe(Effect.flatMap((client) => client.unsafe<Row>(sql))))
  const hasTable = async () => (await ask("SELECT 1 WHERE to_regclass('calls') IS NOT NULL")).length > 0
  return {
    environment: { DATABASE_URL: tap.url },
    tap,
    ask,
    nextWrite: tap.nextWrite,
    rows: async () => {
      await tap.quiet()
      return (await hasTable()) ? ((await ask(allRows)) as unknown as ReadonlyArray<LedgerRow>) : []
    },
    close: async () => {
      await runtime.dispose()
      await tap.close()
    }
  }
}

const allRows = `SELECT id, to_number AS "to", status, created_at::float8 AS "createdAt",
  call::json #>> '{problem,code}' AS problem, call::json #>> '{attention,code}' AS attention FROM calls ORDER BY id`
