import { assert, describe, it } from "@effect/vitest"
import {
  AuditLog,
  type NumberedCall,
  CallLedger,
  CurrentPrincipal,
  type IdempotencyKey,
  Persons,
  PhoneNumber,
  type Suppression,
  SuppressionId,
  Suppressions,
  WebhookInbox
} from "@outbound-call/core"
import { DateTime, Effect, type Layer } from "effect"
import { at, webhookOf } from "./InboxContract.ts"
import { callOf, conversation, dialled, idOf, notSent, numberOf, start } from "./LedgerCall.ts"
import { fresh, given, recent, record } from "./LedgerDeeds.ts"
import { LedgerDatabase } from "../src/LedgerDatabase.ts"
import { orderOf } from "./PolicyContract.ts"

type Services = CallLedger | Suppressions | AuditLog | Persons | WebhookInbox | LedgerDatabase

const to = { to: numberOf(1) }
const minute = 60_000
const day = 24 * 60 * minute
const after = (millis: number) => ({ createdAt: DateTime.makeUnsafe(start + millis) })

/** Claims the n-th call to the first number; what stood against it, or "claimed". */
export const claim = Effect.fnUntraced(function* (
  n: number,
  key: IdempotencyKey = fresh,
  change: Partial<NumberedCall> = {},
  profile: Parameters<typeof orderOf>[1] = {}
) {
  const call = callOf(n, { ...to, ...change })
  const ledger = yield* CallLedger
  return yield* ledger.claim(call, call.to, key, key.type === "restored" ? null : orderOf(call, profile)).pipe(
    Effect.map((result) =>
      result.type === "refused" ? result.evaluation.refusing.map(({ rule }) => rule).join(" ") : result.type
    ),
    Effect.catchTag("IdempotencyMismatch", ({ callId, erased }) =>
      Effect.succeed(`${erased === true ? "erased" : "other"} ${callId}`)
    )
  )
})

export const end = (n: number) => record(n, dialled(n), conversation(n, "done"))

/** Erases the first number as the capability does, once the provider has been asked. */
export const erase = Effect.fnUntraced(function* (number: PhoneNumber = numberOf(1)) {
  const persons = yield* Persons
  const calls = (yield* persons.read(number)).calls.map(({ call }) => call)
  return yield* persons.erase({ number, by: "bob", reason: "asked for by letter", calls, elsewhere: {} })
})

export const suppressionOf = (n: number, number: PhoneNumber): Suppression => ({
  id: SuppressionId.make(`sup_${idOf(n).slice("call_".length)}`),
  number,
  source: "a letter",
  note: "Ada wrote it",
  addedAt: DateTime.makeUnsafe(start),
  addedBy: "ada"
})

