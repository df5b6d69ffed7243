import { Api, problemOf } from "@outbound-call/api"
import { getAgent, listAgents, listPhoneNumbers } from "@outbound-call/core"
import type { OutboundCall } from "@outbound-call/node"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"

/** The handlers of what may be used of the provider's account. */
export const layer = ({ simulated }: { readonly simulated: boolean }) =>
  HttpApiBuilder.group(
    Api,
    "account",
    Effect.fnUntraced(function* (handlers) {
      const services = yield* Effect.context<OutboundCall.Services>()
      return handlers
        .handle("agents", () =>
          listAgents().pipe(
            Effect.map((agents) => ({ agents, simulated })),
            Effect.mapError(problemOf),
            Effect.provideContext(services)
          )
        )
        .handle("agent", ({ params: { id } }) =>
          getAgent(id).pipe(Effect.mapError(problemOf), Effect.provideContext(services))
        )
        .handle("phoneNumbers", () =>
          listPhoneNumbers().pipe(
            Effect.map((phoneNumbers) => ({ phoneNumbers, simulated })),
            Effect.mapError(problemOf),
            Effect.provideContext(services)
          )
        )
    })
  )
