import { Api, policyRefusal, problemOf } from "@outbound-call/api"
import { approveCall, denyCall, getApproval, listApprovals, type PendingApproval, viewCall } from "@outbound-call/core"
import type { OutboundCall } from "@outbound-call/node"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"

/** The handlers of what waits for a person. A dial belongs to the dialler: a client that goes away does not end it. */
export const layer = ({ simulated }: { readonly simulated: boolean }) =>
  HttpApiBuilder.group(
    Api,
    "approvals",
    Effect.fnUntraced(function* (handlers) {
      const services = yield* Effect.context<OutboundCall.Services>()
      return handlers
        .handle("list", () =>
          listApprovals().pipe(
            Effect.map((pending) => ({ approvals: pending.map(view), simulated })),
            Effect.mapError(problemOf),
            Effect.provideContext(services)
          )
        )
        .handle("get", ({ params: { id } }) =>
          getApproval(id).pipe(Effect.map(view), Effect.mapError(problemOf), Effect.provideContext(services))
        )
        .handle("approve", ({ params: { id }, payload: { numberEndsIn, via = "http" } }) =>
          approveCall(id, { via, numberEndsIn }).pipe(
            Effect.map(viewCall),
            Effect.mapError((error) => (error._tag === "CallRefused" ? policyRefusal(error) : problemOf(error))),
            Effect.provideContext(services)
          )
        )
        .handle("deny", ({ params: { id } }) =>
          denyCall(id, {}).pipe(Effect.map(viewCall), Effect.mapError(problemOf), Effect.provideContext(services))
        )
    })
  )

const view = (pending: PendingApproval) => ({ ...pending, call: viewCall(pending.call) })
