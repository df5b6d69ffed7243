import { Api, problemOf } from "@outbound-call/api"
import { listCalls } from "@outbound-call/core"
import type { OutboundCall } from "@outbound-call/node"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"

/** The handlers of the service itself. */
export const layer = (options: { readonly simulated: boolean }) =>
  HttpApiBuilder.group(
    Api,
    "system",
    Effect.fnUntraced(function* (handlers) {
      const services = yield* Effect.context<OutboundCall.Services>()
      return handlers.handle("ready", () =>
        listCalls({ limit: 1 }).pipe(
          Effect.as({ status: "ready", simulated: options.simulated } as const),
          Effect.mapError(problemOf),
          Effect.provideContext(services)
        )
      )
    })
  )
