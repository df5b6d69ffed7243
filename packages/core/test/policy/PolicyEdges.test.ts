import { assert, describe, it } from "@effect/vitest"
import { builtInProfiles, PhoneNumber } from "@outbound-call/core"
import { DateTime } from "effect"
import { clockOf, localTime, nextDate } from "../../src/policy/LocalTime.ts"
import { evaluate, judged, noon, type Sample, verdictOf } from "./SampleQuestion.ts"

const at = (text: string): number => DateTime.toEpochMillis(DateTime.makeUnsafe(text))
const hour = 3_600_000
const ago = (...millis: ReadonlyArray<number>) => ({ attempts: millis.map((one) => noon - one) })

/** Each limit on both of its sides: what is the matter, the sample, and what stands against it. */
const edges: ReadonlyArray<readonly [what: string, sample: Sample, expected: string]> = [
  ["the last minute that rings out in time", { now: at("2026-11-25T00:58:59.999Z") }, "allow"],
  ["the first that does not", { now: at("2026-11-25T00:59:00Z") }, "refuse-until calling-window"],
  ["the window's first millisecond", { now: at("2026-11-25T13:00:00Z") }, "allow"],
  ["the one before it", { now: at("2026-11-25T12:59:59.999Z") }, "refuse-until calling-window"],
  [
    "an hour's attempts within it",
    { history: ago(61_000, 62_000, hour - 1), profile: { attemptsPerHour: 3 } },
    "refuse-until attempts"
  ],
  ["an hour's attempts, the first before it", { history: ago(61_000, 62_000, hour) }, "allow"],
  [
    "a day's attempts within it",
    { history: ago(24 * hour - 1), profile: { attemptsPerDay: 1 } },
    "refuse-until attempts"
  ],
  ["a day's attempts before it", { history: ago(24 * hour), profile: { attemptsPerDay: 1 } }, "allow"],
  [
    "a week's attempts within it",
    { history: ago(168 * hour - 1), profile: { attemptsPerWeek: 1 } },
    "refuse-until attempts"
  ],
  ["a week's attempts before it", { history: ago(168 * hour), profile: { attemptsPerWeek: 1 } }, "allow"],
  ...(
    [
      ["minute", 60_000],
      ["hour", hour],
      ["day", 24 * hour]
    ] as const
  ).flatMap(([span, millis]) => {
    const full = (age: number) => ({
      history: { fullSince: { minute: null, hour: null, day: null, [span]: noon - age } }
    })
    return [
      [`a full ${span}`, full(millis - 1), "refuse-until call-rate"],
      [`a full ${span} that is over`, full(millis), "allow"]
    ] as const
  }),
  ["minutes to the last second", { history: { secondsInDay: 60 }, profile: { minutesPerDay: 11 } }, "allow"],
  ["minutes and a second", { history: { secondsInDay: 61 }, profile: { minutesPerDay: 11 } }, "refuse minutes"],
  ["a budget to the last", { history: { microsInDay: 850_000 }, profile: { dollarsPerDay: 2 } }, "allow"],
  ["a budget and a millionth", { history: { microsInDay: 850_001 }, profile: { dollarsPerDay: 2 } }, "refuse spend"],
  ["neighbours up to the limit", { history: { neighbours: 3 } }, "allow"],
  ["live calls below the limit", { history: { liveCalls: 19 } }, "allow"],
  ["attempts below the whole limit", { history: { attemptsEver: 9 }, profile: { attemptsEver: 10 } }, "allow"],
  [
    "strangers abroad below the limit",
    {
      facts: { callerRegion: "GB" },
      history: { strangersAbroad: { numbers: 4, micros: 3_850_000 } },
      profile: { countries: ["any"] }
    },
    "allow"
  ],
  [
    "strangers abroad above the money",
    {
      facts: { callerRegion: "GB" },
      history: { strangersAbroad: { numbers: 4, micros: 3_850_001 } },
      profile: { countries: ["any"] }
    },
    "refuse fan-out"
  ],
  [
    "the profile of load tests at night, with no clock",
    {
      now: at("2026-11-25T05:00:00Z"),
      profile: builtInProfiles.rig,
      facts: { isProviderLocal: true, clockOffsetMillis: null, zones: [] }
    },
    "allow"
  ],
  [
    "a test on a Sunday night",
    { now: at("2026-11-22T05:00:00Z"), facts: { purpose: "test" }, profile: { testNumbers: ["+1"] } },
    "allow"
  ],
  ["the profile of load tests, simulated", { profile: builtInProfiles.rig, facts: { simulated: true } }, "allow"],
  [
    "a crisis line, with more digits than it has",
    { facts: { to: PhoneNumber.make("+448001111000") }, profile: { countries: ["any"] } },
    "refuse crisis-number"
  ],
  ["a clock a minute ahead", { facts: { clockOffsetMillis: 60_000 } }, "refuse clock"]
]

