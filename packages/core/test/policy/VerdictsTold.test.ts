import { assert, describe, it } from "@effect/vitest"
import { builtInProfiles } from "@outbound-call/core"
import { DateTime } from "effect"
import { refused, turnOf } from "../../src/policy/PolicyRefusal.ts"
import { evaluate, judged, noon, type Sample, verdictOf } from "./SampleQuestion.ts"

const hour = 3_600_000
const says = (...asked: Parameters<typeof verdictOf>) => verdictOf(...asked).says
const until = ({ notBefore }: { readonly notBefore: DateTime.Utc | null }) =>
  notBefore === null ? null : DateTime.formatIso(notBefore)
const consent = (change: { readonly expiresAt?: DateTime.Utc } = {}) =>
  ({ kind: "written", source: "form 7", at: DateTime.makeUnsafe("2026-11-01T00:00:00Z"), ...change }) as const

describe("what a verdict says", () => {
  it("names the limit that opens last, wherever it stands among the others", () => {
    const full = (minute: number | null, wholeHour: number | null, day: number | null) =>
      says("call-rate", { history: { fullSince: { minute, hour: wholeHour, day } } })
    assert.include(full(noon - 30_000, noon - 30 * 60_000, null), "300 calls an hour")
    assert.include(full(noon - 1, noon - hour + 5, null), "30 calls a minute")
    assert.include(full(noon - 1, noon - hour + 5, noon - 2 * hour), "2000 calls a day")
  })

  it("names the span in which the number was called too often, and how often that is", () => {
    const attempts = [noon - 61_000, noon - 23.5 * hour]
    const often = (profile: NonNullable<Sample["profile"]>) => says("attempts", { history: { attempts }, profile })
    assert.include(often({ attemptsPerHour: 1, attemptsPerDay: 2 }), "was called once within one hour")
    assert.include(often({ attemptsPerHour: 1, attemptsPerDay: 1 }), "was called once within one day")
    assert.include(often({ attemptsPerDay: 2 }), "was called 2 times within one day")
    assert.include(often({ attemptsPerDay: 2, attemptsPerWeek: 2 }), "within one week")
  })

  it("cites the law where it is the law's attempts that were made", () => {
    const florida = { purpose: "sales", states: ["US-FL"], isStateGiven: true } as const
    const attempts = [noon - 61_000, noon - 2 * hour, noon - 3 * hour]
    assert.deepStrictEqual(verdictOf("attempts", { facts: florida, history: { attempts } }).rows, ["us-fl-attempts"])
    assert.deepStrictEqual(verdictOf("attempts", { history: { attempts } }).rows, [], "a profile's limit is no law")
  })

  it("tells minutes that are taken, minutes that a call may last, and dollars to the cent", () => {
    const ten = { history: { secondsInDay: 121 }, profile: { minutesPerDay: 10 } }
    assert.include(says("minutes", ten), "3 of 10 minutes of the day are taken, and this call may last 10.")
    assert.include(says("minutes", { ...ten, profile: { minutesPerDay: 20 } }), "3 of 20 minutes of the day are taken.")
    const rich = { history: { microsInDay: 10_000_000_000 }, profile: { dollarsPerDay: 20_000 } }
    assert.include(says("spend", rich), "10000.00 of 20000 dollars of the day are taken.")
  })

  it("says what is counted of an agent that does not tell when it ends a call, and of no other", () => {
    const unknown = / It is not known when the agent ends a call: the 120 minutes .*are counted\.$/
    const facts = { maxDurationSeconds: 7_141, isLengthUnknown: true }
    for (const [rule, profile] of [
      ["minutes", { minutesPerDay: 1_000 }],
      ["minutes", { minutesPerDay: 1 }],
      ["spend", { dollarsPerDay: 1_000 }],
      ["spend", { dollarsPerDay: 1 }]
    ] as const) {
      assert.match(says(rule, { facts, profile }), unknown)
      assert.notMatch(says(rule, { facts: { ...facts, isLengthUnknown: false }, profile }), /not known/)
      assert.notMatch(says(rule, { profile }), /not known/)
    }
  })

  it("counts the day of this budget among those that were spent, and none where days are not counted", () => {
    const third = { history: { budgetDays: 2 } }
    assert.include(says("fan-out", third), "spent on 3 days of a week")
    const { fanOut } = builtInProfiles.default
    const counting = (days: number, budgetDays: number | null) =>
      judged({
        history: { budgetDays: days },
        profile: { fanOut: fanOut === null ? null : { ...fanOut, budgetDays } }
      })
    assert.deepStrictEqual([counting(2, null), counting(1, 2), counting(0, 1)], ["allow", "refuse fan-out", "allow"])
  })

  it("names the day of the week there", () => {
    const days = Array.from({ length: 7 }, (_, day) => says("calling-window", { now: noon + day * 24 * hour }))
    assert.deepStrictEqual(
      days.map((said) => /\b(\w{3}) 12:00/.exec(said)?.[1]),
      ["Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon"]
    )
  })

  it("lists up to three clocks", () => {
    const zones = ["America/New_York", "America/Chicago", "America/Denver"]
    assert.include(says("calling-window", { facts: { zones } }), "Tue 10:00 or Tue 11:00 or Tue 12:00")
  })

  it("asks for consent only where the law does", () => {
    const brazil = { region: "BR", states: [] }
    assert.deepInclude(verdictOf("consent", { facts: brazil }), {
      says: "No record of consent is asked for.",
      rows: []
    })
  })

  it("does not speak of an identity that no law asks for", () => {
    const german = { region: "DE", states: [], firstMessage: "Hello, this is an AI assistant." }
    const { decision, says: said } = verdictOf("disclosure", { facts: german })
    assert.strictEqual(decision, "allow")
    assert.notInclude(said, "identity")
    assert.include(said, "that an AI is calling")
  })
})

