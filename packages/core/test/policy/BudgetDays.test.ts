import { assert, describe, it } from "@effect/vitest"
import { budgetDaysOf, type HourSpent, isBudgetSpent } from "../../src/policy/BudgetDays.ts"
import { factsOf } from "./SampleQuestion.ts"

const present = 500_000
const five = { dollarsPerDay: 5 }

/** So many dollars, so many hours ago. */
type Hours = ReadonlyArray<readonly [ago: number, dollars: number]>

const spent = (...hours: Hours): ReadonlyArray<HourSpent> =>
  hours.map(([ago, dollars]) => ({ hour: present - ago, micros: dollars * 1_000_000 }))

const days = (...hours: Hours) => budgetDaysOf(spent(...hours), present, five)

describe("days on which the budget was spent", () => {
  it("are those of the week before the last 24 hours", () => {
    assert.deepStrictEqual(
      [0, 24, 25, 168, 169].map((ago) => days([ago, 5])),
      [0, 0, 1, 1, 0]
    )
  })

  it("took four fifths of it, all hours of the day together, and not those of two days", () => {
    assert.deepStrictEqual([days([30, 4]), days([30, 3.999_999])], [1, 0])
    assert.deepStrictEqual([days([25, 2], [48, 2]), days([48, 2], [49, 2])], [1, 0])
    assert.strictEqual(days([30, 4], [60, 0.5], [80, 9], [150, 4]), 3)
  })

  it("are none where there is no budget", () => {
    assert.strictEqual(budgetDaysOf(spent([30, 5]), present, { dollarsPerDay: null }), 0)
  })
})

describe("the budget of a day", () => {
  it("is spent by a call that may cost more than what is left of it", () => {
    const isSpent = (micros: number, dollarsPerDay: number | null = 2) =>
      isBudgetSpent(factsOf(), { dollarsPerDay }, micros)
    assert.deepStrictEqual([isSpent(850_000), isSpent(850_001)], [false, true])
    assert.isFalse(isSpent(1e12, null))
  })
})
