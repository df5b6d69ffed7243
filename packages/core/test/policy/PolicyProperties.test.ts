import { assert, describe, it } from "@effect/vitest"
import {
  builtInProfiles,
  Decision,
  type DialFacts,
  type DialHistory,
  evaluatePolicy,
  NumberType,
  PhoneNumber,
  type PolicyEvaluation,
  type PolicyProfile,
  Purpose
} from "@outbound-call/core"
import { DateTime, Schema } from "effect"
import { factsOf, historyOf } from "./SampleQuestion.ts"

const whole = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))
const span = whole(0, 40 * 86_400_000)
const count = whole(0, 12)
const limit = Schema.NullOr(whole(1, 12))

/** A question as numbers and words, from which facts, history and profile are made. */
const Sample = Schema.Struct({
  to: Schema.Literals(["+12125550100", "+18505550100", "+447700900123", "+33199000012", "+61491570156"]),
  type: NumberType,
  region: Schema.Literals(["US", "GB", "FR", "AU", "AQ"]),
  callerRegion: Schema.NullOr(Schema.Literals(["US", "GB"])),
  zones: Schema.Array(
    Schema.Literals(["America/New_York", "America/Chicago", "Europe/Paris", "Australia/Lord_Howe", "Asia/Kolkata"])
  ).check(Schema.isMaxLength(3)),
  states: Schema.Array(Schema.Literals(["US-FL", "US-TX", "US-NE"])).check(Schema.isMaxLength(2)),
  purpose: Purpose,
  consentAge: Schema.NullOr(span),
  ringing: Schema.Literals([10, 15, 60, 600]),
  duration: whole(1, 7200),
  isDurationAsked: Schema.Boolean,
  /** From 2026 to 2028. */
  now: whole(Date.UTC(2026, 0, 1), Date.UTC(2028, 11, 31)),
  attemptAges: Schema.Array(Schema.Union([span, whole(0, 7_200_000)])).check(Schema.isMaxLength(12)),
  live: count,
  lastAge: Schema.NullOr(whole(0, 5_000)),
  fullAges: Schema.Struct({
    minute: Schema.NullOr(whole(0, 59_999)),
    hour: Schema.NullOr(whole(0, 3_599_999)),
    day: Schema.NullOr(whole(0, 86_399_999))
  }),
  seconds: whole(0, 8_000),
  micros: whole(0, 20_000_000),
  neighbours: count,
  isStranger: Schema.Boolean,
  strangers: count,
  newNeighbours: count,
  neighboursInAll: count,
  strangerAges: Schema.Struct({
    tenMinutes: Schema.NullOr(whole(0, 599_999)),
    day: Schema.NullOr(whole(0, 86_399_999))
  }),
  budgetDays: whole(0, 3),
  profile: Schema.Struct({
    purposes: Schema.NonEmptyArray(Purpose),
    countries: Schema.Array(Schema.Literals(["US", "GB", "caller", "any"])),
    deniedCountries: Schema.Array(Schema.Literals(["GB", "FR"])),
    allowedNumbers: Schema.Array(Schema.Literals(["+1212", "+44", "+61"])),
    deniedNumbers: Schema.Array(Schema.Literals(["+12125", "+447", "+614"])),
    numberTypes: Schema.Array(NumberType),
    testNumbers: Schema.Array(Schema.Literals(["+1212", "+44"])),
    attemptsPerHour: limit,
    attemptsPerDay: limit,
    attemptsPerWeek: limit,
    attemptsEver: limit,
    coolDownSeconds: whole(0, 100_000),
    longestCallSeconds: Schema.NullOr(whole(1, 7_200)),
    liveCalls: limit,
    paceMillis: whole(0, 10_000),
    minutesPerDay: Schema.NullOr(whole(1, 200)),
    dollarsPerDay: Schema.NullOr(whole(1, 20)),
    laws: Schema.Boolean,
    identity: Schema.NullOr(Schema.Literal("Example"))
  })
})
type Sample = typeof Sample.Type

