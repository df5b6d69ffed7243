import { hasLedger, ledgerPlace, type LedgerPlace, readLedgerPlace } from "@outbound-call/node/LedgerPlace"
import { Effect, Layer, type Scope } from "effect"
import type { CallService } from "./CallService.ts"
import type { Decisions } from "./Decisions.ts"
import type { CommandError } from "./Failure.ts"
import { printNote } from "./Print.ts"
import { Records } from "./Records.ts"
import { isServerNamed } from "@outbound-call/node/ServerNamed"

/** Where a command works: with the real calls or with the simulated ones. What it needs of them is loaded when it is used. */
export interface Side {
  readonly simulated: boolean
  /** Whether a call was ever recorded there; looking makes nothing. */
  readonly isThere: Effect.Effect<boolean>
  /** Whether there are simulated calls beside these real ones. */
  readonly hasSimulatedBeside: Effect.Effect<boolean>
  /** What is on record, without a provider. */
  readonly records: Layer.Layer<Records, CommandError>
  readonly calls: Layer.Layer<CallService | Records, CommandError>
  /** What was decided there, without a provider. */
  readonly decisions: Layer.Layer<Decisions, CommandError>
}

/** The side that was asked for: of the server that `OUTBOUND_URL` names, or else of this machine. */
export const readSide = Effect.fnUntraced(function* (simulate: boolean) {
  return (yield* serverSide(simulate)) ?? localSide(yield* readLedgerPlace({ simulate }))
})

/**
 * The side on which an id is looked for. A server has one. Here it is the one that was asked for; else the real calls,
 * except for an id that only the simulated ledger knows, which is said. Opens no ledger that is not there.
 */
export const sideOf = Effect.fnUntraced(function* (id: string, simulate: boolean) {
  const server = yield* serverSide(simulate)
  if (server !== null) return server
  const asked = localSide(yield* readLedgerPlace({ simulate }))
  if (asked.simulated || (yield* knows(asked, id))) return asked
  const other = localSide(yield* ledgerPlace(true))
  if (!(yield* knows(other, id))) return asked
  yield* printNote(`${id} is a simulated call.`)
  return other
})

const serverSide = Effect.fnUntraced(function* (
  simulate: boolean
): Effect.fn.Return<Side | null, CommandError, Scope.Scope> {
  if (!(yield* isServerNamed)) return null
  const { remoteSide } = yield* Effect.promise(() => import("./RemoteSide.ts"))
  return yield* remoteSide(simulate)
})

const knows = Effect.fnUntraced(function* ({ isThere, records }: Side, id: string) {
  if (!(yield* isThere)) return false
  return (yield* Records.use(({ find }) => find(id)).pipe(Effect.provide(records))) !== null
})

const localSide = (place: LedgerPlace): Side => ({
  simulated: place.simulated,
  isThere: hasLedger(place),
  hasSimulatedBeside: place.simulated ? Effect.succeed(false) : Effect.flatMap(ledgerPlace(true), hasLedger),
  records: Layer.unwrap(
    Effect.map(
      Effect.promise(() => import("./LocalRecords.ts")),
      ({ layer }) => layer(place)
    )
  ),
  calls: Layer.unwrap(
    Effect.map(
      Effect.promise(() => import("./LocalCalls.ts")),
      ({ layer }) => layer(place)
    )
  ),
  decisions: Layer.unwrap(
    Effect.map(
      Effect.promise(() => import("./LocalDecisions.ts")),
      ({ layer }) => layer(place)
    )
  )
})
