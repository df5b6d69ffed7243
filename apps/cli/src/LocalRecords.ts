import { viewCall } from "@outbound-call/core/Call"
import { CallLedger } from "@outbound-call/core/CallLedger"
import { listCalls } from "@outbound-call/core/ListCalls"
import type { LedgerPlace } from "@outbound-call/node/LedgerPlace"
import type { LedgerUnusable } from "@outbound-call/node/LedgerUnusable"
import * as ReadLedger from "@outbound-call/node/ReadLedger"
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
    events: ({ id }) => Effect.flatMap(more, ({ events }) => events(id)).pipe(Effect.provideContext(services)),
    approvals: Effect.flatMap(more, ({ approvals }) => approvals).pipe(Effect.provideContext(services)),
    approval: (id) => Effect.flatMap(more, ({ approval }) => approval(id)).pipe(Effect.provideContext(services)),
    deny: (id, by) => Effect.flatMap(more, ({ deny }) => deny(id, by)).pipe(Effect.provideContext(services)),
    resolve: (id, finding) =>
      Effect.flatMap(more, ({ resolve }) => resolve(id, finding)).pipe(Effect.provideContext(services))
  }))
)

const more = Effect.promise(() => import("./MoreRecords.ts"))

/** The records of the ledger at a place, which is opened. */
export const layer = (place: LedgerPlace): Layer.Layer<Records, LedgerUnusable> =>
  over.pipe(Layer.provide(ReadLedger.layer(place)))
