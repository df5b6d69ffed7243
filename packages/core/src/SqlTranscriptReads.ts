import { DateTime, Effect, Layer } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import { failAs } from "./SqlFailure.ts"
import { TranscriptReads } from "./TranscriptReads.ts"

/** The reads in the ledger's database, which its claims ask. */
export const layer: Layer.Layer<TranscriptReads, never, SqlClient.SqlClient> = Layer.effect(
  TranscriptReads,
  Effect.map(SqlClient.SqlClient, (sql) =>
    TranscriptReads.of({
      add: (owner, at) =>
        sql`INSERT INTO transcript_reads (owner, read_at) VALUES (${owner}, ${DateTime.toEpochMillis(at)})
          ON CONFLICT (owner) DO UPDATE SET read_at = excluded.read_at
          WHERE excluded.read_at > transcript_reads.read_at`.pipe(
          Effect.asVoid,
          failAs("note that a transcript was read")
        )
    })
  )
)
