import { Context, Schema, type Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import { PhoneNumber } from "./PhoneNumber.ts"

/** Our id of an entry: `sup_` and a ULID. */
export const SuppressionId = Schema.String.check(Schema.isPattern(/^sup_[0-9A-HJKMNP-TV-Z]{26}$/u)).pipe(
  Schema.brand("SuppressionId"),
  Schema.annotate({ description: "Id of an entry of the do-not-call list" })
)
export type SuppressionId = typeof SuppressionId.Type

/** A number that is not called, since when, and where that comes from. */
export const Suppression = Schema.Struct({
  id: SuppressionId,
  number: PhoneNumber,
  source: Schema.NonEmptyString.annotate({
    description: "Where it comes from, for example: asked for in a call, a national list, a letter"
  }),
  note: Schema.NullOr(Schema.String).annotate({ description: "More about it; null for nothing" }),
  addedAt: Schema.DateTimeUtcFromString.annotate({ description: "Since when the number is not called" }),
  addedBy: Schema.String.annotate({ description: "Who added it" })
}).annotate({ identifier: "Suppression" })
export interface Suppression extends Schema.Schema.Type<typeof Suppression> {}

/** A page of the list; `nextCursor` is null on the last one. */
export interface SuppressionPage {
  readonly suppressions: ReadonlyArray<Suppression>
  readonly nextCursor: string | null
}

/**
 * The do-not-call list, kept with the ledger and asked in the transaction of every claim: what `add` has returned for
 * is called no more. A number is on it once; it stays as it was first added.
 */
export class Suppressions extends Context.Service<
  Suppressions,
  {
    /** Adds entries whose numbers are not there yet, and tells which were added. All of them, or none when it fails. */
    readonly add: (entries: ReadonlyArray<Suppression>) => Effect.Effect<ReadonlyArray<Suppression>, LedgerError>
    /** Null when the number was not on the list. */
    readonly remove: (number: PhoneNumber, by: string) => Effect.Effect<Suppression | null, LedgerError>
    readonly find: (number: PhoneNumber) => Effect.Effect<Suppression | null, LedgerError>
    readonly get: (id: SuppressionId) => Effect.Effect<Suppression | null, LedgerError>
    readonly count: Effect.Effect<number, LedgerError>
    /** Newest first. */
    readonly list: (page: {
      readonly limit: number
      readonly cursor?: string | undefined
    }) => Effect.Effect<SuppressionPage, LedgerError>
  }
>()("@outbound-call/core/Suppressions") {}