const questionOf = (sample: Sample) => {
  const { now } = sample
  const since = (age: number | null) => (age === null ? null : now - age)
  const facts: DialFacts = factsOf({
    to: PhoneNumber.make(sample.to),
    type: sample.type,
    region: sample.region,
    callerRegion: sample.callerRegion,
    zones: sample.zones,
    states: sample.states,
    purpose: sample.purpose,
    consent:
      sample.consentAge === null
        ? null
        : { kind: "written", source: "a form", at: DateTime.makeUnsafe(now - sample.consentAge) },
    firstMessage: "An AI of Example speaks, and the call is recorded.",
    ringingTimeoutSeconds: sample.ringing,
    maxDurationSeconds: sample.duration,
    askedSeconds: sample.isDurationAsked ? sample.duration : null
  })
  const attempts = sample.attemptAges.map((age) => now - age).toSorted((a, b) => b - a)
  const history: DialHistory = historyOf({
    attempts,
    attemptsEver: attempts.length,
    liveCalls: sample.live,
    lastDialAt: since(sample.lastAge),
    fullSince: {
      minute: since(sample.fullAges.minute),
      hour: since(sample.fullAges.hour),
      day: since(sample.fullAges.day)
    },
    secondsInDay: sample.seconds,
    microsInDay: sample.micros,
    neighbours: sample.neighbours,
    newNeighbours: sample.newNeighbours,
    neighboursInAll: sample.neighboursInAll,
    budgetDays: sample.budgetDays,
    strangersAbroadInDay: { numbers: sample.strangers, micros: sample.micros },
    strangersFullSince: { tenMinutes: since(sample.strangerAges.tenMinutes), day: since(sample.strangerAges.day) },
    isStranger: sample.isStranger,
    strangersAbroad: { numbers: sample.strangers, micros: sample.micros }
  })
  const profile: PolicyProfile = { ...builtInProfiles.default, name: "own", ...sample.profile }
  return { facts, history, profile, now }
}

const names = ({ refusing }: PolicyEvaluation): ReadonlyArray<string> => refusing.map(({ rule }) => rule)

/** Every rule that stood against the call still does, and the decision is no milder. */
const assertStricter = (before: PolicyEvaluation, after: PolicyEvaluation) => {
  assert.includeMembers([...names(after)], [...names(before)])
  const rank = Decision.literals
  assert.isAtLeast(rank.indexOf(after.decision), rank.indexOf(before.decision))
}

const later = (known: number | null, age: number | null, now: number): number | null =>
  age === null ? known : Math.max(known ?? 0, now - age)

/** The lower of two limits; null is none. */
const lower = <A extends number>(a: A | null, b: A | null): A | null =>
  a === null ? b : b === null ? a : b < a ? b : a
const both = <A>(a: ReadonlyArray<A>, b: ReadonlyArray<A>): ReadonlyArray<A> => a.filter((item) => b.includes(item))

