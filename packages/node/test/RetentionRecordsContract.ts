import { assert, describe, it } from "@effect/vitest"
import {
  AuditLog,
  type CallLedger,
  Persons,
  type Retention,
  type Suppressions,
  WebhookInbox
} from "@outbound-call/core"
import { DateTime, Effect, type Layer } from "effect"
import { LedgerDatabase } from "../src/LedgerDatabase.ts"
import { webhookOf } from "./InboxContract.ts"
import { dialled, idOf, notSent, numberOf, rejected, start } from "./LedgerCall.ts"
import { given, record } from "./LedgerDeeds.ts"
import { claim, end, erase } from "./PersonContract.ts"
import { addEndpoint, addMessage, forget, isForgotten, later } from "./RetentionDeeds.ts"

type Services = CallLedger | Suppressions | Retention | AuditLog | Persons | WebhookInbox | LedgerDatabase

const day = 86_400_000
const minuteLater = { createdAt: DateTime.makeUnsafe(start + 60_000) }
/** Everything that the ledger's tables hold of calls, as one text. */
const everything = Effect.gen(function* () {
  const sql = yield* LedgerDatabase
  const tables = ["calls", "call_events", "idempotency_keys", "provider_webhooks", "webhook_messages", "audit"]
  return JSON.stringify(yield* Effect.forEach(tables, (table) => sql`SELECT * FROM ${sql(table)}`))
})

