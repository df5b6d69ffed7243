import { Api, problemOf } from "@outbound-call/api"
import { CurrentPrincipal, getAgent, listAgents, listPhoneNumbers, type Principal } from "@outbound-call/core"
import type { OutboundCall } from "@outbound-call/node"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"

/** Without a principal it would be the service itself, which asks nobody: a route behind `Authentication` has one. */
const accountOf = (principal: Principal | null, simulated: boolean, version: string) => ({
  owner: principal?.owner ?? "",
  scopes: principal?.scopes ?? [],
  keyId: principal?.key?.id ?? null,
  expiresAt: principal?.key?.expiresAt ?? null,
  version,
  simulated
})

/** The handlers of what may be used of the provider's account. */
export const layer = ({ simulated, version }: { readonly simulated: boolean; readonly version: string }) =>
  HttpApiBuilder.group(
    Api,
    "account",
    Effect.fnUntraced(function* (handlers) {
      const services = yield* Effect.context<OutboundCall.Services>()
      return handlers
        .handle("whoAsks", () => Effect.map(CurrentPrincipal, (principal) => accountOf(principal, simulated, version)))
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
