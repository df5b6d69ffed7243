import { Context, type DateTime, type Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"

/** Why and since when all dialling is stopped: that of the account which tripped it, and of every other one here. */
export interface Breaker {
  readonly account: string
  readonly reason: string
  readonly trippedAt: DateTime.Utc
}

/**
 * The breakers that the policy trips when calls look like fraud. Only a person opens the way again; the calls before
 * that do not count towards the next trip.
 */
export class Breakers extends Context.Service<
  Breakers,
  {
    readonly tripped: Effect.Effect<ReadonlyArray<Breaker>, LedgerError>
    /** Allows dialling again, by a name that is kept with the principal who brings it, and gives the breakers that were tripped. */
    readonly reopen: (by: string) => Effect.Effect<ReadonlyArray<Breaker>, LedgerError>
  }
>()("@outbound-call/core/Breakers") {}