/** What a ledger in a database promises about calls whose retention is over. */
export const retentionRecordsContract = <E>(name: string, layer: Layer.Layer<Services, E>): void => {
  const promises = (promise: string, test: Effect.Effect<void, unknown, Services>) =>
    it.live(`${promise} (${name})`, () => Effect.provide(test, layer))

  describe("the records of a forgotten call", () => {
    promises(
      "hold neither number, key, variables nor words, in no table",
      Effect.gen(function* () {
        const inbox = yield* WebhookInbox
        yield* claim(1, given("order-1"))
        yield* end(1)
        const taking = { ...given("order-2"), sameRequestWithinMillis: 600_000 }
        assert.strictEqual(yield* claim(2, taking, minuteLater), "replay")
        yield* inbox.add(webhookOf(1, { says: "busy", body: `{"to":"${numberOf(1)}"}` }))
        yield* inbox.move(webhookOf(1).id, "applied")
        yield* addEndpoint(100)
        yield* addMessage(1, "delivered")
        const words = [numberOf(1).slice(1), "order-1", "order-2", "Ada", '"ok":true', '"profile":"default","at"']
        const before = (yield* everything).replaceAll("\\", "")
        for (const word of words.slice(0, 5)) assert.include(before, word)
        assert.deepInclude(yield* forget(), { forgotten: 1 })
        const after = (yield* everything).replaceAll("\\", "")
        for (const word of words) assert.notInclude(after, word)
        assert.isNull(yield* (yield* AuditLog).evidence(idOf(1)))
        assert.isFalse(yield* inbox.add(webhookOf(1)), "a second delivery is known")
      })
    )

    promises(
      "leave the audit log whole, with a line that says who forgot how many calls of which age, and no number",
      Effect.gen(function* () {
        const audit = yield* AuditLog
        yield* claim(1)
        yield* end(1)
        yield* claim(2, given("k"), { to: numberOf(2), ...minuteLater })
        yield* record(2, notSent)
        const before = yield* later
        yield* forget({ before, by: "carol", dryRun: true })
        assert.lengthOf(yield* audit.entries(0, 10), 2, "who only counts changes nothing")
        yield* forget({ before, by: "carol" })
        yield* forget({ before, by: "carol" })
        const [line, ...more] = yield* audit.entries(2, 10)
        assert.deepStrictEqual(more, [])
        assert.deepInclude(line, { deed: "calls-forgotten", actor: "carol", subject: null, callId: null })
        assert.deepStrictEqual(JSON.parse(line?.detail ?? ""), { before: DateTime.formatIso(before), calls: 2 })
        assert.deepInclude<object>(yield* audit.verify, { entries: 3, brokenAt: null })
        assert.lengthOf(yield* audit.about(numberOf(1)), 1, "what was decided of the number is still found")
      })
    )

    promises(
      "are kept while news of the call waits to be told, or to be checked",
      Effect.gen(function* () {
        const sql = yield* LedgerDatabase
        const inbox = yield* WebhookInbox
        for (const n of [1, 2, 3]) {
          yield* claim(n, given(`k${n}`), { to: numberOf(n) })
          yield* end(n)
        }
        const [ofSecond] = yield* sql<{ readonly last: number }>`SELECT max(position) AS last
          FROM call_events WHERE call_id = ${idOf(2)}`
        yield* addEndpoint(ofSecond?.last ?? 0)
        yield* addMessage(1, "waiting")
        yield* inbox.add(webhookOf(2))
        assert.deepInclude(yield* forget({ dryRun: true }), { forgotten: 0, kept: { ...noneKept, untold: 3 } })
        assert.deepInclude(yield* forget(), { forgotten: 0, kept: { ...noneKept, untold: 3 } })
        yield* sql`UPDATE webhook_messages SET state = 'delivered'`
        assert.deepInclude(yield* forget(), { forgotten: 1 })
        yield* inbox.move(webhookOf(2).id, "applied")
        assert.deepInclude(yield* forget(), { forgotten: 1 })
        assert.isFalse(yield* isForgotten(idOf(3)), "its events were not relayed")
        yield* sql`UPDATE webhook_cursor SET position = 1000`
        assert.deepInclude(yield* forget(), { forgotten: 1, kept: noneKept })
        assert.lengthOf(yield* sql`SELECT id FROM webhook_messages`, 0)
      })
    )

    promises(
      "are kept while something happened to the call since",
      Effect.gen(function* () {
        const sql = yield* LedgerDatabase
        yield* claim(1)
        yield* end(1)
        const before = yield* later
        yield* sql`UPDATE call_events SET at = ${DateTime.toEpochMillis(before)} WHERE seq = 3`
        assert.deepInclude(yield* forget({ before }), { forgotten: 0 })
        assert.deepInclude(yield* forget({ before: DateTime.add(before, { seconds: 1 }) }), { forgotten: 1 })
      })
    )

    promises(
      "are found by a person's number, and erased with it, at the provider as well",
      Effect.gen(function* () {
        const persons = yield* Persons
        yield* claim(1, given("k"))
        yield* end(1)
        yield* forget()
        const [found] = (yield* persons.read(numberOf(1))).calls
        assert.deepInclude<object | undefined>(found?.call, { id: idOf(1), conversationId: "conv_1", callSid: "CA1" })
        assert.deepStrictEqual(found?.idempotencyKeys, [])
        assert.deepInclude(yield* erase(), { calls: 1 })
        assert.deepStrictEqual((yield* persons.read(numberOf(1))).calls, [])
        const now = { createdAt: DateTime.makeUnsafe(start + 90 * day) }
        assert.strictEqual(yield* claim(2, given("k"), now), `erased ${idOf(1)}`)
        assert.strictEqual(yield* claim(2, given("new"), now, { attemptsEver: 1 }), "attempts")
      })
    )

    promises(
      "give their call to claims that come while it is forgotten, and let others claim",
      Effect.gen(function* () {
        const count = 120
        const numbers = Array.from({ length: count }, (_, index) => index + 1)
        for (const n of numbers) {
          yield* claim(n, given(`k${n}`), { to: numberOf(n % 90) }, unlimited)
          yield* record(n, rejected)
        }
        const replay = (n: number) => claim(1000 + n, given(`k${n}`), { to: numberOf(n % 90) }, unlimited)
        const fresh = (n: number) => claim(2000 + n, given(`new${n}`), { to: numberOf(90 + (n % 9)) }, unlimited)
        const [found, again, claimed] = yield* Effect.all(
          [forget(), Effect.forEach(numbers, replay, { concurrency: 8 }), Effect.forEach([1, 2, 3, 4], fresh)],
          { concurrency: "unbounded" }
        )
        assert.deepInclude(found, { forgotten: count })
        assert.isAbove(found.steps, 2)
        assert.deepStrictEqual(new Set(again), new Set(["replay"]))
        assert.deepStrictEqual(new Set(claimed), new Set(["claimed"]))
        assert.deepInclude<object>(yield* (yield* AuditLog).verify, { brokenAt: null })
      })
    )

    promises(
      "stay marked as forgotten when the call rang after all",
      Effect.gen(function* () {
        const sql = yield* LedgerDatabase
        yield* claim(1)
        yield* record(1, notSent)
        yield* forget()
        yield* record(1, dialled(1))
        const rows = yield* sql`SELECT status, live, may_have_rung AS rung FROM calls WHERE id = ${idOf(1)}`
        assert.deepStrictEqual(
          rows.map(({ live, rung, status }) => [status, Number(live), Number(rung)]),
          [["forgotten:failed", 0, 1]]
        )
      })
    )

    promises(
      "that cannot be read are passed over, and hold up no others",
      Effect.gen(function* () {
        const sql = yield* LedgerDatabase
        for (const n of [1, 2]) {
          yield* claim(n, given(`k${n}`), { to: numberOf(n) })
          yield* end(n)
        }
        yield* sql`UPDATE calls SET call = '{}' WHERE id = ${idOf(1)}`
        assert.deepInclude(yield* forget(), { forgotten: 1 })
        assert.isTrue(yield* isForgotten(idOf(2)))
      })
    )
  })
}

const unlimited = {
  fanOut: null,
  attemptsPerHour: null,
  callsPerMinute: null,
  callsPerHour: null,
  dollarsPerDay: null,
  liveCalls: null
}

const noneKept = { attention: 0, unheard: 0, untold: 0 }
