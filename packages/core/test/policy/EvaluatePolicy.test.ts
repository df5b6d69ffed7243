import { assert, describe, it } from "@effect/vitest"
import { builtInProfiles, evaluatePolicy, NumberType, PhoneNumber, RuleId } from "@outbound-call/core"
import { DateTime } from "effect"
import { evaluate, factsOf, historyOf, judged, noon, type Sample, verdictOf } from "./SampleQuestion.ts"

const at = (text: string): number => DateTime.toEpochMillis(DateTime.makeUnsafe(text))

/** Each row: what is the matter, the sample, and the decision with the rules that stand against it. */
const rows: ReadonlyArray<readonly [what: string, sample: Sample, expected: string]> = [
  ["the first call of a newcomer at noon", {}, "allow"],
  [
    "a crisis line",
    { facts: { to: PhoneNumber.make("+18002738255"), type: "toll-free" } },
    "refuse crisis-number number-type"
  ],
  [
    "a harmonised number of social value",
    { facts: { to: PhoneNumber.make("+44116123000".slice(0, 9)) } },
    "refuse crisis-number"
  ],
  ["a premium number", { facts: { type: "premium-rate" } }, "refuse number-type spend"],
  ["a toll-free number", { facts: { type: "toll-free" } }, "refuse number-type"],
  [
    "a toll-free number that the profile allows",
    { facts: { type: "toll-free" }, profile: { numberTypes: ["toll-free"] } },
    "allow"
  ],
  ["a number abroad", { facts: { callerRegion: "GB" } }, "refuse country"],
  [
    "a number abroad that the profile allows",
    { facts: { callerRegion: "GB" }, profile: { countries: ["caller", "US"] } },
    "allow"
  ],
  [
    "a country that is denied and allowed",
    { profile: { countries: ["any"], deniedCountries: ["US"] } },
    "refuse country"
  ],
  ["a caller id that is not known", { facts: { callerRegion: null } }, "refuse country"],
  ["a denied number", { profile: { deniedNumbers: ["+1212555"] } }, "refuse number-list"],
  ["a number that is not on the allow-list", { profile: { allowedNumbers: ["+1646"] } }, "refuse number-list"],
  ["a number on the allow-list", { profile: { allowedNumbers: ["+1212"] } }, "allow"],
  ["a suppressed number", { history: { suppression: { source: "a letter", at: noon - 1 } } }, "refuse suppression"],
  ["a purpose that the profile does not have", { profile: { purposes: ["test"] } }, "refuse purpose"],
  ["a test to somebody else's number", { facts: { purpose: "test" } }, "refuse purpose"],
  [
    "a test to a number of one's own",
    { facts: { purpose: "test" }, profile: { testNumbers: ["+12125550100"] } },
    "allow"
  ],
  ["a short ringing", { facts: { ringingTimeoutSeconds: 14 } }, "refuse ringing-timeout"],
  ["the shortest ringing", { facts: { ringingTimeoutSeconds: 15 } }, "allow"],
  ["at night", { now: at("2026-11-25T02:00:00Z") }, "refuse-until calling-window"],
  ["at night, and asked for now", { now: at("2026-11-25T02:00:00Z"), facts: { purpose: "requested" } }, "allow"],
  ["no zone known", { facts: { zones: [] } }, "refuse calling-window"],
  ["a zone that does not exist", { facts: { zones: ["Mars/Olympus"] } }, "refuse calling-window"],
  [
    "three calls within the hour",
    { history: { attempts: [noon - 61_000, noon - 62_000, noon - 63_000] } },
    "refuse-until attempts"
  ],
  ["a call a minute ago", { history: { attempts: [noon - 60_000] } }, "allow"],
  ["a call less than a minute ago", { history: { attempts: [noon - 59_999] } }, "refuse-until cool-down"],
  ["too many calls ever", { history: { attemptsEver: 10 }, profile: { attemptsEver: 10 } }, "refuse attempts"],
  ["an open breaker", { history: { breaker: { reason: "Look.", at: noon } } }, "refuse breaker"],
  ["a fifth new number of a block within a day", { history: { newNeighbours: 4 } }, "refuse fan-out"],
  ["a number of such a block that is known", { history: { newNeighbours: 4, isStranger: false } }, "allow"],
  ["one of many neighbours in several blocks", { history: { neighbours: 1, neighboursInAll: 4 } }, "refuse fan-out"],
  ["a number without neighbours among those", { history: { neighboursInAll: 9 } }, "allow"],
  [
    "strangers as fast as a machine calls",
    { history: { strangersFullSince: { tenMinutes: noon - 599_999, day: null } } },
    "refuse-until fan-out"
  ],
  [
    "a known number at the same time",
    { history: { strangersFullSince: { tenMinutes: noon - 599_999, day: noon - 1 }, isStranger: false } },
    "allow"
  ],
  [
    "strangers ten minutes later",
    { history: { strangersFullSince: { tenMinutes: noon - 600_000, day: null } } },
    "allow"
  ],
  [
    "a day of strangers",
    { history: { strangersFullSince: { tenMinutes: null, day: noon - 86_399_999 } } },
    "refuse fan-out"
  ],
  [
    "strangers on the next day",
    { history: { strangersFullSince: { tenMinutes: null, day: noon - 86_400_000 } } },
    "allow"
  ],
  ["a budget spent on a second day", { history: { budgetDays: 1 } }, "allow"],
  ["a budget spent on a third day", { history: { budgetDays: 2 } }, "refuse fan-out"],
  ["a call as long as the profile lets it be", { facts: { askedSeconds: 600 } }, "allow"],
  ["a second longer", { facts: { askedSeconds: 601, maxDurationSeconds: 601 } }, "refuse minutes"],
  ["an agent that talks longer, and is not asked to", { facts: { maxDurationSeconds: 1_800 } }, "allow"],
  ["a run of neighbours", { history: { neighbours: 4 } }, "refuse fan-out"],
  ["live calls up to the limit", { history: { liveCalls: 20 } }, "refuse live-calls"],
  ["a dial in the same second", { history: { lastDialAt: noon - 999 } }, "refuse-until pace"],
  ["a dial a second ago", { history: { lastDialAt: noon - 1_000 } }, "allow"],
  [
    "a full minute",
    { history: { fullSince: { minute: noon - 30_000, hour: null, day: null } } },
    "refuse-until call-rate"
  ],
  ["minutes that would not last", { history: { secondsInDay: 1 }, profile: { minutesPerDay: 10 } }, "refuse minutes"],
  [
    "minutes that would not last as they are billed",
    { facts: { maxDurationSeconds: 541 }, history: { secondsInDay: 60 }, profile: { minutesPerDay: 10 } },
    "refuse minutes"
  ],
  [
    "a budget that would not last as it is billed",
    { facts: { maxDurationSeconds: 61 }, profile: { dollarsPerDay: 0.229 } },
    "refuse spend"
  ],
  ["minutes that just last", { profile: { minutesPerDay: 10 } }, "allow"],
  ["a budget that would not last", { profile: { dollarsPerDay: 1.14 } }, "refuse spend"],
  ["a budget that just lasts", { profile: { dollarsPerDay: 1.15 } }, "allow"],
  [
    "a budget where no price is known",
    { facts: { region: "AQ" }, history: { isStranger: false }, profile: { dollarsPerDay: 1000, countries: ["any"] } },
    "refuse spend"
  ],
  ["a wrong clock", { facts: { clockOffsetMillis: -60_000 } }, "refuse clock"],
  ["a clock that is nearly right", { facts: { clockOffsetMillis: 59_999 } }, "allow"],
  ["a database whose clock is a minute ahead", { history: { clock: { aheadMillis: 60_200 } } }, "refuse clock"],
  ["a database whose clock is nearly right", { history: { clock: { aheadMillis: 60_199 } } }, "allow"],
  [
    "a database whose clock is behind where ours is ahead",
    { facts: { clockOffsetMillis: -30_000 }, history: { clock: { aheadMillis: 30_000 } } },
    "refuse clock"
  ],
  [
    "a database whose clock is right where ours is not quite",
    { facts: { clockOffsetMillis: 59_999 }, history: { clock: { aheadMillis: 59_999 } } },
    "allow"
  ],
  ["a clock that is not known", { facts: { clockOffsetMillis: null } }, "refuse clock"],
  ["the profile of load tests against a real provider", { profile: builtInProfiles.rig }, "refuse purpose"],
  [
    "the profile of load tests on this machine",
    { profile: builtInProfiles.rig, facts: { isProviderLocal: true } },
    "allow"
  ]
]

