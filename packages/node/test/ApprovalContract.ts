import { createHash } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import {
  type ApprovalWish,
  AuditLog,
  Breakers,
  builtInProfiles,
  type Call,
  type NumberedCall,
  CallLedger,
  CurrentPrincipal,
  type DialFacts,
  Persons,
  type PolicyProfile,
  type ResolvedRequest,
  type Suppression,
  SuppressionId,
  Suppressions,
  TranscriptReads
} from "@outbound-call/core"
import { cancelWaiting } from "@outbound-call/core/CancelWaiting"
import { canonicalRequest } from "@outbound-call/core/CallRequest"
import { DateTime, Effect, type Layer } from "effect"
import { given } from "./LedgerDeeds.ts"
import { callOf, conversation, dialled, idOf, numberOf, rejected, start } from "./LedgerCall.ts"
import { orderOf } from "./PolicyContract.ts"

type Services = CallLedger | Suppressions | Breakers | TranscriptReads

const minute = 60_000
const at = (millis: number) => DateTime.makeUnsafe(start + millis)
const asks: Partial<PolicyProfile> = { approval: true }

const { fanOut } = builtInProfiles.default

const requestOf = (call: NumberedCall): ResolvedRequest => ({
  to: call.to,
  agentId: call.agentId,
  phoneNumberId: call.phoneNumberId,
  purpose: call.purpose,
  variables: { task: "Ask for Bob", age: 36, known: true },
  overrides: { firstMessage: "Hello." },
  consent: { kind: "express", source: "form 7", at: DateTime.makeUnsafe("2026-01-02T03:04:05Z") }
})

const wishFor = (call: NumberedCall, withinMillis = 10 * minute): ApprovalWish => ({
  request: requestOf(call),
  agentName: "Demo",
  keyLine: null,
  withinMillis
})

interface Placing {
  readonly profile?: Partial<PolicyProfile>
  readonly change?: Partial<NumberedCall>
  readonly facts?: Partial<DialFacts>
  readonly key?: string
  readonly millis?: number
}

/** Claims the n-th call so that it waits. */
const plan = Effect.fnUntraced(function* (n: number, { change, facts, key, millis = n * 1000, profile }: Placing = {}) {
  const ledger = yield* CallLedger
  const call = callOf(n, { createdAt: at(millis), ...change })
  const order = { ...orderOf(call, { ...asks, ...profile }, facts), waits: wishFor(call) }
  return yield* ledger.claim(call, canonicalRequest(requestOf(call)), given(key ?? `k${n}`), order)
})

/** A person's yes to the n-th call. */
const approve = Effect.fnUntraced(function* (
  n: number,
  millis: number,
  { change, facts, profile }: Placing = {},
  altered: Partial<ResolvedRequest> = {}
) {
  const ledger = yield* CallLedger
  const call = callOf(n, change)
  return yield* ledger.approve({
    id: idOf(n),
    canonicalRequest: canonicalRequest({ ...requestOf(call), ...altered }),
    by: "bob",
    via: "terminal",
    order: orderOf(call, { ...asks, ...profile }, facts),
    at: at(millis),
    claimedAt: at(millis + 3)
  })
})

const found = (n: number) => Effect.flatMap(CallLedger, (ledger) => ledger.find(idOf(n)))
const waiting = (n: number) => Effect.flatMap(CallLedger, (ledger) => ledger.waiting(idOf(n)))

const eventsOf = (n: number) =>
  Effect.flatMap(CallLedger, (ledger) => ledger.events(idOf(n), 0)).pipe(
    Effect.map((events) => events.map(({ cause, message, status }) => `${status} ${cause}: ${message}`))
  )

const suppressionOf = (n: number): Suppression => ({
  id: SuppressionId.make(`sup_${idOf(n).slice("call_".length)}`),
  number: numberOf(n),
  source: "a letter",
  note: null,
  addedAt: at(0),
  addedBy: "ada"
})

