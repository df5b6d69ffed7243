import { assert, describe, it } from "@effect/vitest"
import {
  AuditLog,
  Breakers,
  builtInProfiles,
  type Call,
  type NumberedCall,
  CallLedger,
  CallSettings,
  createKey,
  CurrentPrincipal,
  type DialFacts,
  MemoryKeys,
  PhoneNumber,
  type PolicyOrder,
  type PolicyProfile,
  principalOf,
  type Suppression,
  SuppressionId,
  Suppressions,
  suppressNumbers
} from "@outbound-call/core"
import { accountOf } from "@outbound-call/core/Call"
import * as HonourOptOuts from "@outbound-call/core/HonourOptOuts"
import * as NodeKeySecrets from "../src/NodeKeySecrets.ts"
import { DateTime, Effect, Layer } from "effect"
import { record } from "./LedgerDeeds.ts"
import { callOf, conversation, dialled, idOf, lost, notSent, numberOf, rejected, start } from "./LedgerCall.ts"

/** A call that only what the ledger counts can stand against. */
export const orderOf = (
  call: NumberedCall,
  profile: Partial<PolicyProfile> = {},
  facts: Partial<DialFacts> = {}
): PolicyOrder => ({
  profile: { ...builtInProfiles.default, paceMillis: 0, coolDownSeconds: 0, ...profile },
  facts: {
    to: call.to,
    type: "fixed-line-or-mobile",
    region: "US",
    callerRegion: "US",
    zones: ["America/Los_Angeles"],
    states: ["US-CA"],
    isStateGiven: false,
    purpose: "requested",
    consent: null,
    simulated: false,
    isProviderLocal: false,
    firstMessage: "An AI speaks for Example, and the call is recorded.",
    isRecorded: true,
    ringingTimeoutSeconds: 60,
    maxDurationSeconds: 600,
    askedSeconds: null,
    clockOffsetMillis: 0,
    ...facts
  }
})

/** The n-th call, claimed; what stood against it, or "claimed". */
const claim = Effect.fnUntraced(function* (
  n: number,
  profile: Partial<PolicyProfile> = {},
  change: Partial<NumberedCall> = {},
  facts: Partial<DialFacts> = {}
) {
  const call = callOf(n, change)
  const ledger = yield* CallLedger
  const result = yield* ledger.claim(call, `r${n}`, { type: "new" }, orderOf(call, profile, facts))
  return result.type === "refused" ? result.evaluation.refusing.map(({ rule }) => rule).join(" ") : result.type
})

/** The limits of the profile `default` against fraud, but for some. */
export const runs = (change: Partial<NonNullable<PolicyProfile["fanOut"]>>) => {
  const { fanOut } = builtInProfiles.default
  return { fanOut: fanOut === null ? null : { ...fanOut, ...change } }
}

const noRuns = { fanOut: null } as const

const after = (millis: number) => ({ createdAt: DateTime.makeUnsafe(start + millis) })
const minute = 60_000
const hour = 60 * minute

export const suppressionOf = (n: number, number: PhoneNumber): Suppression => ({
  id: SuppressionId.make(`sup_${idOf(n).slice("call_".length)}`),
  number,
  source: "a letter",
  note: null,
  addedAt: DateTime.makeUnsafe(start),
  addedBy: "ada"
})

const end = (n: number) => record(n, dialled(n), conversation(n, "done"))

type Services = CallLedger | Suppressions | Breakers

/** 1,300 numbers: more than a statement takes. */
const longList = [415, 212, 213, 214, 310, 312, 404, 503, 512, 617, 702, 713, 202].flatMap((area) =>
  Array.from({ length: 100 }, (_, n) => PhoneNumber.make(`+1${area}555${String(100 + n).padStart(4, "0")}`))
)

/** The ledger as the service wires it. */
const hearing = HonourOptOuts.layer.pipe(Layer.provide(Layer.succeed(CallSettings, { owner: "ada" })))

