import { Effect, Schema, Struct } from "effect"
import { Purpose } from "../CallRequest.ts"
import { NumberType } from "../NumberType.ts"

const Count = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))

/** Up to what the ledger counts for a number: a higher limit would never bind. */
const upTo = (minimum: number, maximum: number) =>
  Schema.Int.check(
    Schema.isBetween(
      { minimum, maximum },
      {
        message: `It is at least ${minimum} and at most ${maximum}: more is not counted, so a higher limit would never bind`
      }
    )
  )
const Attempts = upTo(1, 100)

const Dollars = Schema.Finite.check(Schema.isGreaterThan(0))
const Region = Schema.String.check(Schema.isPattern(/^[A-Z]{2}$/u))
const Prefix = Schema.String.check(Schema.isPattern(/^\+[1-9]\d{0,14}$/u))

/** Limits that a configuration may leave out are then those of the profile `default`. */
const defaultLimit = (limit: number) => ({
  count: Schema.NullOr(Count).pipe(Schema.withDecodingDefaultKey(Effect.succeed(limit))),
  dollars: Schema.NullOr(Dollars).pipe(Schema.withDecodingDefaultKey(Effect.succeed(limit)))
})

/** A limit that is null does not exist. Spans slide: a day is any 24 hours. */
const fields = {
  /** The purposes that whoever uses the profile may claim. */
  purposes: Schema.Array(Purpose).check(Schema.isMinLength(1)),
  /** Regions that may be called; `caller` stands for the country of the caller id. */
  countries: Schema.Array(Schema.Union([Region, Schema.Literal("caller"), Schema.Literal("any")])),
  deniedCountries: Schema.Array(Region),
  /** When not empty, only numbers that begin so. */
  allowedNumbers: Schema.Array(Prefix),
  /** Numbers that begin so are never called. */
  deniedNumbers: Schema.Array(Prefix),
  /** Types beyond landlines and mobiles that may be called. */
  numberTypes: Schema.Array(NumberType),
  /** How the numbers of one's own begin that `test` calls may reach. */
  testNumbers: Schema.Array(Prefix),
  /** Whether a newly called number counts as a stranger, and a run of neighbours or strangers trips the breaker. */
  fanOut: Schema.NullOr(
    Schema.Struct({
      /** Numbers of one block of a hundred within ten minutes. */
      neighbours: Count,
      /** Numbers abroad that were never called before, within ten minutes. */
      strangersAbroad: Count,
      /** Dollars reserved for numbers abroad that were never called before, within ten minutes. */
      dollarsAbroad: Schema.Finite,
      /** Numbers of one block of a hundred that were called for the first time within a day. */
      neighboursInDay: defaultLimit(4).count,
      /** Numbers within ten minutes that share a block with another one of them, all blocks together. */
      neighboursInAll: defaultLimit(4).count,
      /** Numbers called for the first time within ten minutes; more have to wait, and trip nothing. */
      strangers: defaultLimit(20).count,
      /** Numbers called for the first time within a day. */
      strangersInDay: defaultLimit(50).count,
      strangersAbroadInDay: defaultLimit(8).count,
      dollarsAbroadInDay: defaultLimit(5).dollars,
      /** Days of one week on which the budget of the day is spent. */
      budgetDays: defaultLimit(3).count
    })
  ),
  attemptsPerHour: Schema.NullOr(Attempts),
  attemptsPerDay: Schema.NullOr(Attempts),
  attemptsPerWeek: Schema.NullOr(Attempts),
  attemptsEver: Schema.NullOr(upTo(1, 10_000)),
  /** Seconds between two calls to one number. */
  coolDownSeconds: upTo(0, 31 * 86_400),
  liveCalls: Schema.NullOr(upTo(1, 10_000)),
  /** Milliseconds between two dials of one caller account. */
  paceMillis: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 3_600_000 })),
  callsPerMinute: Schema.NullOr(Count),
  callsPerHour: Schema.NullOr(Count),
  callsPerDay: Schema.NullOr(Count),
  /** Seconds that a call may last; no request asks for more, and an agent that talks longer is told so where it allows that. */
  longestCallSeconds: Schema.NullOr(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 7_200 }))),
  minutesPerDay: Schema.NullOr(Count),
  dollarsPerDay: Schema.NullOr(Dollars),
  /** Whether a person has to approve every call, but those to numbers that begin as one of `approvedNumbers`. */
  approval: Schema.Boolean,
  /** How the numbers begin for which nobody is asked; after a transcript was read, only those that stand here whole. */
  approvedNumbers: Schema.Array(Prefix),
  /** For so many minutes after an assistant read a transcript for the owner a person has to approve other numbers. */
  afterTranscriptMinutes: Schema.NullOr(Count),
  /** For so many minutes after the owner's last call to a number a person has to approve another one. */
  sameNumberMinutes: Schema.NullOr(Count),
  /** How the one for whom the agent calls names itself; the first message must hold it where identity is asked for. */
  identity: Schema.NullOr(Schema.NonEmptyString)
}