/** What every ledger promises about calls that wait for a person. */
export const approvalContract = <E>(name: string, layer: Layer.Layer<Services, E>): void => {
  const promises = (promise: string, test: Effect.Effect<void, unknown, Services>) =>
    it.live(`${promise} (${name})`, () => Effect.provide(test, layer))

  describe("a call that waits for a person", () => {
    promises(
      "is recorded with why it waits and until when, keeps what would be dialled, and blocks its number",
      Effect.gen(function* () {
        const claim = yield* plan(1)
        assert.strictEqual(claim.type, "planned")
        const call = yield* found(1)
        assert.deepInclude<Partial<Call>>(call, { status: "planned", endedAt: null })
        assert.deepStrictEqual(call.approval, {
          requestedAt: at(1000),
          expiresAt: at(1000 + 10 * minute),
          reasons: [{ rule: "approval", says: "The profile default wants a person to approve each call." }],
          decision: null,
          decidedAt: null,
          decidedBy: null
        })
        const kept = yield* waiting(1)
        assert.deepStrictEqual(kept?.request, requestOf(callOf(1)))
        assert.deepInclude(kept, { agentName: "Demo", region: "US", maxDurationSeconds: 600 })
        assert.isAbove(kept?.maxCostDollars ?? 0, 1)
        assert.deepStrictEqual(yield* eventsOf(1), [
          "planned claim: The profile default wants a person to approve each call."
        ])
        const busy = yield* plan(2, { change: { to: numberOf(1) } })
        assert.deepStrictEqual([busy.type, busy.type === "busy" && busy.call.id], ["busy", idOf(1)])
      })
    )

    promises(
      "is no longer waiting when news comes that it was dialled, as after a restored backup",
      Effect.gen(function* () {
        yield* plan(1)
        const call = yield* (yield* CallLedger).record(idOf(1), dialled(1))
        assert.strictEqual(call.status, "initiated")
        assert.isNull(yield* waiting(1))
      })
    )

    promises(
      "is given again to its key, which never makes it wait longer",
      Effect.gen(function* () {
        yield* plan(1)
        const again = yield* plan(2, { change: { to: numberOf(1) }, key: "k1", millis: 5 * minute })
        assert.strictEqual(again.type, "replay")
        assert.deepStrictEqual((yield* found(1)).approval?.expiresAt, at(1000 + 10 * minute))
      })
    )

    promises(
      "is refused at once, and not recorded, when anything but a person's yes is missing",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        const refused = yield* plan(1, { profile: { deniedNumbers: ["+1415"] } })
        assert.strictEqual(refused.type, "refused")
        const late = yield* plan(1, { facts: { purpose: "informational" }, millis: 1000 })
        assert.deepStrictEqual(
          late.type === "refused" && [late.evaluation.decision, late.evaluation.refusing.map(({ rule }) => rule)],
          ["refuse-until", ["calling-window", "approval"]]
        )
        const call = callOf(1)
        const unasked = yield* ledger.claim(call, "r", given("k1"), orderOf(call, asks))
        assert.strictEqual(unasked.type === "refused" && unasked.evaluation.decision, "needs-approval")
        assert.deepStrictEqual((yield* ledger.list({})).calls, [])
      })
    )

    promises(
      "may wait though it is not its turn, since its turn comes when a person says yes",
      Effect.gen(function* () {
        yield* plan(1)
        yield* approve(1, 2000)
        assert.strictEqual((yield* plan(2, { profile: { paceMillis: 1000 }, millis: 2500 })).type, "planned")
        const early = yield* approve(2, 2900, { profile: { paceMillis: 1000 } })
        assert.strictEqual(early.type, "in-turn")
        assert.strictEqual((yield* found(2)).status, "planned")
        assert.strictEqual((yield* approve(2, 3000, { profile: { paceMillis: 1000 } })).type, "claimed")
      })
    )
  })

  describe("a person's yes", () => {
    promises(
      "gives the right to dial once, with a claim that begins there",
      Effect.gen(function* () {
        yield* plan(1)
        const outcome = yield* approve(1, 5 * minute)
        assert.strictEqual(outcome.type, "claimed")
        const call = yield* found(1)
        assert.deepStrictEqual<unknown>(outcome.type === "claimed" && outcome.call, call)
        assert.deepInclude<Partial<Call>>(call, {
          status: "dialing",
          createdAt: at(5 * minute),
          claimedAt: at(5 * minute + 3),
          epoch: 2
        })
        assert.deepInclude<object>(call.approval ?? {}, {
          requestedAt: at(1000),
          decision: "approved",
          decidedAt: at(5 * minute),
          decidedBy: "bob"
        })
        assert.isNull(yield* waiting(1))
        assert.deepStrictEqual((yield* eventsOf(1)).slice(1), ["dialing person: bob approved it."])
        const second = yield* approve(1, 5 * minute + 1)
        assert.deepStrictEqual([second.type, (yield* found(1)).epoch], ["closed", 2])
        const after = yield* Effect.flatMap(CallLedger, (ledger) => ledger.record(idOf(1), dialled(1)))
        assert.strictEqual(after.status, "initiated")
      })
    )

    promises(
      "is one of many that come at once",
      Effect.gen(function* () {
        yield* plan(1)
        const outcomes = yield* Effect.forEach(Array.from({ length: 12 }), () => approve(1, 2000), {
          concurrency: "unbounded"
        })
        assert.deepStrictEqual(outcomes.map(({ type }) => type).toSorted(), [
          "claimed",
          ...Array.from({ length: 11 }, () => "closed")
        ])
      })
    )

    promises(
      "or a no or a hang-up: whichever comes first decides",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        for (const [n, news] of [
          [1, { type: "denied", by: "bob" }],
          [2, { type: "hang-up" }],
          [3, { type: "suppressed" }]
        ] as const) {
          yield* plan(n, { change: { createdAt: yield* DateTime.now } })
          const [outcome] = yield* Effect.all(
            [
              Effect.flatMap(DateTime.now, (now) => approve(n, DateTime.toEpochMillis(now) - start)),
              ledger.record(idOf(n), news)
            ],
            { concurrency: "unbounded" }
          )
          const { approval, status } = yield* found(n)
          assert.strictEqual(status, outcome.type === "claimed" ? "dialing" : "cancelled")
          assert.strictEqual(approval?.decision === "approved", outcome.type === "claimed")
          assert.isNull(yield* waiting(n))
        }
      })
    )

    promises(
      "comes too late at the end of its time: the call is cancelled and says so",
      Effect.gen(function* () {
        yield* plan(1)
        assert.strictEqual((yield* approve(1, 1000 + 10 * minute)).type, "closed")
        const call = yield* found(1)
        assert.deepInclude<object>(call, { status: "cancelled", endedAt: at(1000 + 10 * minute) })
        assert.deepInclude<object>(call.problem ?? {}, { code: "approval-expired" })
        assert.strictEqual(call.approval?.decision, "expired")
        assert.isNull(yield* waiting(1))
        assert.deepStrictEqual((yield* eventsOf(1)).slice(1), [
          "cancelled expiry: Nobody approved it until 2026-11-22T12:10:01.000Z. Nothing was dialled."
        ])
        assert.strictEqual((yield* plan(2, { change: { to: numberOf(1) } })).type, "planned")
      })
    )

    promises(
      "is for the request that was placed and no other, and for the owner's own calls",
      Effect.gen(function* () {
        yield* plan(1)
        assert.strictEqual((yield* approve(1, 2000, {}, { variables: { task: "Ask for Eve" } })).type, "altered")
        const stranger = { owner: "eve", scopes: ["calls:read" as const], key: null }
        const unseen = yield* Effect.flip(approve(1, 2000).pipe(Effect.provideService(CurrentPrincipal, stranger)))
        assert.strictEqual(unseen._tag, "CallNotFound")
        assert.strictEqual((yield* Effect.flip(approve(9, 2000)))._tag, "CallNotFound")
        assert.strictEqual((yield* found(1)).status, "planned")
        assert.strictEqual((yield* approve(1, 2000)).type, "claimed")
      })
    )

    promises(
      "is judged by the whole policy anew: what refuses now ends the call, and nothing is taken",
      Effect.gen(function* () {
        const list = yield* Suppressions
        yield* plan(1)
        yield* list.add([suppressionOf(1)])
        const refused = yield* approve(1, 2000)
        assert.deepStrictEqual(refused.type === "refused" && refused.evaluation.refusing.map(({ rule }) => rule), [
          "suppression"
        ])
        const call = yield* found(1)
        assert.deepInclude<object>(call, { status: "refused", endedAt: at(2000) })
        assert.strictEqual(call.approval?.decision, "refused")
        assert.match(
          call.problem?.message ?? "",
          /bob approved it, and the policy says no by now: .*Nothing was dialled/
        )
        assert.strictEqual((yield* approve(1, 3000)).type, "closed")
        yield* plan(2)
        const night = yield* approve(2, 9 * minute, { facts: { purpose: "informational" } })
        assert.deepStrictEqual(night.type === "refused" && night.evaluation.decision, "refuse-until")
        yield* plan(3)
        assert.strictEqual((yield* approve(3, 4000, { profile: { minutesPerDay: 5 } })).type, "refused")
        yield* plan(4)
        assert.strictEqual((yield* approve(4, 5000, { profile: { minutesPerDay: 10 } })).type, "claimed")
      })
    )

    promises(
      "takes of the limits when it is given, from then on, and what waits takes nothing but its place",
      Effect.gen(function* () {
        const limits = { minutesPerDay: 10, callsPerDay: 1, attemptsPerHour: 1, liveCalls: 2 }
        yield* plan(1)
        assert.strictEqual((yield* plan(2, { profile: { liveCalls: 1 } })).type, "refused")
        assert.strictEqual((yield* plan(2, { profile: limits })).type, "planned")
        assert.strictEqual((yield* approve(2, 9 * minute, { profile: { ...limits, liveCalls: 2 } })).type, "claimed")
        const full = yield* plan(3, { profile: limits, millis: 9 * minute + 1 })
        assert.deepStrictEqual(full.type === "refused" && full.evaluation.refusing.map(({ rule }) => rule), [
          "live-calls",
          "call-rate",
          "minutes",
          "approval"
        ])
        const ledger = yield* CallLedger
        yield* ledger.record(idOf(2), dialled(2))
        yield* ledger.record(idOf(2), conversation(2, "done"))
        yield* ledger.record(idOf(1), { type: "denied", by: "bob" })
        const again = yield* plan(4, {
          change: { to: numberOf(2) },
          profile: { attemptsPerHour: 1 },
          millis: 69 * minute - 1
        })
        assert.deepStrictEqual(again.type === "refused" && again.evaluation.decision, "refuse-until")
        const later = yield* plan(5, {
          change: { to: numberOf(2) },
          profile: { attemptsPerHour: 1 },
          millis: 69 * minute
        })
        assert.strictEqual(later.type, "planned")
        const minutes = { minutesPerDay: 10 }
        assert.strictEqual(
          (yield* approve(5, 70 * minute, { change: { to: numberOf(2) }, profile: minutes })).type,
          "refused"
        )
      })
    )

    promises(
      "trips the breaker where it meets what looks like fraud",
      Effect.gen(function* () {
        const breakers = yield* Breakers
        yield* plan(1)
        const tripped = yield* approve(1, 2000, {
          facts: { region: "FR", callerRegion: "US" },
          profile: { fanOut: fanOut === null ? null : { ...fanOut, dollarsAbroad: 0.01 } }
        })
        assert.strictEqual(tripped.type, "refused")
        assert.lengthOf(yield* breakers.tripped, 1)
      })
    )
  })

  describe("what ends the waiting", () => {
    promises(
      "a no, the do-not-call list, a hang-up and the time; none of them touches a call that is dialled",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        const longAgo = { change: { createdAt: DateTime.makeUnsafe(start - 24 * 60 * minute) } }
        const now = { change: { createdAt: yield* DateTime.now } }
        yield* plan(1, longAgo)
        assert.strictEqual((yield* ledger.record(idOf(1), { type: "time" })).status, "cancelled")
        yield* plan(2, { change: { ...now.change, createdAt: DateTime.add(now.change.createdAt, { hours: 1 }) } })
        assert.strictEqual((yield* ledger.record(idOf(2), { type: "time" })).status, "planned")
        const denied = yield* ledger.record(idOf(2), { type: "denied", by: "bob" })
        assert.deepInclude<object>(denied, { status: "cancelled" })
        assert.deepInclude<object>(denied.problem ?? {}, { code: "approval-denied" })
        assert.deepStrictEqual([denied.approval?.decision, denied.approval?.decidedBy], ["denied", "bob"])
        yield* plan(3)
        assert.deepInclude(yield* cancelWaiting(new Set([numberOf(3)])), { cancelled: 1 })
        yield* plan(4)
        assert.strictEqual((yield* ledger.record(idOf(4), { type: "hang-up" })).approval?.decision, "withdrawn")
        assert.deepStrictEqual(yield* Effect.forEach([1, 2, 3, 4], waiting), [null, null, null, null])
        yield* plan(5)
        yield* approve(5, 6000)
        for (const news of [{ type: "denied", by: "eve" }, { type: "time" }, { type: "suppressed" }] as const) {
          assert.strictEqual((yield* ledger.record(idOf(5), news)).status, "dialing", news.type)
        }
      })
    )
  })

  describe("what a transcript that was read, and an earlier call, change", () => {
    const tainted = { approval: false, afterTranscriptMinutes: 60 }
    promises(
      "a call of the same owner waits for a person, for an hour after the latest read",
      Effect.gen(function* () {
        const reads = yield* TranscriptReads
        const planned = (n: number, millis: number, change: Placing = {}) =>
          Effect.map(plan(n, { profile: tainted, millis, ...change }), ({ type }) => type)
        assert.strictEqual(yield* planned(1, 0), "claimed")
        yield* reads.add("ada", at(10_000))
        yield* reads.add("ada", at(5_000))
        assert.strictEqual(yield* planned(2, 20_000), "planned")
        assert.strictEqual(yield* planned(3, 20_000, { change: { owner: "bob" } }), "claimed")
        const listed = (number: string) => ({ profile: { ...tainted, approvedNumbers: [number] } })
        assert.strictEqual(yield* planned(4, 30_000, listed("+1415555")), "planned", "a range is no destination")
        assert.strictEqual(yield* planned(7, 30_000, listed(numberOf(7))), "claimed")
        assert.strictEqual(yield* planned(5, 10_000 + 60 * minute - 1), "planned")
        assert.strictEqual(yield* planned(6, 10_000 + 60 * minute), "claimed")
      })
    )

    promises(
      "a second call of the same owner to the same number within minutes waits for a person",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        const again = { approval: false, sameNumberMinutes: 10 }
        const to = numberOf(1)
        const placed = (n: number, millis: number, change: Partial<NumberedCall> = {}) =>
          Effect.map(plan(n, { profile: again, millis, change: { to, ...change } }), ({ type }) => type)
        assert.strictEqual(yield* placed(1, 0), "claimed")
        yield* ledger.record(idOf(1), rejected)
        assert.strictEqual(yield* placed(2, 1000), "claimed")
        yield* ledger.record(idOf(2), dialled(2))
        yield* ledger.record(idOf(2), conversation(2, "done"))
        assert.strictEqual(yield* placed(3, 5000, { owner: "bob" }), "claimed")
        yield* ledger.record(idOf(3), rejected)
        assert.strictEqual(yield* placed(4, 1000 + 10 * minute - 1), "planned")
        yield* ledger.record(idOf(4), { type: "denied", by: "bob" })
        assert.strictEqual(yield* placed(5, 1000 + 10 * minute), "claimed")
      })
    )
  })
}