describe("from when a call may be placed", () => {
  it("is never, where consent will have expired by then", () => {
    const night = Date.UTC(2026, 10, 25, 5)
    const expiring = (instant: number) =>
      evaluate({ now: night, facts: { consent: consent({ expiresAt: DateTime.makeUnsafe(instant) }) } })
    assert.isNull(expiring(night + hour).notBefore)
    assert.strictEqual(until(expiring(night + 24 * hour)), "2026-11-25T13:00:00.000Z")
    const lastDial = { history: { lastDialAt: noon } }
    const turn = (instant: number) =>
      turnOf(evaluate({ ...lastDial, facts: { consent: consent({ expiresAt: DateTime.makeUnsafe(instant) }) } }))
    assert.isNull(turn(noon + 500))
    assert.strictEqual(turn(noon + hour), noon + 1_000)
  })

  it("is the opening of the same day, half a minute before it", () => {
    const early = Date.UTC(2026, 10, 25, 12, 59, 30)
    assert.strictEqual(until(evaluate({ now: early })), "2026-11-25T13:00:00.000Z")
  })

  it("is Monday for what is sold on a Sunday or a Saturday, by each day's own hours", () => {
    const sale = { facts: { purpose: "sales", isStateGiven: true } } as const
    const window = (day: number, utcHour = 17) =>
      verdictOf("calling-window", { ...sale, now: Date.UTC(2026, 10, day, utcHour) })
    assert.deepStrictEqual(
      [20, 21, 22, 23].map((day) => window(day).decision),
      ["allow", "refuse-until", "refuse-until", "allow"]
    )
    assert.deepStrictEqual([until(window(21)), until(window(22))], Array(2).fill("2026-11-23T15:00:00.000Z"))
    // The Canadian hours differ between Saturday, Sunday and the days of work.
    const canada = { region: "CA", states: ["CA-ON"], zones: ["America/Toronto"] }
    const at = (day: number, utcHour: number) =>
      verdictOf("calling-window", { facts: canada, now: Date.UTC(2026, 10, day, utcHour) }).decision
    assert.deepStrictEqual(
      [at(20, 24), at(22, 24), at(22, 14), at(22, 16)],
      ["allow", "refuse-until", "refuse-until", "allow"]
    )
  })
})

describe("a refusal for want of a person", () => {
  it("tells how to ask one, also where it is not yet the turn of the dial", () => {
    const asked = refused(evaluate({ profile: { approval: true }, history: { lastDialAt: noon } }))
    assert.deepInclude(asked, { code: "approval-required" })
    assert.include(asked.nextStep, "waits for approval")
  })
})
