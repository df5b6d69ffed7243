import { assert, describe, it } from "@effect/vitest"
import { CallLedger, LedgerError, RecoveryLoop } from "@outbound-call/core"
import { Effect, Metric } from "effect"
import { TestClock } from "effect/testing"
import { inWorld, ledgerWith, place, settle } from "./Rig.ts"

/** The counts of a metric by their labels. */
const counts = (id: string) =>
  Effect.map(Metric.snapshot, (metrics) =>
    Object.fromEntries(
      metrics.flatMap((metric) =>
        metric.id === id && metric.type === "Counter"
          ? [[Object.values(metric.attributes ?? {}).join(" "), Number(metric.state.count)]]
          : []
      )
    )
  )

const alone = Effect.provideService(Metric.MetricRegistry, new Map())

describe("the metrics of the core", () => {
  it.effect("count the end of a call once, however often it is told", () =>
    Effect.gen(function* () {
      const ledger = yield* CallLedger
      const call = yield* place({ to: "+14155550111" })
      for (let n = 0; n < 3; n++) yield* ledger.record(call.id, { type: "silence" })
      yield* place({ to: "+14155550107" })
      assert.deepStrictEqual(yield* counts("outbound_calls_ended_total"), { "failed unknown": 1 })
    }).pipe(inWorld(), alone)
  )

  it.effect("count the rounds of recovery by how they went", () => {
    const broken = new LedgerError({ operation: "list", phoneMayHaveRung: false, cause: "the disk is away" })
    let rounds = 0
    const flaky = ledgerWith(({ list }) => ({
      list: (query) => Effect.suspend(() => (++rounds === 2 ? Effect.fail(broken) : list(query)))
    }))
    return Effect.gen(function* () {
      yield* RecoveryLoop.start("30 seconds")
      for (let round = 0; round < 3; round++) {
        yield* settle
        yield* TestClock.adjust("30 seconds")
      }
      yield* settle
      assert.deepStrictEqual(yield* counts("outbound_recovery_rounds_total"), { done: 3, failed: 1 })
    }).pipe(Effect.scoped, inWorld({ ledger: flaky }), Effect.provideService(Metric.MetricRegistry, new Map()))
  })
})