/** What a ledger in a database promises about the erasure of a person. */
export const personContract = <E>(name: string, layer: Layer.Layer<Services, E>): void => {
  const promises = (promise: string, test: Effect.Effect<void, unknown, Services>) =>
    it.live(`${promise} (${name})`, () => Effect.provide(test, layer))

  describe("the erasure of a person", () => {
    promises(
      "never lets a key place a call again, nor the same request shortly after",
      Effect.gen(function* () {
        assert.strictEqual(yield* claim(1, given("k")), "claimed")
        yield* end(1)
        assert.strictEqual(yield* claim(2, given("other"), after(minute)), "claimed")
        yield* record(2, notSent)
        assert.strictEqual(yield* claim(3, recent, after(30 * minute)), "claimed")
        yield* end(3)
        assert.deepInclude(yield* erase(), { calls: 3 })
        assert.strictEqual(yield* claim(4, given("k"), after(day)), `erased ${idOf(1)}`)
        assert.strictEqual(yield* claim(4, given("k"), { ...after(day), to: numberOf(2) }), `erased ${idOf(1)}`)
        assert.strictEqual(yield* claim(4, given("other"), after(day)), `erased ${idOf(2)}`, "a key is kept for ever")
        assert.strictEqual(yield* claim(4, recent, after(31 * minute)), `erased ${idOf(3)}`)
        assert.strictEqual(yield* claim(4, recent, after(45 * minute)), "claimed")
        yield* end(4)
        assert.strictEqual(yield* claim(5, given("new"), after(day)), "claimed")
        assert.strictEqual(yield* claim(6, given("k"), { ...after(day), owner: "bob", to: numberOf(3) }), "claimed")
      })
    )

    promises(
      "keeps the keys that took the call of the same request for their own",
      Effect.gen(function* () {
        const persons = yield* Persons
        assert.strictEqual(yield* claim(1, recent), "claimed")
        yield* end(1)
        const taking = { ...given("taken"), sameRequestWithinMillis: 10 * minute }
        assert.strictEqual(yield* claim(2, taking, after(minute)), "replay")
        const [kept] = (yield* persons.read(numberOf(1))).calls
        assert.deepStrictEqual(kept?.idempotencyKeys, ["taken"])
        yield* erase()
        assert.strictEqual(yield* claim(2, given("taken"), after(day)), `erased ${idOf(1)}`)
        const other = { ...given("other"), sameRequestWithinMillis: 10 * minute }
        assert.strictEqual(yield* claim(2, other, after(2 * minute)), `erased ${idOf(1)}`)
      })
    )

    promises(
      "lets the same request be placed whose call is proved not to have rung",
      Effect.gen(function* () {
        assert.strictEqual(yield* claim(1, recent), "claimed")
        yield* record(1, notSent)
        yield* erase()
        assert.strictEqual(yield* claim(2, recent), "claimed")
      })
    )

    promises(
      "lets no lost key ring a number whose restored call was erased on the same day",
      Effect.gen(function* () {
        assert.strictEqual(yield* claim(1, { type: "restored" }), "claimed")
        yield* end(1)
        yield* erase()
        assert.strictEqual(yield* claim(2, given("lost"), after(day - minute)), `erased ${idOf(1)}`)
        assert.strictEqual(yield* claim(2, given("lost"), after(day + minute)), "claimed")
      })
    )

    promises(
      "counts the calls to the number, and those of the account and of the key, as before",
      Effect.gen(function* () {
        assert.strictEqual(yield* claim(1, fresh, {}, { attemptsEver: 1 }), "claimed")
        yield* end(1)
        yield* erase()
        assert.strictEqual(yield* claim(2, fresh, after(minute), { attemptsPerHour: 1 }), "attempts")
        assert.strictEqual(yield* claim(2, fresh, after(day), { attemptsEver: 1 }), "attempts")
        assert.strictEqual(yield* claim(2, fresh, after(minute), { coolDownSeconds: 600 }), "cool-down")
        const other = { ...after(1_500), to: numberOf(7) }
        assert.strictEqual(yield* claim(2, fresh, other, { paceMillis: 1_000 }), "pace")
        assert.strictEqual(yield* claim(2, fresh, other, { callsPerMinute: 1 }), "call-rate")
        assert.strictEqual(yield* claim(2, fresh, other, { minutesPerDay: 10 }), "minutes", "a minute was used")
        assert.strictEqual(yield* claim(2, fresh, other, { minutesPerDay: 11 }), "claimed")
      })
    )

    promises(
      "keeps the number on the do-not-call list without its digits, until somebody who knows them takes it off",
      Effect.gen(function* () {
        const list = yield* Suppressions
        yield* claim(1)
        yield* end(1)
        yield* list.add([suppressionOf(1, numberOf(1))])
        assert.deepInclude(yield* erase(), { suppressed: true })
        assert.deepStrictEqual((yield* list.list({ limit: 10 })).suppressions, [])
        assert.strictEqual(yield* claim(2, fresh, after(day)), "suppression")
        assert.deepStrictEqual(yield* list.find(numberOf(1)), { ...suppressionOf(1, numberOf(1)), note: null })
        assert.isNull(yield* list.find(numberOf(2)))
        assert.deepInclude(yield* erase(), { calls: 0, suppressed: true })
        assert.isNotNull(yield* list.remove(numberOf(1), "ada"))
        assert.isNull(yield* list.remove(numberOf(1), "ada"))
        assert.strictEqual(yield* claim(2, fresh, after(day)), "claimed")
      })
    )

    promises(
      "keeps every number of the phone uncalled, whichever of them was on the list and erased",
      Effect.gen(function* () {
        const list = yield* Suppressions
        const [mobile, other] = [PhoneNumber.make("+5491123456789"), PhoneNumber.make("+541123456789")]
        yield* list.add([suppressionOf(1, mobile)])
        assert.deepInclude(yield* erase(other), { suppressed: true })
        assert.deepStrictEqual((yield* list.list({ limit: 10 })).suppressions, [])
        for (const to of [mobile, other]) assert.strictEqual(yield* claim(1, fresh, { to }), "suppression")
        assert.isNotNull(yield* list.remove(mobile, "ada"))
        for (const to of [mobile, other]) assert.isNull(yield* list.find(to))
      })
    )

    promises(
      "erases the calls to every number of the phone, and counts them for each as before",
      Effect.gen(function* () {
        const [mobile, other] = [PhoneNumber.make("+5491123456789"), PhoneNumber.make("+541123456789")]
        yield* claim(1, fresh, { to: mobile })
        yield* end(1)
        assert.deepInclude(yield* erase(other), { calls: 1 })
        assert.deepStrictEqual((yield* (yield* Persons).read(mobile)).calls, [])
      })
    )

    promises(
      "is refused while a call to the number is not over, or has changed since the provider was asked",
      Effect.gen(function* () {
        const persons = yield* Persons
        yield* claim(1)
        assert.deepInclude(yield* Effect.flip(erase()), { _tag: "PersonBusy", callId: idOf(1), status: "dialing" })
        const calls = (yield* persons.read(numberOf(1))).calls.map(({ call }) => call)
        yield* end(1)
        const order = { number: numberOf(1), by: "bob", reason: "asked for", calls, elsewhere: {} }
        assert.deepInclude(yield* Effect.flip(persons.erase(order)), { _tag: "ErasureIncomplete" })
        const ledger = yield* CallLedger
        assert.strictEqual((yield* ledger.find(idOf(1))).to, numberOf(1))
        assert.lengthOf(yield* (yield* AuditLog).about(numberOf(1)), 1, "nothing was written down")
        assert.deepInclude(yield* erase(), { calls: 1 })
      })
    )

    promises(
      "shows nothing of an erased call, takes no more news of it, and tells the operator alone that it was erased",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        yield* claim(2, fresh, { to: numberOf(2) })
        yield* claim(1, fresh, after(minute))
        yield* end(1)
        const feed = yield* ledger.feed(0, 100)
        yield* erase()
        for (const deed of [ledger.find(idOf(1)), ledger.record(idOf(1), conversation(1, "done"))]) {
          assert.deepInclude(yield* Effect.flip(deed), { _tag: "CallNotFound", missing: "erased" })
        }
        assert.notProperty(yield* Effect.flip(ledger.find("conv_1")), "missing")
        const someone = { owner: "ada", scopes: ["calls:read"], key: null } as const
        const told = yield* Effect.flip(ledger.find(idOf(1))).pipe(Effect.provideService(CurrentPrincipal, someone))
        assert.notProperty(told, "missing")
        assert.deepStrictEqual(yield* ledger.events(idOf(1), 0), [])
        for (const query of [{}, { to: numberOf(1) }, { live: false }, { owner: "ada" }]) {
          assert.notInclude(
            (yield* ledger.list(query)).calls.map(({ id }) => id),
            idOf(1)
          )
        }
        const left = yield* ledger.feed(0, 100)
        assert.deepStrictEqual(
          left,
          feed.filter(({ call }) => call?.id === idOf(2))
        )
        yield* record(2, dialled(2))
        const newest = (yield* ledger.feed(null, 1))[0]
        assert.strictEqual(newest?.position, feed.length + 1, "no position is given again")
        assert.isNull(yield* (yield* AuditLog).evidence(idOf(1)))
      })
    )

    promises(
      "writes down that it was done and why, without the number, and leaves the log whole",
      Effect.gen(function* () {
        const audit = yield* AuditLog
        const persons = yield* Persons
        yield* claim(1)
        yield* end(1)
        yield* persons.exported(numberOf(1), "carol")
        yield* erase()
        const lines = yield* audit.about(numberOf(1))
        assert.deepStrictEqual(
          lines.map(({ actor, deed }) => `${actor} ${deed}`),
          ["ada call-claimed", "carol person-exported", "bob person-erased"]
        )
        assert.include(lines[2]?.detail, '"reason":"asked for by letter","calls":1')
        assert.notInclude(JSON.stringify(lines), numberOf(1).slice(1, -4))
        assert.deepInclude<object>(yield* audit.verify, { entries: 3, brokenAt: null })
      })
    )

    promises(
      "empties what the provider sent, and knows a second delivery of it",
      Effect.gen(function* () {
        const inbox = yield* WebhookInbox
        const persons = yield* Persons
        yield* claim(1)
        yield* end(1)
        const mine = webhookOf(1)
        const named = webhookOf(2, { conversationId: null, body: `{"to":"${numberOf(1)}"}` })
        yield* inbox.add(mine)
        yield* inbox.add(named)
        yield* inbox.add(webhookOf(3))
        assert.lengthOf((yield* persons.read(numberOf(1))).webhooks, 2)
        assert.deepInclude(yield* erase(), { webhooks: 2 })
        assert.deepStrictEqual((yield* persons.read(numberOf(1))).webhooks, [])
        assert.isFalse(yield* inbox.add(mine))
        assert.deepStrictEqual(
          (yield* inbox.open(at(9))).map(({ id }) => id),
          [webhookOf(3).id]
        )
      })
    )

    promises(
      "tells other services no more of an erased call, and forgets what they were told",
      Effect.gen(function* () {
        const sql = yield* LedgerDatabase
        const persons = yield* Persons
        yield* claim(1)
        yield* end(1)
        const endpoint = "ep_00000000000000000000000001"
        const mark = { url: "https://example.com/", events: "[]", secrets: "[]", created_at: start, since: 0 }
        yield* sql`INSERT INTO webhook_endpoints ${sql.insert({ id: endpoint, ...mark })}`
        const message = {
          endpoint_id: endpoint,
          type: "call.ended",
          state: "waiting",
          attempts: 0,
          turn: 1,
          offered: 0
        }
        for (const n of [1, 2]) {
          const id = `msg_${idOf(n).slice("call_".length)}_1_00000000000000000000000001`
          yield* sql`INSERT INTO webhook_messages ${sql.insert({ id, body: "{}", created_at: start, ...message })}`
        }
        assert.lengthOf((yield* persons.read(numberOf(1))).messages, 1)
        assert.deepInclude(yield* erase(), { messages: 1 })
        assert.lengthOf(yield* sql`SELECT id FROM webhook_messages`, 1)
      })
    )

    promises(
      "gives everything that is kept of a number, and nothing of another one",
      Effect.gen(function* () {
        const persons = yield* Persons
        yield* claim(1, given("k"))
        yield* end(1)
        yield* claim(2, fresh, { to: numberOf(2) })
        const { calls } = yield* persons.read(numberOf(1))
        assert.deepStrictEqual(
          calls.map(({ call, events, idempotencyKeys }) => [call.id, idempotencyKeys, events.length]),
          [[idOf(1), ["k"], 5]]
        )
        assert.include(calls[0]?.evidence, '"profile":"default"')
        assert.deepStrictEqual((yield* persons.read(numberOf(3))).calls, [])
      })
    )
  })
}
