import { Api, problemOf } from "@outbound-call/api"
import { CallLedger, type Messages } from "@outbound-call/core"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { metricsText } from "./Metrics.ts"

/** The handlers of the service itself. */
export const layer = ({ simulated }: { readonly simulated: boolean }) =>
  HttpApiBuilder.group(
    Api,
    "system",
    Effect.fnUntraced(function* (handlers) {
      const ledger = yield* CallLedger
      const services = yield* Effect.context<CallLedger | Messages>()
      const ready = yield* Effect.cachedWithTTL(ledger.ready, "1 second")
      return handlers
        .handle("healthy", () => Effect.succeed({ status: "healthy", simulated } as const))
        .handle("ready", () =>
          ready.pipe(Effect.as({ status: "ready", simulated } as const), Effect.mapError(problemOf))
        )
        .handle("metrics", () => Effect.provideContext(metricsText, services))
    })
  )