/** What a profile allows its user: purposes, numbers and amounts. */
export const PolicyProfile = Schema.Struct({
  name: Schema.NonEmptyString,
  /** Whether the rules of law and house are kept, and the clock is checked; no profile of a configuration does without. */
  laws: Schema.Boolean,
  ...fields
})
export interface PolicyProfile extends Schema.Schema.Type<typeof PolicyProfile> {}

const defaultFanOut: NonNullable<PolicyProfile["fanOut"]> = {
  neighbours: 4,
  strangersAbroad: 5,
  dollarsAbroad: 5,
  neighboursInDay: 4,
  neighboursInAll: 4,
  strangers: 20,
  strangersInDay: 50,
  strangersAbroadInDay: 8,
  dollarsAbroadInDay: 5,
  budgetDays: 3
}

const weaker: Omit<PolicyProfile, "name"> = {
  purposes: ["informational", "requested", "sales", "test"],
  countries: ["caller"],
  deniedCountries: [],
  allowedNumbers: [],
  deniedNumbers: [],
  numberTypes: [],
  testNumbers: [],
  laws: true,
  fanOut: defaultFanOut,
  attemptsPerHour: 3,
  attemptsPerDay: 6,
  attemptsPerWeek: 20,
  attemptsEver: null,
  coolDownSeconds: 60,
  liveCalls: 20,
  paceMillis: 1_000,
  callsPerMinute: 30,
  callsPerHour: 300,
  callsPerDay: 2_000,
  longestCallSeconds: 600,
  minutesPerDay: null,
  dollarsPerDay: 25,
  approval: false,
  approvedNumbers: [],
  afterTranscriptMinutes: null,
  sameNumberMinutes: null,
  identity: null
}

/** The profiles that come with the service; a profile of the configuration starts from one of them. */
export const builtInProfiles = {
  default: { ...weaker, name: "default" },
  /** For lists of people who expect the call: more calls, each number seldom. */
  campaign: {
    ...weaker,
    name: "campaign",
    purposes: ["informational", "sales", "test"],
    attemptsPerHour: 1,
    attemptsPerDay: 2,
    attemptsPerWeek: 5,
    attemptsEver: 10,
    coolDownSeconds: 3_600,
    callsPerHour: 2_000,
    callsPerDay: 10_000,
    dollarsPerDay: 500,
    fanOut: {
      ...defaultFanOut,
      neighboursInDay: 20,
      neighboursInAll: null,
      strangers: null,
      strangersInDay: null,
      strangersAbroadInDay: 50,
      dollarsAbroadInDay: 50,
      budgetDays: null
    }
  },
  /** For AI assistants: few calls, each approved by a person, and none whose purpose one must vouch for. */
  assistant: {
    ...weaker,
    name: "assistant",
    purposes: ["informational", "test"],
    attemptsPerHour: 2,
    attemptsPerDay: 4,
    attemptsPerWeek: 10,
    liveCalls: 3,
    callsPerMinute: 5,
    callsPerHour: 20,
    callsPerDay: 50,
    longestCallSeconds: 300,
    minutesPerDay: 120,
    dollarsPerDay: 10,
    approval: true,
    afterTranscriptMinutes: 60,
    sameNumberMinutes: 10,
    fanOut: {
      ...defaultFanOut,
      neighboursInDay: 3,
      neighboursInAll: 3,
      strangers: 8,
      strangersInDay: 20,
      strangersAbroadInDay: 4,
      budgetDays: 2
    }
  },
  /** For load tests against a provider on loopback: nothing is limited. It is refused for every other provider. */
  rig: {
    ...weaker,
    name: "rig",
    countries: ["any"],
    testNumbers: ["+1", "+2", "+3", "+4", "+5", "+6", "+7", "+8", "+9"],
    laws: false,
    fanOut: null,
    attemptsPerHour: null,
    attemptsPerDay: null,
    attemptsPerWeek: null,
    coolDownSeconds: 0,
    liveCalls: null,
    paceMillis: 0,
    callsPerMinute: null,
    callsPerHour: null,
    callsPerDay: null,
    longestCallSeconds: null,
    dollarsPerDay: null
  }
} as const satisfies Readonly<Record<string, PolicyProfile>>

export type BuiltInProfile = keyof typeof builtInProfiles

/** A profile as it is written in a configuration: what differs from the one it starts from. */
export const ProfileChanges = Schema.Struct({
  from: Schema.Literals(["default", "campaign", "assistant"]).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed("default" as const))
  ),
  ...Struct.map(fields, Schema.optionalKey)
})
export type ProfileChanges = typeof ProfileChanges.Type

/** The profile that changes make of the one they start from. */
export const profileOf = (name: string, { from, ...changes }: ProfileChanges): PolicyProfile => ({
  ...builtInProfiles[from],
  ...changes,
  name
})