describe("consent that was spoken", () => {
  const consent = { kind: "express", source: "a call", at: DateTime.makeUnsafe(noon - hour) } as const
  const decided = (facts: NonNullable<Sample["facts"]>) =>
    verdictOf("consent", { facts: { consent, ...facts } }).decision

  it("is enough where the law asks for no written one", () => {
    assert.strictEqual(decided({ purpose: "sales" }), "refuse")
    assert.strictEqual(decided({ purpose: "sales", region: "GB", states: [] }), "allow")
    assert.strictEqual(decided({ purpose: "informational" }), "allow")
  })
})

describe("the limits of the policy", () => {
  it.each(edges.map(([what, sample, expected]) => ({ what, sample, expected })))(
    "$what: $expected",
    ({ expected, sample }) => assert.strictEqual(judged(sample), expected)
  )

  it("tell the latest of the instants from which they allow", () => {
    const { notBefore } = evaluate({
      history: {
        ...ago(61_000, 62_000, 63_000),
        lastDialAt: noon,
        fullSince: { minute: noon, hour: noon - hour + 5, day: null }
      }
    })
    assert.strictEqual(notBefore === null ? 0 : DateTime.toEpochMillis(notBefore), noon + hour - 63_000)
  })

  it("say how late it is there, in every zone", () => {
    const says = (zones: ReadonlyArray<string>, now: number) =>
      verdictOf("calling-window", { facts: { zones }, now }).says
    assert.include(says(["America/New_York"], noon), "Tue 12:00")
    assert.include(says(["America/New_York", "America/Chicago"], noon), "Tue 11:00 or Tue 12:00")
    assert.include(
      says(["Europe/London", "Asia/Tokyo", "Asia/Kolkata", "America/Adak"], noon),
      "Tue 07:00 to Wed 02:00"
    )
    assert.include(verdictOf("clock", { facts: { clockOffsetMillis: -90_000 } }).says, "90 s")
  })

  it("read the clock on the days on which it is changed", () => {
    const minutes = (zone: string, ...instants: ReadonlyArray<string>) =>
      instants.map((instant) => localTime(zone, at(instant)).minute / 60)
    assert.deepStrictEqual(
      minutes("America/New_York", "2026-03-08T05:00:00Z", "2026-03-08T06:00:00Z", "2026-03-08T07:00:00Z"),
      [0, 1, 3]
    )
    assert.deepStrictEqual(
      minutes("Australia/Sydney", "2026-04-04T15:00:00Z", "2026-04-04T16:00:00Z", "2026-04-04T22:00:00Z"),
      [2, 2, 8]
    )
  })

  it("read clocks and days as the calendar has them", () => {
    assert.deepStrictEqual(localTime("Asia/Kathmandu", at("2028-02-28T18:15:00Z")), {
      date: "2028-02-29",
      weekday: 2,
      minute: 0
    })
    const newYork = (text: string) => clockOf(localTime("America/New_York", at(text)).minute)
    assert.deepStrictEqual(
      ["05:30:00", "05:59:59", "06:00:00", "06:30:00"].map((time) => newYork(`2026-11-01T${time}Z`)),
      ["01:30", "01:59", "01:00", "01:30"]
    )
    const lordHowe = (text: string) => clockOf(localTime("Australia/Lord_Howe", at(text)).minute)
    // Its clocks are set on by half an hour, within an hour of the world's.
    assert.deepStrictEqual(
      ["15:00:00", "15:29:59", "15:30:00", "15:31:00"].map((time) => lordHowe(`2026-10-03T${time}Z`)),
      ["01:30", "01:59", "02:30", "02:31"]
    )
    assert.deepStrictEqual(["2028-02-28", "2027-02-28", "2026-12-31", "2100-02-28"].map(nextDate), [
      "2028-02-29",
      "2027-03-01",
      "2027-01-01",
      "2100-03-01"
    ])
  })
})
