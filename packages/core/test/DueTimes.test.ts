import { assert, describe, it } from "@effect/vitest"
import { DueTimes } from "@outbound-call/core/DueTimes"
import { Schema } from "effect"

const Steps = Schema.Array(
  Schema.Struct({
    n: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 19 })),
    at: Schema.NullOr(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 50 })))
  })
)
const Now = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 50 }))

describe("DueTimes", () => {
  it.prop(
    "gives the entry that is due for longest, whatever was set, moved and removed before",
    [Steps, Now],
    ([steps, now]) => {
      const index = new DueTimes<{ readonly n: number; place: number }>()
      const all = Array.from({ length: 20 }, (_, n) => ({ n, place: -1 }))
      const times = new Map<number, number>()
      for (const { at, n } of steps) {
        const entry = all[n]
        if (entry === undefined) continue
        if (at === null) {
          index.remove(entry)
          times.delete(n)
        } else {
          index.schedule(entry, at)
          times.set(n, at)
        }
        assert.strictEqual(index.next, times.size === 0 ? null : Math.min(...times.values()))
        assert.strictEqual(index.timeOf(entry), times.get(n) ?? null)
      }
      const taken: Array<number> = []
      for (let entry = index.take(now); entry !== null; entry = index.take(now)) taken.push(entry.n)
      assert.sameMembers(
        taken,
        [...times].filter(([, at]) => at <= now).map(([n]) => n)
      )
      const order = taken.map((n) => times.get(n) ?? 0)
      assert.deepStrictEqual(
        order,
        order.toSorted((a, b) => a - b)
      )
      assert.isTrue(taken.every((n) => all[n]?.place === -1))
    }
  )
})
