import { LedgerError } from "@outbound-call/core/CallErrors"
import { CallLedger } from "@outbound-call/core/CallLedger"
import { showOwnCalls } from "@outbound-call/core/ShowOwnCalls"
import { makeLedgerReads } from "@outbound-call/core/SqlLedgerReads"
import { Context, Effect, Layer, Stream } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import type { LedgerPlace } from "./LedgerPlace.ts"
import type { LedgerUnusable } from "./LedgerUnusable.ts"
import { openLedgerFile, pragmas } from "./OpenLedgerFile.ts"
import * as SqliteClient from "./SqliteClient.ts"

/**
 * The ledger of a place for whoever mostly looks: calls and their events are read at once, and what claims, changes or
 * follows calls is loaded by the first use of it.
 */
export const layer = (place: LedgerPlace): Layer.Layer<CallLedger, LedgerUnusable> =>
  place.database === null
    ? readings(place).pipe(
        Layer.provide(openLedgerFile(place.ledgerFile, SqliteClient.layer(place.ledgerFile, pragmas)))
      )
    : Layer.unwrap(wholeLayer(place))

const wholeLayer = (place: LedgerPlace) =>
  Effect.map(
    Effect.promise(() => import("./Ledger.ts")),
    (module) => module.layer(place)
  )

const readings = (place: LedgerPlace): Layer.Layer<CallLedger, never, SqlClient.SqlClient> =>
  Layer.effect(
    CallLedger,
    Effect.gen(function* () {
      const reads = makeLedgerReads(yield* SqlClient.SqlClient, (to) => Effect.succeed([to]))
      const whole = yield* makeWhole(place)
      const use = <A, E, R>(ask: (ledger: CallLedger["Service"]) => Effect.Effect<A, E, R>) =>
        Effect.flatMap(whole, ask)
      return showOwnCalls({
        ...reads,
        list: (query) => (query.to === undefined ? reads.list(query) : use((ledger) => ledger.list(query))),
        claim: (...asked) => use((ledger) => ledger.claim(...asked)),
        waiting: (id) => use((ledger) => ledger.waiting(id)),
        approve: (order) => use((ledger) => ledger.approve(order)),
        judge: (...asked) => use((ledger) => ledger.judge(...asked)),
        takenInDay: (...asked) => use((ledger) => ledger.takenInDay(...asked)),
        record: (...asked) => use((ledger) => ledger.record(...asked)),
        lastLook: (call) => use((ledger) => ledger.lastLook(call)),
        liveCalls: (...asked) => use((ledger) => ledger.liveCalls(...asked)),
        feed: (...asked) => use((ledger) => ledger.feed(...asked)),
        feedStart: use(({ feedStart }) => feedStart),
        appended: Stream.unwrap(Effect.map(Effect.orDie(whole), ({ appended }) => appended)),
        ready: use(({ ready }) => ready)
      })
    })
  )

/** Opened once, by the first use, and closed with the rest. Nothing of it is theirs who use it first, such as who asks. */
const makeWhole = Effect.fnUntraced(function* (place: LedgerPlace) {
  const scope = yield* Effect.scope
  const own = yield* Effect.context()
  return yield* Effect.cached(
    wholeLayer(place).pipe(
      Effect.flatMap((ledger) => Layer.buildWithScope(ledger, scope)),
      Effect.updateContext<never, never>(() => own),
      Effect.map(Context.get(CallLedger)),
      Effect.mapError((cause) => new LedgerError({ operation: "open", phoneMayHaveRung: false, cause }))
    )
  )
})
