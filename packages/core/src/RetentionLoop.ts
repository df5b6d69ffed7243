import { Duration, Effect, Layer } from "effect"
import { forgetCalls } from "./ForgetCalls.ts"
import type { ProviderAccount } from "./ProviderAccount.ts"
import type { Retention } from "./Retention.ts"
import { survive } from "./Survive.ts"

/**
 * Forgets what the ledger holds of old calls, ten minutes after the start and then every day, as long as the scope lasts:
 * a setting that was a mistake is taken back meanwhile. A round that fails, or whose clock the provider's does not
 * confirm, is told in the log, and is tried again an hour later.
 */
export const layer = (olderThan: Duration.Duration): Layer.Layer<never, never, Retention | ProviderAccount> =>
  Layer.effectDiscard(
    forgetCalls({ olderThan, by: "the service" }).pipe(
      Effect.tap(({ forgotten }) => (forgotten === 0 ? Effect.void : Effect.logInfo(`${forgotten} calls forgotten.`))),
      Effect.as(Duration.days(1)),
      Effect.catch((error) =>
        Effect.as(Effect.logWarning(`Old calls stay for now: ${error.message}`), Duration.hours(1))
      ),
      survive((cause) => Effect.as(Effect.logError("Forgetting old calls broke off", cause), Duration.hours(1))),
      Effect.flatMap(Effect.sleep),
      Effect.forever,
      Effect.delay("10 minutes"),
      Effect.forkScoped,
      Effect.andThen(
        Effect.logInfo(
          `From ten minutes on, calls are forgotten ${Duration.toDays(olderThan)} days after they were over.`
        )
      )
    )
  )
