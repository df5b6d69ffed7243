import { Effect, Schema } from "effect"
import { short } from "./Bounds.ts"
import { AllowedNumbers } from "./AllowedNumbers.ts"
import { CallService } from "./CallService.ts"
import { TrustsHost } from "./TrustHost.ts"

/** What calls are judged by, as far as a model can use it. */
export const PolicySummary = Schema.Struct({
  profile: Schema.String,
  purposes: Schema.Array(Schema.String),
  countries: Schema.Array(Schema.String).annotate({ description: "ISO codes; caller: the calling number's own" }),
  hours: Schema.String,
  max_minutes: Schema.Int,
  approval: Schema.Literals(["none", "person", "host"]).annotate({
    description: "Who says yes to a call before it rings"
  }),
  numbers: Schema.Literals(["any", "listed"]),
  budget: Schema.NullOr(
    Schema.Struct({
      limit: Schema.Finite,
      remaining: Schema.Finite,
      currency: Schema.Literal("USD"),
      resets_at: Schema.NullOr(Schema.DateTimeUtcFromString)
    })
  ),
  dialling_stopped: Schema.Boolean
})

/** The policy as it stands for whoever asks. */
export const policySummary = Effect.gen(function* () {
  const { isGated } = yield* AllowedNumbers
  const { policy } = yield* CallService
  const { budget, isStopped, profile } = yield* policy
  const summary: typeof PolicySummary.Type = {
    profile: short(profile.name, 100),
    purposes: profile.purposes,
    countries: profile.countries.slice(0, 60),
    hours: profile.laws
      ? "By the rules of the place that is called, in its local time; check_call tells the next time that is allowed."
      : "Any.",
    max_minutes: 30,
    budget:
      budget === null
        ? null
        : {
            limit: budget.limitDollars,
            remaining: budget.remainingDollars,
            currency: "USD",
            resets_at: budget.resetsAt
          },
    approval: profile.approval ? ((yield* TrustsHost) ? "host" : "person") : "none",
    numbers: isGated ? "listed" : "any",
    dialling_stopped: isStopped
  }
  return summary
})