/** What the log of a durable ledger says of it. */
export const approvalAuditContract = <E>(name: string, layer: Layer.Layer<Services | AuditLog | Persons, E>): void => {
  const promises = (promise: string, test: Effect.Effect<void, unknown, Services | AuditLog | Persons>) =>
    it.live(`${promise} (${name})`, () => Effect.provide(test, layer))

  describe("what is written down of a call that waits", () => {
    promises(
      "that it was planned, and who said yes, no or nothing, by which way, to what; no number and nothing of its request",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        const audit = yield* AuditLog
        yield* plan(1)
        yield* approve(1, 2000)
        yield* plan(2, { change: { createdAt: yield* DateTime.now } })
        yield* ledger.record(idOf(2), { type: "denied", by: "bob" })
        yield* plan(3)
        yield* approve(3, 3000 + 10 * minute)
        yield* plan(4)
        yield* approve(4, 5000, { profile: { minutesPerDay: 5 } })
        const lines = yield* audit.entries(0, 100)
        assert.deepStrictEqual(
          lines.map(({ actor, callId, deed }) => `${actor} ${deed} ${callId?.at(-1)}`),
          [
            "ada call-planned 1",
            "bob call-approved 1",
            "ada call-planned 2",
            "bob approval-ended 2",
            "ada call-planned 3",
            "bob approval-ended 3",
            "ada call-planned 4",
            "bob approval-ended 4"
          ]
        )
        const details = lines.map(({ detail }) => JSON.parse(detail))
        assert.deepInclude(details[0], { profile: "default", rules: ["approval"] })
        const { requestHash } = details[0]
        assert.match(requestHash, /^[0-9a-f]{64}$/)
        assert.deepInclude(details[1], { via: "terminal", profile: "default", requestHash })
        const canonical = canonicalRequest(requestOf(callOf(1)))
        const guessed = createHash("sha256").update(canonical).digest("hex")
        assert.deepStrictEqual(
          details.flatMap(({ decision }) => decision ?? []),
          ["denied", "expired", "refused"]
        )
        const text = JSON.stringify(lines)
        for (const word of ["Bob", "Hello", "form 7", numberOf(1).slice(1, -4), guessed]) assert.notInclude(text, word)
        assert.deepInclude(yield* audit.verify, { entries: 8, brokenAt: null })
        const evidence = yield* audit.evidence(idOf(1))
        assert.deepInclude(evidence, { auditLine: 2, isAsWritten: true })
        assert.deepInclude(
          evidence?.evidence.verdicts.find(({ rule }) => rule === "approval"),
          { decision: "allow" }
        )
        assert.isNull(yield* audit.evidence(idOf(2)))
      })
    )

    promises(
      "what it would dial is handed out with the rest, and gone with the end of the waiting and with the person",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        const persons = yield* Persons
        const kept = Effect.map(persons.read(numberOf(1)), ({ calls }) => calls.map(({ waiting: text }) => text))
        yield* plan(1)
        assert.match((yield* kept)[0] ?? "", /"task":"Ask for Bob"/)
        const order = { number: numberOf(1), by: "ada", reason: "a letter", elsewhere: {} }
        const calls = [{ id: idOf(1), conversationId: null }]
        assert.strictEqual((yield* Effect.flip(persons.erase({ ...order, calls })))._tag, "PersonBusy")
        yield* ledger.record(idOf(1), { type: "denied", by: "bob" })
        assert.deepStrictEqual(yield* kept, [null])
        assert.deepInclude(yield* persons.erase({ ...order, calls }), { calls: 1 })
        assert.deepStrictEqual(yield* kept, [])
        assert.strictEqual((yield* Effect.flip(approve(1, 2000)))._tag, "CallNotFound")
        assert.strictEqual((yield* Effect.flip(ledger.waiting(idOf(1))))._tag, "CallNotFound")
      })
    )
  })
}