describe("evaluatePolicy", () => {
  it.each(rows.map(([what, sample, expected]) => ({ what, sample, expected })))(
    "$what: $expected",
    ({ expected, sample }) => assert.strictEqual(judged(sample), expected)
  )

  it("tells the verdict of every rule but that of the emergency numbers, which is where numbers are read", () => {
    const told = evaluate().verdicts.map(({ rule }) => rule)
    assert.deepStrictEqual([...told].toSorted(), RuleId.literals.filter((id) => id !== "emergency-number").toSorted())
    for (const { says } of evaluate().verdicts) assert.match(says, /^[A-Z0-9].*\.$/)
  })

  it("allows landlines, mobiles and internet telephony of all types, and no other", () => {
    const allowed = NumberType.literals.filter((type) => judged({ facts: { type } }) === "allow")
    assert.deepStrictEqual(allowed, ["mobile", "fixed-line", "fixed-line-or-mobile", "voip"])
  })

  it("refuses in simulation by the numbers' rules only, and tells all the same what the others say", () => {
    const sample: Sample = {
      facts: { simulated: true, zones: [], callerRegion: "GB", clockOffsetMillis: null },
      history: { suppression: { source: "a letter", at: noon } }
    }
    assert.strictEqual(judged(sample), "allow")
    const against = evaluate(sample).verdicts.flatMap(({ decision, rule }) => (decision === "allow" ? [] : [rule]))
    assert.deepStrictEqual(against, ["country", "suppression", "calling-window", "clock"])
    assert.strictEqual(judged({ facts: { simulated: true, type: "premium-rate" } }), "refuse number-type")
  })

  it("refuses by a rule that breaks", () => {
    const history = historyOf()
    const broken = new Proxy(history, {
      get: (target, name, receiver) => {
        if (name === "liveCalls") throw new Error("broken")
        return Reflect.get(target, name, receiver)
      }
    })
    const { decision, refusing } = evaluatePolicy(factsOf(), broken, builtInProfiles.default, noon)
    assert.deepStrictEqual([decision, refusing.map(({ rule }) => rule)], ["refuse", ["live-calls"]])
    assert.include(refusing[0]?.says ?? "", "could not be judged")
  })

  it("finds the instant from which no rule refuses, also where one opens when another has shut", () => {
    const late = at("2026-11-25T00:59:30Z")
    const { notBefore } = evaluate({ now: late, history: { lastDialAt: late, attempts: [late - 1] } })
    assert.strictEqual(notBefore === null ? null : DateTime.formatIso(notBefore), "2026-11-25T13:00:00.000Z")
    assert.isNull(evaluate({ now: late, history: { liveCalls: 20 } }).notBefore)
    const full = { minute: noon - 30_000, hour: noon - 1_800_000, day: null }
    const again = evaluate({ history: { fullSince: full } }).notBefore
    assert.strictEqual(again === null ? null : DateTime.formatIso(again), "2026-11-24T17:30:00.000Z")
  })

  it("trips the breaker by a run of numbers, and by nothing else", () => {
    assert.include(evaluate({ history: { neighbours: 4 } }).trips ?? "", "block of a hundred")
    assert.isNull(evaluate({ history: { liveCalls: 20 } }).trips)
    const machine = { strangersFullSince: { tenMinutes: noon - 1, day: null } }
    assert.isNull(evaluate({ history: machine }).trips, "who is only too fast waits")
    assert.include(evaluate({ history: { ...machine, newNeighbours: 4 } }).trips ?? "", "within a day")
    assert.isNull(evaluate({ history: { neighbours: 4 }, facts: { simulated: true } }).trips)
  })

  const abroad = {
    facts: { region: "LV", zones: ["Europe/Riga"], states: [], firstMessage: "An AI here." } as const,
    profile: { countries: ["any"], dollarsPerDay: null } as const
  }
  it("counts strangers abroad, and what they may cost, where the price is not known the dearest", () => {
    assert.strictEqual(judged({ ...abroad, facts: { ...abroad.facts, maxDurationSeconds: 60 }, now: noon }), "allow")
    assert.strictEqual(judged({ ...abroad, now: noon }), "refuse fan-out")
    const five = { strangersAbroad: { numbers: 5, micros: 0 } }
    assert.strictEqual(
      judged({ facts: { callerRegion: "GB" }, profile: { countries: ["any"] }, history: five }),
      "refuse fan-out"
    )
    assert.strictEqual(
      judged({
        facts: { callerRegion: "GB" },
        profile: { countries: ["any"] },
        history: { ...five, isStranger: false }
      }),
      "allow"
    )
    assert.strictEqual(judged({ history: five }), "allow")
    const inDay = (numbers: number, micros: number) =>
      judged({
        facts: { callerRegion: "GB" },
        profile: { countries: ["any"] },
        history: { strangersAbroadInDay: { numbers, micros } }
      })
    assert.strictEqual(inDay(7, 3_850_000), "allow")
    assert.strictEqual(inDay(8, 0), "refuse fan-out")
    assert.strictEqual(inDay(0, 3_850_001), "refuse fan-out")
  })

  it("names the cited rule that decided", () => {
    assert.include(
      verdictOf("calling-window", { now: at("2026-11-25T02:00:00Z") }).rows.join(" "),
      "any-informational-window"
    )
  })
})
