import { migrations } from "@outbound-call/core/SqlLedgerSchema"
import { Effect, Schedule } from "effect"
import * as Migrator from "effect/sql/Migrator"

/** Two processes that start at once on a new file both try; the second finds the work done. */
export const migrate = Migrator.make({})({ loader: Migrator.fromRecord(migrations), table: "migrations" }).pipe(
  Effect.retry({ schedule: Schedule.spaced("100 millis"), times: 20 })
)
