import { Effect, Schema } from "effect"
import { isSqlError, type SqlError } from "effect/sql/SqlError"
import { LedgerError } from "./CallErrors.ts"

/** Storage and decoding failures become a `LedgerError` with the database's own words; answers of the ledger pass. */
export const failAs =
  (operation: string, phoneMayHaveRung: boolean) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, Exclude<E, StorageFailure> | LedgerError, R> =>
    Effect.mapError(effect, (error) =>
      isAnswer(error)
        ? error
        : new LedgerError({ operation, phoneMayHaveRung, cause: isSqlError(error) ? error.reason.cause : error })
    )

type StorageFailure = SqlError | Schema.SchemaError

const isAnswer = <E>(error: E): error is Exclude<E, StorageFailure> =>
  !isSqlError(error) && !Schema.isSchemaError(error)