/** What every ledger promises about the policy. */
export const policyContract = <E>(name: string, layer: Layer.Layer<Services, E>): void => {
  const promises = (promise: string, test: Effect.Effect<void, unknown, Services>) =>
    it.live(`${promise} (${name})`, () => Effect.provide(test, layer))

  describe("the policy in the claim", () => {
    promises(
      "records nothing of a call that is refused, and says of a check what it would say of the claim",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        const call = callOf(1)
        const order = orderOf(call, { deniedNumbers: ["+1415"] })
        assert.strictEqual(yield* claim(1, { deniedNumbers: ["+1415"] }), "number-list")
        assert.deepStrictEqual((yield* ledger.list({})).calls, [])
        assert.deepStrictEqual(
          (yield* ledger.judge(call, order)).refusing.map(({ rule }) => rule),
          ["number-list"]
        )
        assert.strictEqual((yield* ledger.judge(call, orderOf(call))).decision, "allow")
        assert.deepStrictEqual((yield* ledger.list({})).calls, [])
      })
    )

    promises(
      "tells at the last look that a number was put on the do-not-call list after its claim, in either form",
      Effect.gen(function* () {
        const { lastLook } = yield* CallLedger
        const list = yield* Suppressions
        const seen = (n: number, change: Partial<NumberedCall> = {}) =>
          Effect.map(lastLook(callOf(n, change)), ({ call, isSuppressed }) => `${call.id} ${isSuppressed}`)
        const mobile = { to: PhoneNumber.make("+5491123456789") }
        yield* claim(1)
        yield* claim(2, { countries: ["any"] }, mobile, { region: "AR" })
        yield* list.add([suppressionOf(3, numberOf(3))])
        assert.deepStrictEqual([yield* seen(1), yield* seen(2, mobile)], [`${idOf(1)} false`, `${idOf(2)} false`])
        yield* list.add([suppressionOf(1, numberOf(1)), suppressionOf(2, PhoneNumber.make("+541123456789"))])
        assert.deepStrictEqual([yield* seen(1), yield* seen(2, mobile)], [`${idOf(1)} true`, `${idOf(2)} true`])
        yield* record(1, lost)
        assert.strictEqual((yield* lastLook(callOf(1))).call.status, "unknown")
        assert.strictEqual((yield* Effect.flip(lastLook(callOf(4))))._tag, "CallNotFound")
      })
    )

    promises(
      "keeps the do-not-call list: a number is on it once, and is called again when it is removed",
      Effect.gen(function* () {
        const list = yield* Suppressions
        const entry = suppressionOf(1, numberOf(1))
        assert.deepStrictEqual(yield* list.add([entry, suppressionOf(2, numberOf(2))]), [
          entry,
          suppressionOf(2, numberOf(2))
        ])
        assert.deepStrictEqual(yield* list.add([suppressionOf(3, numberOf(1))]), [])
        assert.strictEqual(yield* claim(1), "suppression")
        assert.deepStrictEqual(yield* list.find(numberOf(1)), entry)
        assert.deepStrictEqual(yield* list.get(entry.id), entry)
        const first = yield* list.list({ limit: 1 })
        assert.deepStrictEqual([first.suppressions.length, first.nextCursor], [1, suppressionOf(2, numberOf(2)).id])
        const rest = yield* list.list({ limit: 1, cursor: first.nextCursor ?? "" })
        assert.deepStrictEqual(rest, { suppressions: [entry], nextCursor: null })
        assert.deepStrictEqual(yield* list.remove(numberOf(1), "ada"), entry)
        assert.isNull(yield* list.remove(numberOf(1), "ada"))
        assert.strictEqual(yield* claim(1), "claimed")
      })
    )

    promises(
      "keeps a phone of Argentina from being called by the one of its numbers that was not named",
      Effect.gen(function* () {
        const list = yield* Suppressions
        const [mobile, other] = [PhoneNumber.make("+5491123456789"), PhoneNumber.make("+541123456789")]
        for (const [n, named, called] of [
          [1, mobile, other],
          [2, other, mobile]
        ] as const) {
          yield* list.add([suppressionOf(n, named)])
          assert.strictEqual(yield* claim(n, {}, { to: called }), "suppression")
          assert.strictEqual(yield* claim(n, {}, { to: PhoneNumber.make(`+54112345678${n}`) }), "claimed")
          assert.strictEqual((yield* list.find(called))?.number, named)
          assert.strictEqual((yield* list.remove(called, "ada"))?.number, named)
          assert.isNull(yield* list.find(named))
        }
      })
    )

    promises(
      "counts the calls to every number of a phone in Argentina as calls to one",
      Effect.gen(function* () {
        const [mobile, other] = [PhoneNumber.make("+5491123456789"), PhoneNumber.make("+541123456789")]
        assert.strictEqual(yield* claim(1, {}, { to: mobile }), "claimed")
        assert.strictEqual(yield* claim(2, {}, { to: other }), "busy")
        yield* end(1)
        assert.strictEqual(yield* claim(2, { attemptsPerHour: 1 }, { to: other }), "attempts")
        assert.strictEqual(yield* claim(2, {}, { to: other }), "claimed")
      })
    )

    promises(
      "takes a long list at once, each number once, and counts it",
      Effect.gen(function* () {
        const list = yield* Suppressions
        const entries = longList.map((number, n) => suppressionOf(n + 1, number))
        const twice = longList.map((number, n) => suppressionOf(n + 1_301, number))
        assert.deepStrictEqual(yield* list.add([...entries, ...twice]), entries)
        assert.deepStrictEqual(yield* list.add(twice), [])
        assert.deepStrictEqual(yield* list.add([]), [])
        assert.strictEqual(yield* list.count, 1_300)
        assert.deepStrictEqual(yield* list.find(numberOf(1)), entries[1])
        assert.strictEqual(yield* claim(1), "suppression")
      })
    )

    promises(
      "hears who asks for no more calls: the very next claim is refused, and what waits is cancelled",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        const elsewhere = { ...callOf(1).identity, workspace: "another" }
        const planned = callOf(2, { to: numberOf(1), status: "planned", identity: elsewhere, owner: "bob" })
        yield* ledger.claim(planned, "planned", { type: "new" }, null)
        assert.strictEqual(yield* claim(1), "claimed")
        const said = "Please do not call me again."
        const turns = [{ n: 1, speaker: "recipient" as const, atSeconds: 3, text: said, interrupted: false, tools: [] }]
        const news = conversation(1, "done")
        yield* record(1, dialled(1), { ...news, conversation: { ...news.conversation, turns } })
        assert.strictEqual(yield* claim(3, {}, { to: numberOf(1) }), "suppression")
        assert.strictEqual((yield* ledger.find(planned.id)).status, "cancelled")
        const entry = yield* (yield* Suppressions).find(numberOf(1))
        assert.deepInclude(entry, { source: "asked for in a call", note: idOf(1), addedBy: "the service" })
      }).pipe(Effect.provide(hearing))
    )

    promises(
      "counts the calls to a number that may have rung, and no other",
      Effect.gen(function* () {
        const once = { attemptsPerHour: 1 }
        const to = { to: numberOf(1) }
        assert.strictEqual(yield* claim(1, once), "claimed")
        yield* record(1, notSent)
        assert.strictEqual(yield* claim(2, once, to), "claimed")
        yield* record(2, rejected)
        assert.strictEqual(yield* claim(3, once, to), "claimed")
        yield* end(3)
        assert.strictEqual(yield* claim(4, once, to), "attempts")
        assert.strictEqual(yield* claim(5, once, { ...to, ...after(3_000 + hour - 1) }), "attempts")
        assert.strictEqual(yield* claim(6, once, { ...to, ...after(3_000 + hour) }), "claimed")
        yield* end(6)
        assert.strictEqual(yield* claim(7, { attemptsEver: 2 }, { ...to, ...after(2 * hour) }), "attempts")
        assert.strictEqual(yield* claim(8, { coolDownSeconds: 7_200 }, { ...to, ...after(2 * hour) }), "cool-down")
      })
    )

    promises(
      "keeps the highest limits that a profile may have for one number",
      Effect.gen(function* () {
        const often = { attemptsPerHour: null, attemptsPerDay: 100, attemptsPerWeek: null, callsPerMinute: null }
        const one = (n: number) => claim(n, often, { to: numberOf(1), ...after(n) })
        for (let n = 1; n <= 100; n++) {
          assert.strictEqual(yield* one(n), "claimed")
          yield* end(n)
        }
        assert.strictEqual(yield* one(101), "attempts")
        const long = {
          attemptsPerHour: null,
          attemptsPerDay: null,
          attemptsPerWeek: null,
          coolDownSeconds: 31 * 86_400
        }
        const later = (millis: number) => claim(102, long, { to: numberOf(1), ...after(100 + millis) })
        assert.strictEqual(yield* later(31 * 24 * hour - 1), "cool-down")
        assert.strictEqual(yield* later(31 * 24 * hour), "claimed")
      })
    )

    promises(
      "keeps the pace and the calls of a minute, an hour and a day, over all numbers of the account",
      Effect.gen(function* () {
        const other = { ...callOf(1).identity, phoneNumberId: "phnum_other" as Call["phoneNumberId"] }
        assert.strictEqual(yield* claim(1, {}, after(0)), "claimed")
        assert.strictEqual(yield* claim(2, { paceMillis: 1_000 }, { ...after(999), identity: other }), "pace")
        assert.strictEqual(yield* claim(2, { paceMillis: 1_000 }, { ...after(1_000), identity: other }), "claimed")
        for (const limit of [{ callsPerMinute: 2 }, { callsPerHour: 2 }, { callsPerDay: 2 }]) {
          assert.strictEqual(yield* claim(3, limit, after(minute - 1)), "call-rate")
        }
        assert.strictEqual(yield* claim(3, { callsPerMinute: 2 }, after(minute)), "claimed")
        assert.strictEqual(yield* claim(4, { callsPerHour: 3 }, after(hour - 1)), "call-rate")
        assert.strictEqual(yield* claim(4, { callsPerDay: 3 }, after(24 * hour - 1)), "call-rate")
        assert.strictEqual(yield* claim(4, { callsPerDay: 3 }, after(24 * hour)), "claimed")
        const elsewhere = { ...callOf(1).identity, workspace: "workspace_2" }
        assert.strictEqual(
          yield* claim(5, { callsPerDay: 1, ...noRuns }, { ...after(hour), identity: elsewhere }),
          "claimed"
        )
      })
    )

    promises(
      "counts live calls until they are over",
      Effect.gen(function* () {
        assert.strictEqual(yield* claim(1, { liveCalls: 1 }), "claimed")
        assert.strictEqual(yield* claim(2, { liveCalls: 1 }), "live-calls")
        yield* end(1)
        assert.strictEqual(yield* claim(2, { liveCalls: 1 }), "claimed")
      })
    )

    promises(
      "reserves the minutes and the money that a call may take, and gives back what it did not use",
      Effect.gen(function* () {
        const twenty = { minutesPerDay: 20 }
        assert.strictEqual(yield* claim(1, twenty), "claimed")
        assert.strictEqual(yield* claim(2, twenty), "claimed")
        assert.strictEqual(yield* claim(3, twenty), "minutes")
        yield* end(1)
        assert.strictEqual(yield* claim(3, twenty), "minutes", "a minute is used, and ten are asked for")
        yield* record(2, notSent)
        assert.strictEqual(yield* claim(3, twenty), "claimed")
        yield* end(3)
        const taken = Effect.fnUntraced(function* (account: string, millis: number) {
          return yield* (yield* CallLedger).takenInDay(account, start + millis)
        })
        const own = accountOf(callOf(1).identity)
        const first = Math.floor(start / hour)
        assert.deepStrictEqual(yield* taken(own, 0), { micros: 230_000, oldestHour: first })
        assert.deepStrictEqual(yield* taken(own, 24 * hour), { micros: 230_000, oldestHour: first })
        for (const nothing of [yield* taken(own, 25 * hour), yield* taken("another", 0)]) {
          assert.deepStrictEqual(nothing, { micros: 0, oldestHour: null })
        }
        assert.strictEqual(
          yield* claim(4, { dollarsPerDay: 1.37, ...noRuns }),
          "spend",
          "two minutes at 0.115 and ten at most"
        )
        assert.strictEqual(yield* claim(4, { dollarsPerDay: 1.38, ...noRuns }), "claimed")
        assert.strictEqual(
          yield* claim(5, { minutesPerDay: 10, ...noRuns }, after(26 * hour)),
          "claimed",
          "the day is over"
        )
      })
    )

    promises(
      "takes the minutes of a call again that was not placed as far as was known, and rang after all",
      Effect.gen(function* () {
        const ten = { minutesPerDay: 10 }
        assert.strictEqual(yield* claim(1, ten), "claimed")
        yield* record(1, notSent)
        assert.strictEqual(yield* claim(2, { minutesPerDay: 10 }, {}, { maxDurationSeconds: 60 }), "claimed")
        yield* record(1, dialled(1))
        assert.strictEqual(yield* claim(3, { minutesPerDay: 11 }, {}, { maxDurationSeconds: 60 }), "minutes")
        assert.strictEqual(yield* claim(3, { minutesPerDay: 12 }, {}, { maxDurationSeconds: 60 }), "claimed")
        yield* record(1, conversation(1, "done"))
        assert.strictEqual(yield* claim(4, { minutesPerDay: 3 }, {}, { maxDurationSeconds: 60 }), "minutes")
        assert.strictEqual(yield* claim(4, { minutesPerDay: 4 }, {}, { maxDurationSeconds: 60 }), "claimed")
      })
    )

    promises(
      "takes no number of another length for a neighbour",
      Effect.gen(function* () {
        const longer = [10, 11, 12, 13, 14].map((line) => PhoneNumber.make(`+141555501${line}0`))
        for (const [n, to] of longer.entries()) assert.strictEqual(yield* claim(n + 1, noRuns, { to }), "claimed")
        const order = orderOf(callOf(6), { fanOut: runs({ neighbours: 2 }).fanOut })
        const shorter = callOf(6, { to: PhoneNumber.make("+1415555019") })
        const { verdicts } = yield* (yield* CallLedger).judge(shorter, {
          ...order,
          facts: { ...order.facts, to: shorter.to }
        })
        assert.strictEqual(verdicts.find(({ rule }) => rule === "fan-out")?.decision, "allow")
      })
    )

    promises(
      "trips a breaker by a run of neighbours that only a person opens again, and counts anew from then",
      Effect.gen(function* () {
        const breakers = yield* Breakers
        for (const n of [1, 2, 3, 4]) assert.strictEqual(yield* claim(n, { countries: ["any"] }), "claimed")
        const outside = PhoneNumber.make("+12125550100")
        assert.strictEqual(yield* claim(5), "fan-out")
        assert.strictEqual(yield* claim(6, {}, { to: outside }), "breaker")
        assert.strictEqual(yield* claim(6, {}, { to: outside, ...after(48 * hour) }), "breaker")
        assert.lengthOf(yield* breakers.tripped, 1)
        assert.deepStrictEqual(
          (yield* breakers.reopen("ada")).map(({ reason }) => reason.slice(0, 9)),
          ["4 numbers"]
        )
        assert.deepStrictEqual(yield* breakers.tripped, [])
        assert.strictEqual(yield* claim(7), "claimed")
      })
    )

    promises(
      "stops every account of the ledger by one breaker, and all count anew from when a person opened it",
      Effect.gen(function* () {
        const other = { identity: { ...callOf(1).identity, workspace: "another key" } }
        const outside = PhoneNumber.make("+12125550100")
        for (const n of [1, 2, 3, 4]) assert.strictEqual(yield* claim(n), "claimed")
        assert.strictEqual(yield* claim(5), "fan-out")
        assert.strictEqual(yield* claim(6, {}, { to: outside, ...other }), "breaker")
        const breakers = yield* (yield* Breakers).reopen("ada")
        assert.lengthOf(breakers, 1)
        assert.strictEqual(yield* claim(7, {}, other), "claimed", "the neighbours before that do not count")
      })
    )

    promises(
      "counts for a day the new numbers of a block, and forgets those of the day before",
      Effect.gen(function* () {
        const hourly = (n: number) => claim(n, {}, after(n * hour))
        for (const n of [1, 2, 3, 4]) assert.strictEqual(yield* hourly(n), "claimed")
        const elsewhere = { to: PhoneNumber.make("+12125550100"), ...after(5 * hour) }
        assert.strictEqual(yield* claim(5, { attemptsPerDay: null }, elsewhere), "claimed")
        yield* end(1)
        const again = { to: numberOf(1), ...after(6 * hour) }
        assert.strictEqual(yield* claim(6, {}, again), "claimed", "a number that was reached before")
        const nextDay = callOf(7, after(25 * hour))
        assert.strictEqual((yield* (yield* CallLedger).judge(nextDay, orderOf(nextDay))).decision, "allow")
        assert.strictEqual(yield* claim(7, {}, after(25 * hour - 1)), "fan-out")
        yield* (yield* Breakers).reopen("ada")
        assert.strictEqual(yield* claim(7, {}, after(25 * hour - 1)), "claimed", "what was before is forgiven")
      })
    )

    promises(
      "counts together the numbers of several blocks, and none twice",
      Effect.gen(function* () {
        const other = (n: number) => ({ to: PhoneNumber.make(`+1212555${String(100 + n).padStart(4, "0")}`) })
        assert.strictEqual(yield* claim(1), "claimed")
        assert.strictEqual(yield* claim(2), "claimed")
        yield* end(1)
        yield* end(2)
        for (const n of [3, 5]) {
          assert.strictEqual(yield* claim(n, {}, { to: numberOf(1) }), "claimed")
          yield* end(n)
          assert.strictEqual(yield* claim(n + 1, { attemptsPerHour: null }, { to: numberOf(2) }), "claimed")
          yield* end(n + 1)
        }
        assert.strictEqual(yield* claim(11, {}, other(1)), "claimed")
        assert.strictEqual(yield* claim(12, {}, other(2)), "claimed")
        assert.strictEqual(yield* claim(13, {}, other(3)), "fan-out")
      })
    )

    promises(
      "lets new numbers wait that come faster than the profile allows, and stops a day of them",
      Effect.gen(function* () {
        const areas = [212, 213, 214, 310, 312]
        const far = (n: number, millis: number) => ({
          to: PhoneNumber.make(`+1${areas[n]}5550100`),
          ...after(millis)
        })
        const few = runs({ strangers: 2, strangersInDay: 3 })
        assert.strictEqual(yield* claim(1, few, far(0, 0)), "claimed")
        assert.strictEqual(yield* claim(2, few, far(1, minute)), "claimed")
        assert.strictEqual(yield* claim(3, few, far(2, 10 * minute - 1)), "fan-out")
        assert.deepStrictEqual(yield* (yield* Breakers).tripped, [])
        assert.strictEqual(yield* claim(3, few, far(2, 10 * minute)), "claimed")
        yield* end(1)
        assert.strictEqual(yield* claim(4, few, far(0, hour)), "claimed", "it is no stranger any more")
        assert.strictEqual(yield* claim(5, few, far(3, 24 * hour - 1)), "fan-out")
        assert.lengthOf(yield* (yield* Breakers).tripped, 1)
      })
    )

    promises(
      "counts numbers abroad for a day",
      Effect.gen(function* () {
        const french = (n: number) => ({
          to: PhoneNumber.make(`+331990${String(n * 137).padStart(5, "0")}`),
          ...after(n * hour)
        })
        const few = { countries: ["any" as const], ...runs({ strangersAbroadInDay: 3, dollarsAbroadInDay: 1 }) }
        const short = { callerRegion: "US", region: "FR", maxDurationSeconds: 60 }
        for (const n of [1, 2, 3]) assert.strictEqual(yield* claim(n, few, french(n), short), "claimed")
        const [more, dearer] = [
          { ...few, ...runs({ strangersAbroadInDay: 4, dollarsAbroadInDay: 1 }) },
          { ...short, maxDurationSeconds: 180 }
        ]
        assert.strictEqual(yield* claim(4, more, french(25), dearer), "claimed", "of the first nothing is left")
        assert.strictEqual(yield* claim(5, more, french(26), dearer), "fan-out", "they may cost more than a dollar")
        yield* (yield* Breakers).reopen("ada")
      })
    )

    promises(
      "counts numbers abroad that are called for the first time, and what they may cost",
      Effect.gen(function* () {
        const wide = { countries: ["any"] } as const
        const french = (n: number) => ({ to: PhoneNumber.make(`+331990${String(n * 137).padStart(5, "0")}`) })
        const short = { callerRegion: "US", region: "FR", maxDurationSeconds: 60 }
        for (const n of [1, 2, 3, 4, 5]) assert.strictEqual(yield* claim(n, wide, french(n), short), "claimed")
        yield* end(1)
        assert.strictEqual(yield* claim(6, wide, { ...french(1) }, short), "claimed", "it is no stranger any more")
        assert.strictEqual(yield* claim(7, wide, french(7), short), "fan-out")
        yield* (yield* Breakers).reopen("ada")
        assert.strictEqual(yield* claim(8, wide, french(8), { ...short, maxDurationSeconds: 7_200 }), "fan-out")
      })
    )

    promises(
      "counts numbers abroad whose price is not known as the dearest",
      Effect.gen(function* () {
        const wide = { countries: ["any"], dollarsPerDay: null } as const
        const latvian = (n: number) => ({ to: PhoneNumber.make(`+3712${String(n * 1_111_111)}`) })
        const minute = { callerRegion: "US", region: "LV", maxDurationSeconds: 60 }
        assert.strictEqual(yield* claim(1, wide, latvian(1), minute), "claimed")
        assert.strictEqual(yield* claim(2, wide, latvian(2), minute), "fan-out")
      })
    )

    promises(
      "sees the budget of a day spent for days, in one week",
      Effect.gen(function* () {
        const dollar = { dollarsPerDay: 1.15, ...runs({ neighboursInDay: null }) }
        const day = (n: number, of: number) => after(of * 25 * hour + n * minute)
        assert.strictEqual(yield* claim(1, dollar, day(0, 0)), "claimed")
        assert.strictEqual(yield* claim(2, dollar, day(1, 0)), "spend")
        assert.strictEqual(yield* claim(2, dollar, day(0, 1)), "claimed")
        assert.strictEqual(yield* claim(3, dollar, day(1, 1)), "spend")
        assert.strictEqual(yield* claim(3, dollar, day(0, 9)), "claimed", "another week")
        assert.strictEqual(yield* claim(4, dollar, day(0, 10)), "claimed")
        assert.strictEqual(yield* claim(5, dollar, day(1, 10)), "spend")
        yield* record(4, notSent)
        assert.strictEqual(yield* claim(5, dollar, day(0, 11)), "claimed")
        assert.strictEqual(yield* claim(6, dollar, day(1, 11)), "spend", "nothing was spent on the second one")
        assert.strictEqual(yield* claim(6, dollar, day(0, 12)), "claimed")
        assert.strictEqual(yield* claim(7, dollar, day(1, 12)), "fan-out spend")
      })
    )

    promises(
      "reserves whole minutes, as they are billed",
      Effect.gen(function* () {
        const four = { minutesPerDay: 4 }
        assert.strictEqual(yield* claim(1, four, {}, { maxDurationSeconds: 61 }), "claimed")
        assert.strictEqual(yield* claim(2, four, {}, { maxDurationSeconds: 121 }), "minutes")
        assert.strictEqual(yield* claim(2, four, {}, { maxDurationSeconds: 120 }), "claimed")
      })
    )

    promises(
      "never lets calls that come together exceed a limit",
      Effect.gen(function* () {
        const limits = { callsPerMinute: 5, fanOut: null }
        const results = yield* Effect.forEach([...Array(40).keys()], (n) => claim(n + 1, limits, after(0)), {
          concurrency: "unbounded"
        })
        assert.strictEqual(results.filter((result) => result === "claimed").length, 5)
        assert.strictEqual(results.filter((result) => result === "call-rate").length, 35)
      })
    )
  })
}

