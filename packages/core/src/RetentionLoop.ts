import { Duration, Effect, Layer, Schedule } from "effect"
import { forgetCalls } from "./ForgetCalls.ts"
import type { ProviderAccount } from "./ProviderAccount.ts"
import type { Retention } from "./Retention.ts"
import { survive } from "./Survive.ts"

/**
 * Forgets what the ledger holds of old calls, ten minutes after the start and then every day, as long as the scope lasts:
 * a setting that was a mistake is taken back meanwhile. A round that fails, or whose clock the provider's does not
 * confirm, is told in the log, and the next one comes all the same.
 */
export const layer = (olderThan: Duration.Duration): Layer.Layer<never, never, Retention | ProviderAccount> =>
  Layer.effectDiscard(
    forgetCalls({ olderThan, by: "the service" }).pipe(
      Effect.tap(({ forgotten }) => (forgotten === 0 ? Effect.void : Effect.logInfo(`${forgotten} calls forgotten.`))),
      Effect.catch((error) => Effect.logWarning(`Old calls stay for now: ${error.message}`)),
      survive((cause) => Effect.logError("Forgetting old calls broke off", cause)),
      Effect.repeat(Schedule.spaced("1 day")),
      Effect.delay("10 minutes"),
      Effect.forkScoped,
      Effect.andThen(
        Effect.logInfo(
          `From ten minutes on, calls are forgotten ${Duration.toDays(olderThan)} days after they were over.`
        )
      )
    )
  )
