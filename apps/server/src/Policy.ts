import { Api, policyProblemOf } from "@outbound-call/api"
import {
  CallSettings,
  checkNumber,
  getBudget,
  getPolicy,
  getSuppression,
  listSuppressions,
  releaseSuppression,
  reopenDialling,
  suppressNumber
} from "@outbound-call/core"
import type { OutboundCall } from "@outbound-call/node"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"

/** The handlers of the policy and its list of numbers that are called no more. */
export const layer = ({ simulated }: { readonly simulated: boolean }) =>
  HttpApiBuilder.group(
    Api,
    "policy",
    Effect.fnUntraced(function* (handlers) {
      const services = yield* Effect.context<OutboundCall.Services>()
      return handlers
        .handle("show", () =>
          Effect.all([getPolicy(), getBudget()]).pipe(
            Effect.map(([policy, budget]) => ({ ...policy, budget, simulated })),
            Effect.mapError(policyProblemOf),
            Effect.provideContext(services)
          )
        )
        .handle("reopen", ({ payload: { by } }) =>
          reopenDialling(by).pipe(
            Effect.map((reopened) => ({ reopened, simulated })),
            Effect.mapError(policyProblemOf),
            Effect.provideContext(services)
          )
        )
        .handle("list", ({ query }) =>
          listSuppressions(query).pipe(
            Effect.map((page) => ({ ...page, simulated })),
            Effect.mapError(policyProblemOf),
            Effect.provideContext(services)
          )
        )
        .handle("add", ({ payload }) =>
          Effect.flatMap(CallSettings, ({ region }) => suppressNumber({ region, ...payload })).pipe(
            Effect.map((told) => ({ ...told, underWay: told.underWay.map(({ id }) => id), simulated })),
            Effect.mapError(policyProblemOf),
            Effect.provideContext(services)
          )
        )
        .handle("check", ({ payload: { number, region } }) =>
          Effect.flatMap(CallSettings, (settings) => checkNumber(number, region ?? settings.region)).pipe(
            Effect.map(({ suppression }) => ({ suppressed: suppression !== null, suppression, simulated })),
            Effect.mapError(policyProblemOf),
            Effect.provideContext(services)
          )
        )
        .handle("get", ({ params: { id } }) =>
          getSuppression(id).pipe(Effect.mapError(policyProblemOf), Effect.provideContext(services))
        )
        .handle("remove", ({ params: { id } }) =>
          releaseSuppression(id).pipe(Effect.mapError(policyProblemOf), Effect.provideContext(services))
        )
    })
  )
