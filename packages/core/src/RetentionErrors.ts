import { Schema } from "effect"

/** The policy still counts calls of this age by number. Nothing was forgotten, and nothing was dialled. */
export class RetentionTooShort extends Schema.TaggedError<RetentionTooShort>()("RetentionTooShort", {
  days: Schema.Finite,
  leastDays: Schema.Int
}) {
  override get message(): string {
    return `Calls are kept for ${this.leastDays} days at least: so far back the policy looks for how often a number was called. ${this.days} days are too few. Nothing was forgotten, and no phone rang.`
  }
}

/**
 * The provider's clock is not known, or this machine's is a minute or more away from it: calls would be taken for older
 * than they are. Nothing was forgotten, and nothing was dialled.
 */
export class ClockUnconfirmed extends Schema.TaggedError<ClockUnconfirmed>()("ClockUnconfirmed", {
  reason: Schema.Literals(["untold", "apart"]),
  detail: Schema.String
}) {
  override get message(): string {
    return `${this.detail} By a wrong clock young calls look old. Nothing was forgotten, and no phone rang.`
  }
}
