import { Api, problemOf } from "@outbound-call/api"
import { getEvidence, listAudit, verifyAudit } from "@outbound-call/core"
import type { OutboundCall } from "@outbound-call/node"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"

/** The handlers of the audit log and of the evidence of a call. */
export const layer = ({ simulated }: { readonly simulated: boolean }) =>
  HttpApiBuilder.group(
    Api,
    "audit",
    Effect.fnUntraced(function* (handlers) {
      const services = yield* Effect.context<OutboundCall.Services>()
      return handlers
        .handle("list", ({ query: { after = 0, limit = 100 } }) =>
          listAudit(after, limit).pipe(
            Effect.map((page) => ({ ...page, simulated })),
            Effect.mapError(problemOf),
            Effect.provideContext(services)
          )
        )
        .handle("verification", () =>
          verifyAudit().pipe(
            Effect.map(({ brokenAt, entries, lastHash }) => ({ entries, lastHash, brokenAt, simulated })),
            Effect.mapError(problemOf),
            Effect.provideContext(services)
          )
        )
        .handle("evidence", ({ params: { id } }) =>
          getEvidence(id).pipe(
            Effect.map((found) => ({ ...found, simulated })),
            Effect.mapError(problemOf),
            Effect.provideContext(services)
          )
        )
    })
  )
