import { Effect } from "effect"
import { isSqlError } from "effect/sql/SqlError"
import { LedgerError } from "./CallErrors.ts"

/**
 * What breaks in the database becomes a `LedgerError` with the database's own words; nothing rang because of it. One that
 * says so already stays as it is.
 */
export const failAs =
  (operation: string) =>
  <A, R>(effect: Effect.Effect<A, unknown, R>): Effect.Effect<A, LedgerError, R> =>
    Effect.mapError(effect, (error) =>
      error instanceof LedgerError
        ? error
        : new LedgerError({ operation, phoneMayHaveRung: false, cause: isSqlError(error) ? error.reason.cause : error })
    )
