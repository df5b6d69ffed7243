import { viewCall } from "@outbound-call/core/Call"
import { showEvent } from "@outbound-call/core/CallEvent"
import { CallSettings } from "@outbound-call/core/CallSettings"
import { CallLedger } from "@outbound-call/core/CallLedger"
import { denyCall } from "@outbound-call/core/DenyCall"
import { getApproval, type PendingApproval } from "@outbound-call/core/DescribeApproval"
import { listApprovals } from "@outbound-call/core/ListApprovals"
import { listCalls } from "@outbound-call/core/ListCalls"
import { resolveCall } from "@outbound-call/core/ResolveCall"
import * as Ledger from "@outbound-call/node/Ledger"
import type { LedgerPlace } from "@outbound-call/node/LedgerPlace"
import type { LedgerUnusable } from "@outbound-call/node/LedgerUnusable"
import { Effect, Layer } from "effect"
import { Records } from "./Records.ts"

/** The records of an open ledger. */
export const over: Layer.Layer<Records, never, CallLedger> = Layer.effect(
  Records,
  Effect.map(Effect.context<CallLedger>(), (services) => ({
    find: (id) =>
      CallLedger.use((ledger) => ledger.find(id)).pipe(
        Effect.map(viewCall),
        Effect.catchTag("CallNotFound", (error) =>
          error.missing === "erased" ? Effect.fail(error) : Effect.succeed(null)
        ),
        Effect.provideContext(services)
      ),
    list: (query) =>
      listCalls(query).pipe(
        Effect.map(({ calls, nextCursor }) => ({ calls: calls.map(viewCall), nextCursor })),
        Effect.provideContext(services)
      ),
    events: ({ id }) =>
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        const call = yield* ledger.find(id)
        return (yield* ledger.events(id, 0)).map((event) => showEvent(call, event, 0))
      }).pipe(Effect.provideContext(services)),
    approvals: listApprovals().pipe(
      Effect.map((pending) => pending.map(view)),
      Effect.provideContext(services)
    ),
    approval: (id) => getApproval(id).pipe(Effect.map(view), Effect.provideContext(services)),
    deny: (id, by) =>
      denyCall(id, { by }).pipe(
        Effect.map(viewCall),
        Effect.provideService(CallSettings, { owner: by }),
        Effect.provideContext(services)
      ),
    resolve: (id, verdict) => resolveCall(id, verdict).pipe(Effect.map(viewCall), Effect.provideContext(services))
  }))
)

const view = (pending: PendingApproval) => ({ ...pending, call: viewCall(pending.call) })

/** The records of the ledger at a place, which is opened. */
export const layer = (place: LedgerPlace): Layer.Layer<Records, LedgerUnusable> =>
  over.pipe(Layer.provide(Ledger.layer(place)))
