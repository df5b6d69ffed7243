import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { type Call, CallLedger, CursorExpired, type FeedEntry, LedgerError } from "@outbound-call/core"
import { watchLiveCalls } from "@outbound-call/core/WatchLiveCalls"
import { inWorld, ledgerWith, pass, place } from "./Rig.ts"

const failure = new LedgerError({ operation: "feed", phoneMayHaveRung: false, cause: "the disk" })

const isOver = ({ id }: Call) =>
  Effect.map(
    Effect.flatMap(CallLedger, (ledger) => ledger.find(id)),
    ({ status }) => status === "done" || status === "failed"
  )

describe("watchLiveCalls", () => {
  it.effect(
    "goes on from now when the ledger failed in the middle, or something nobody foresaw did, or events are missing",
    () =>
      Effect.gen(function* () {
        const positions: Array<number> = []
        const call = yield* place({ to: "+14155550103" })
        const entry = { position: 7, call } as FeedEntry
        const after = (position: number) => {
          const nth = positions.push(position)
          if (nth === 1) return Stream.concat(Stream.make(entry), Stream.fail(failure))
          if (nth === 2) return Stream.fail(new CursorExpired({ cursor: "4" }))
          return nth === 3 ? Stream.die(new Error("a row")) : Stream.never
        }
        yield* watchLiveCalls({ after, newest: () => 3 + positions.length })
        yield* pass(30)
        assert.deepStrictEqual(positions, [3, 4, 5, 6])
        assert.isTrue(yield* isOver(call))
      }).pipe(Effect.scoped, inWorld())
  )

  let asked = 0
  it.effect("takes in what is live when the ledger could not be read at the start", () =>
    Effect.gen(function* () {
      const call = yield* place({ to: "+14155550103" })
      yield* watchLiveCalls({ after: () => Stream.never, newest: () => 0 })
      yield* pass(30)
      assert.isTrue(yield* isOver(call))
    }).pipe(
      Effect.scoped,
      inWorld({
        ledger: ledgerWith(({ liveCalls }) => ({
          liveCalls: (after, limit) => (asked++ < 2 ? Effect.fail(failure) : liveCalls(after, limit))
        }))
      })
    )
  )
})