const keys = Layer.merge(MemoryKeys.layer, NodeKeySecrets.layer)

/** What a ledger in a database promises about the audit log. */
export const auditContract = <E>(name: string, layer: Layer.Layer<Services | AuditLog, E>): void => {
  const promises = (promise: string, test: Effect.Effect<void, unknown, Services | AuditLog>) =>
    it.live(`${promise} (${name})`, () => Effect.provide(test, layer))

  promises(
    "writes down what was decided and by whom, each line bound to the one before, and no number",
    Effect.gen(function* () {
      const audit = yield* AuditLog
      yield* claim(1)
      yield* claim(2, { deniedNumbers: ["+1415"] })
      yield* (yield* Suppressions).add([suppressionOf(3, numberOf(3))])
      yield* (yield* Suppressions).remove(numberOf(3), "bob")
      for (const n of [3, 4, 5, 6]) yield* claim(n)
      yield* (yield* Breakers).reopen("bob")
      const lines = yield* audit.entries(0, 100)
      assert.deepStrictEqual(
        lines.map(({ actor, deed, seq }) => `${seq} ${actor} ${deed}`),
        [
          "1 ada call-claimed",
          "2 ada call-refused",
          "3 ada number-suppressed",
          "4 bob number-released",
          "5 ada call-claimed",
          "6 ada call-claimed",
          "7 ada call-claimed",
          "8 ada call-refused",
          "9 ada breaker-tripped",
          "10 bob breaker-reopened"
        ]
      )
      assert.strictEqual(lines[0]?.subject, yield* audit.subjectOf(numberOf(1)))
      assert.strictEqual(lines[2]?.subject, lines[3]?.subject)
      assert.notInclude(JSON.stringify(lines), numberOf(1).slice(1, -4))
      assert.deepStrictEqual(yield* audit.entries(9, 100), lines.slice(9))
      const lastHash = lines.at(-1)?.hash
      assert.deepStrictEqual<unknown>(yield* audit.verify, { entries: 10, lastHash, brokenAt: null })
      yield* (yield* Suppressions).add(longList.map((number, n) => suppressionOf(n + 10, number)))
      assert.deepInclude(yield* audit.verify, { entries: 1_310, brokenAt: null })
    })
  )

  promises(
    "does not tell as refused a call that only waits for its turn, and is patient enough",
    Effect.gen(function* () {
      const ledger = yield* CallLedger
      const deeds = Effect.map(
        Effect.flatMap(AuditLog, (log) => log.entries(0, 100)),
        (lines) => lines.map(({ deed }) => deed)
      )
      yield* claim(1)
      const call = callOf(2)
      const order = orderOf(call, { paceMillis: 5_000 })
      const until = (millis: number) => ({ ...order, patientUntil: start + 1_000 + millis })
      const again = (change: Partial<PolicyOrder>) => ledger.claim(call, "r", { type: "new" }, { ...order, ...change })
      assert.strictEqual((yield* again(until(5_000))).type, "refused")
      assert.deepStrictEqual(yield* deeds, ["call-claimed"])
      assert.strictEqual((yield* again(until(4_999))).type, "refused")
      assert.strictEqual((yield* again({})).type, "refused")
      assert.strictEqual(
        (yield* again({ ...until(5_000), profile: { ...order.profile, deniedNumbers: ["+1"] } })).type,
        "refused"
      )
      assert.deepStrictEqual(yield* deeds, ["call-claimed", "call-refused", "call-refused", "call-refused"])
    })
  )

  promises(
    "names no number in it that a source of the do-not-call list names, in whatever form",
    Effect.gen(function* () {
      yield* suppressNumbers([{ number: numberOf(1), source: "letter from (415) 555-0101, of +1 415-555-0101" }], "bob")
      yield* (yield* Suppressions).remove(numberOf(1), "bob")
      const lines = yield* (yield* AuditLog).entries(0, 100)
      assert.lengthOf(lines, 2)
      for (const { detail } of lines) assert.include(detail, "letter from (415) …, of …")
      assert.notMatch(JSON.stringify(lines), /555.?0101/)
    })
  )

  promises(
    "writes down with which key, and whose, dialling was opened again under a name",
    Effect.gen(function* () {
      const { key } = yield* Effect.provide(createKey({ name: "desk", owner: "carol", scopes: ["policy:write"] }), keys)
      for (const n of [1, 2, 3, 4, 5]) yield* claim(n)
      yield* Effect.provideService((yield* Breakers).reopen("Ada Lovelace"), CurrentPrincipal, principalOf(key))
      const line = (yield* (yield* AuditLog).entries(0, 100)).at(-1)
      assert.deepInclude(line, { actor: "Ada Lovelace", deed: "breaker-reopened" })
      assert.deepInclude(JSON.parse(line?.detail ?? ""), { owner: "carol", key: key.id })
    })
  )

  promises(
    "writes down, once, that a person's word ended a call",
    Effect.gen(function* () {
      const audit = yield* AuditLog
      yield* claim(1)
      const word = { type: "verdict", dialled: false, by: "bob" } as const
      yield* record(1, word)
      assert.lengthOf(yield* audit.entries(0, 100), 1, "a call that takes its course needs no word")
      yield* record(1, lost, word, word)
      const [, line, ...rest] = yield* audit.entries(0, 100)
      assert.deepInclude(line, { deed: "call-resolved", actor: "bob", callId: idOf(1) })
      assert.deepInclude(line, {
        detail: '{"dialled":false,"was":"unknown"}',
        subject: yield* audit.subjectOf(numberOf(1))
      })
      assert.deepStrictEqual(rest, [])
      assert.isNull((yield* audit.verify).brokenAt)
    })
  )

  promises(
    "keeps the evidence of a call, which its line of the log vouches for",
    Effect.gen(function* () {
      const audit = yield* AuditLog
      yield* claim(1, { laws: true })
      const kept = yield* audit.evidence(idOf(1))
      assert.deepInclude(kept, { auditLine: 1, isAsWritten: true })
      assert.deepInclude(kept?.evidence, { profile: "default", purpose: "requested", states: ["US-CA"] })
      assert.match(kept?.evidence.rulesAsOf ?? "", /^20\d\d-\d\d-\d\d$/)
      assert.isNull(yield* audit.evidence(idOf(2)))
      assert.lengthOf(yield* audit.about(numberOf(1)), 1)
      assert.deepStrictEqual(yield* audit.about(numberOf(2)), [])
    })
  )
}