describe("the policy, whatever it is asked", () => {
  it.prop("refuses no less when more has happened", { sample: Sample, more: Sample }, ({ more, sample }) => {
    const { facts, history, now, profile } = questionOf(sample)
    const added = more.attemptAges.map((age) => now - age)
    const after: DialHistory = {
      ...history,
      attempts: [...history.attempts, ...added].toSorted((a, b) => b - a),
      attemptsEver: history.attemptsEver + added.length,
      liveCalls: history.liveCalls + more.live,
      lastDialAt: later(history.lastDialAt, more.lastAge, now),
      fullSince: {
        minute: later(history.fullSince.minute, more.fullAges.minute, now),
        hour: later(history.fullSince.hour, more.fullAges.hour, now),
        day: later(history.fullSince.day, more.fullAges.day, now)
      },
      secondsInDay: history.secondsInDay + more.seconds,
      microsInDay: history.microsInDay + more.micros,
      neighbours: history.neighbours + more.neighbours,
      newNeighbours: history.newNeighbours + more.newNeighbours,
      neighboursInAll: history.neighboursInAll + more.neighboursInAll,
      budgetDays: history.budgetDays + more.budgetDays,
      strangersAbroadInDay: {
        numbers: history.strangersAbroadInDay.numbers + more.strangers,
        micros: history.strangersAbroadInDay.micros + more.micros
      },
      strangersFullSince: {
        tenMinutes: later(history.strangersFullSince.tenMinutes, more.strangerAges.tenMinutes, now),
        day: later(history.strangersFullSince.day, more.strangerAges.day, now)
      },
      strangersAbroad: {
        numbers: history.strangersAbroad.numbers + more.strangers,
        micros: history.strangersAbroad.micros + more.micros
      }
    }
    assertStricter(evaluatePolicy(facts, history, profile, now), evaluatePolicy(facts, after, profile, now))
  })

  it.prop("refuses no less when a country or a number is denied", { sample: Sample }, ({ sample }) => {
    const { facts, history, now, profile } = questionOf(sample)
    const before = evaluatePolicy(facts, history, profile, now)
    const country = { ...profile, deniedCountries: [...profile.deniedCountries, sample.region] }
    const number = { ...profile, deniedNumbers: [...profile.deniedNumbers, sample.to.slice(0, 6)] }
    for (const denying of [country, number]) {
      const after = evaluatePolicy(facts, history, denying, now)
      assertStricter(before, after)
      assert.strictEqual(after.decision, "refuse")
    }
  })

  it.prop("refuses no less by a stricter profile", { sample: Sample, other: Sample }, ({ other, sample }) => {
    const { facts, history, now, profile } = questionOf(sample)
    const that = questionOf(other).profile
    const allowedNumbers =
      profile.allowedNumbers.length === 0 ? that.allowedNumbers : profile.allowedNumbers.slice(0, 1)
    const stricter: PolicyProfile = {
      ...profile,
      purposes: both(profile.purposes, that.purposes),
      countries: both(profile.countries, that.countries),
      deniedCountries: [...profile.deniedCountries, ...that.deniedCountries],
      allowedNumbers,
      deniedNumbers: [...profile.deniedNumbers, ...that.deniedNumbers],
      numberTypes: both(profile.numberTypes, that.numberTypes),
      testNumbers: both(profile.testNumbers, that.testNumbers),
      attemptsPerHour: lower(profile.attemptsPerHour, that.attemptsPerHour),
      attemptsPerDay: lower(profile.attemptsPerDay, that.attemptsPerDay),
      attemptsPerWeek: lower(profile.attemptsPerWeek, that.attemptsPerWeek),
      attemptsEver: lower(profile.attemptsEver, that.attemptsEver),
      coolDownSeconds: Math.max(profile.coolDownSeconds, that.coolDownSeconds),
      liveCalls: lower(profile.liveCalls, that.liveCalls),
      paceMillis: Math.max(profile.paceMillis, that.paceMillis),
      longestCallSeconds: lower(profile.longestCallSeconds, that.longestCallSeconds),
      minutesPerDay: lower(profile.minutesPerDay, that.minutesPerDay),
      dollarsPerDay: lower(profile.dollarsPerDay, that.dollarsPerDay),
      laws: profile.laws || that.laws
    }
    assertStricter(evaluatePolicy(facts, history, profile, now), evaluatePolicy(facts, history, stricter, now))
  })

  it.prop("refuses an assistant no less than the default", { sample: Sample }, ({ sample }) => {
    const { facts, history, now } = questionOf(sample)
    assertStricter(
      evaluatePolicy(facts, history, builtInProfiles.default, now),
      evaluatePolicy(facts, history, builtInProfiles.assistant, now)
    )
  })

  it.prop(
    "names as the first instant one at which it allows the call, and none before it",
    { sample: Sample, share: whole(0, 999) },
    ({ sample, share }) => {
      const { facts, history, now, profile } = questionOf(ordinary(sample))
      const { decision, notBefore } = evaluatePolicy(facts, history, profile, now)
      if (decision === "allow" || decision === "refuse") return
      assert.isNotNull(notBefore)
      const first = notBefore === null ? 0 : DateTime.toEpochMillis(notBefore)
      const at = (instant: number) => evaluatePolicy(facts, history, profile, instant).decision
      assert.isAbove(first, now)
      assert.strictEqual(at(first), "allow")
      const before = [first - 1, first - 60_000, first - 3_600_000, now + ((first - now) * share) / 1000]
      for (const instant of before.map(Math.floor)) {
        if (instant >= now)
          assert.strictEqual(at(instant), "refuse-until", DateTime.formatIso(DateTime.makeUnsafe(instant)))
      }
    }
  )

  it.prop("tells no phone number, and a whole sentence for every rule", { sample: Sample }, ({ sample }) => {
    const { facts, history, now, profile } = questionOf(sample)
    const suppression = { source: "a letter", at: now }
    for (const { says } of evaluatePolicy(facts, { ...history, suppression }, profile, now).verdicts) {
      assert.notMatch(says, /\d{7}|\+\d/)
      assert.match(says, /^[A-Z0-9].*\.$/)
    }
  })
})

/** One that only time stands against, mostly. */
const ordinary = (sample: Sample): Sample => ({
  ...sample,
  type: "mobile",
  region: "US",
  callerRegion: "US",
  zones: sample.zones.length === 0 ? ["America/New_York"] : sample.zones,
  ringing: sample.ringing === 10 ? 60 : sample.ringing,
  purpose: sample.purpose === "test" ? "informational" : sample.purpose,
  consentAge: sample.consentAge ?? 0,
  live: 0,
  neighbours: 0,
  strangers: 0,
  newNeighbours: 0,
  neighboursInAll: 0,
  budgetDays: 0,
  strangerAges: { ...sample.strangerAges, day: null },
  isDurationAsked: false,
  profile: {
    ...sample.profile,
    purposes: ["informational", "requested", "sales"],
    countries: ["any"],
    deniedCountries: [],
    allowedNumbers: [],
    deniedNumbers: [],
    attemptsEver: null,
    minutesPerDay: null,
    dollarsPerDay: null,
    identity: "Example"
  }
})
