import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { assert, it } from "@effect/vitest"
import {
  ApiKeys,
  type NumberedCall,
  CallLedger,
  CurrentPrincipal,
  type PolicyOrder,
  principalOf,
  Persons,
  TranscriptReads,
  WebhookInbox
} from "@outbound-call/core"
import { accountOf } from "@outbound-call/core/Call"
import { canonicalRequest } from "@outbound-call/core/CallRequest"
import { Effect } from "effect"
import { askedStatements } from "./AskedStatements.ts"
import * as LedgerFile from "../src/LedgerFile.ts"
import { at, webhookOf } from "./InboxContract.ts"
import { keyOf } from "./KeyContract.ts"
import { orderOf } from "./PolicyContract.ts"
import { callOf, conversation, dialled, idOf, numberOf } from "./LedgerCall.ts"
import { forget } from "./RetentionDeeds.ts"

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-plans-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

/** One look at the end of an index. */
const lastLine = "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"
const looksAtLastLine = (sql: string): boolean => sql === lastLine || isHistory(sql)

const isHistory = (sql: string): boolean => sql.startsWith("WITH reopened")

/** What an inner query has found by an index, and the few rows of the breakers: there is one for each account. */
const smallScan = /^SCAN (CONSTANT ROW|reopened|turn|rung|taken|block|abroad|latest|alive|dials|breakers|batch|part)\b/

const selectsIn = (asked: ReadonlyArray<string>): ReadonlyArray<string> =>
  [...new Set(asked)].filter((sql) => /^\s*(WITH|SELECT|UPDATE|DELETE)/.test(sql))

const planOf = (database: DatabaseSync, sql: string): ReadonlyArray<string> =>
  database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => String(detail))

const walksOf = (database: DatabaseSync, selects: ReadonlyArray<string>): ReadonlyArray<string> =>
  selects.flatMap((sql) =>
    planOf(database, sql)
      .filter((detail) => detail.startsWith("SCAN") && !smallScan.test(detail))
      .filter((detail) => !(looksAtLastLine(sql) && detail === "SCAN audit USING INDEX sqlite_autoindex_audit_1"))
      .map((detail) => `${detail}: ${sql}`)
  )

it.live("no step of a call walks over the whole ledger, however large it is", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "ledger.sqlite")
    const { asked, heard } = askedStatements()
    yield* Effect.gen(function* () {
      const ledger = yield* CallLedger
      yield* ledger.claim(callOf(1), "r", { type: "given", key: "k" }, null)
      yield* ledger.claim(callOf(2), "r", { type: "same-request", withinMillis: 600_000 }, null)
      yield* ledger.record(idOf(1), dialled(1))
      yield* ledger.record(idOf(1), conversation(1, "done"))
      yield* ledger.find(idOf(1))
      yield* ledger.find("conv_1")
      yield* ledger.liveCalls(idOf(1), 500)
      yield* ledger.events(idOf(1), 0)
      yield* ledger.list({ live: true })
      yield* ledger.feed(null, 10)
      yield* ledger.feed(3, 10)
      const limits = { requestsPerMinute: 1, callsPerMinute: 5, callsPerDay: 5 }
      const key = keyOf(1, { limits })
      yield* Effect.provideService(
        ledger.claim(callOf(3), "s", { type: "new" }, null),
        CurrentPrincipal,
        principalOf(key)
      )
      yield* Effect.provideService(ledger.list({}), CurrentPrincipal, principalOf(key))
      yield* (yield* ApiKeys).find(key.id)
      yield* (yield* ApiKeys).used(key.id, key.createdAt)
      const planned = callOf(4)
      const request = {
        to: planned.to,
        agentId: planned.agentId,
        phoneNumberId: planned.phoneNumberId,
        purpose: planned.purpose,
        variables: planned.variables
      }
      const order = orderOf(planned, { approval: true })
      const waits = { request, agentName: null, keyLine: null, withinMillis: 600_000 }
      yield* ledger.claim(planned, canonicalRequest(request), { type: "new" }, { ...order, waits })
      yield* ledger.waiting(planned.id)
      const yes = { by: "bob", via: "terminal", at: planned.createdAt, claimedAt: null }
      const approval = { ...yes, id: planned.id, canonicalRequest: canonicalRequest(request), order }
      assert.strictEqual((yield* ledger.approve(approval)).type, "claimed")
      yield* (yield* TranscriptReads).add("ada", planned.createdAt)
      yield* ledger.takenInDay(accountOf(planned.identity), 0)
      const inbox = yield* WebhookInbox
      yield* inbox.add(webhookOf(1))
      yield* inbox.move(webhookOf(1).id, "parked")
      yield* inbox.open(at(9))
      yield* inbox.counts
      yield* inbox.forget({ settled: at(9), unknown: at(9) })
    }).pipe(heard, Effect.provide(LedgerFile.layer(path)))
    const database = new DatabaseSync(path)
    const selects = selectsIn(asked)
    const walks = walksOf(database, selects)
    const blocking = selects.filter((sql) => sql.includes('"to_number" IN') && sql.includes("status"))
    assert.lengthOf(blocking, 1)
    const histories = selects.filter(isHistory)
    assert.lengthOf(histories, 1)
    const looks = database
      .prepare(`EXPLAIN QUERY PLAN ${histories[0]}`)
      .all()
      .map(({ detail }) => String(detail))
    const byTurn = "SEARCH calls USING INDEX calls_turn (account=? AND account_seq=?)"
    const [plan] = database.prepare(`EXPLAIN QUERY PLAN ${blocking[0]}`).all()
    database.close()
    assert.isAtLeast(selects.length, 18)
    const placedWithKey = selects.filter((sql) => sql.includes("key_line ="))
    assert.lengthOf(placedWithKey, 1)
    assert.deepStrictEqual(walks, [])
    assert.lengthOf(
      looks.filter((look) => look === byTurn),
      4
    )
    assert.deepStrictEqual(
      looks.filter((look) => / calls /.test(look) && !look.includes("COVERING") && look !== byTurn),
      [],
      "what is counted is read from indexes alone"
    )
    assert.notMatch(histories[0] ?? "", /LIMIT \?/, "SQLite compiles a statement with such a limit each time it runs")
    assert.match(String(plan?.["detail"]), /calls_number \(to_number=\? AND identity=\?\)/)
  }).pipe(Effect.scoped)
)

it.live("a page of calls of some statuses reads no more of each than the page holds, whoever asks", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "ledger.sqlite")
    const { asked, heard } = askedStatements()
    yield* Effect.gen(function* () {
      const ledger = yield* CallLedger
      for (const query of [{ live: true }, { status: ["failed", "not-placed"] }, { status: ["planned"] }] as const) {
        yield* ledger.list(query)
        yield* Effect.provideService(ledger.list(query), CurrentPrincipal, principalOf(keyOf(1)))
      }
      yield* Effect.provideService(
        ledger.list({ to: numberOf(1), status: ["failed"] }),
        CurrentPrincipal,
        principalOf(keyOf(1))
      )
    }).pipe(heard, Effect.provide(LedgerFile.layer(path)))
    const database = new DatabaseSync(path)
    const plans = selectsIn(asked).flatMap((sql) => planOf(database, sql))
    database.close()
    const walks = plans.filter((detail) => / calls\b/.test(detail))
    const byIndex = [
      "SEARCH calls USING INDEX calls_status (status=?)",
      "SEARCH calls USING INDEX calls_owner_status (owner=? AND status=?)",
      "SEARCH calls USING INDEX calls_number (to_number=?)"
    ]
    assert.deepStrictEqual([...new Set(walks)].toSorted(), byIndex.toSorted())
  }).pipe(Effect.scoped)
)

it.live("who forgets old calls, or looks for those to a number, looks everything up by an index", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "ledger.sqlite")
    const { asked, heard } = askedStatements()
    yield* Effect.gen(function* () {
      const ledger = yield* CallLedger
      yield* ledger.claim(callOf(1), "r", { type: "given", key: "k" }, orderOf(callOf(1)))
      yield* ledger.record(idOf(1), dialled(1))
      yield* ledger.record(idOf(1), conversation(1, "done"))
      const keys = { type: "given", key: "taken", sameRequestWithinMillis: 600_000 } as const
      assert.strictEqual((yield* ledger.claim(callOf(2, { to: numberOf(1) }), "r", keys, null)).type, "replay")
      asked.length = 0
      yield* ledger.list({ to: numberOf(1) })
      yield* (yield* Persons).read(numberOf(1))
      yield* forget({ dryRun: true })
      assert.strictEqual((yield* forget()).forgotten, 1)
      yield* ledger.feedStart
    }).pipe(heard, Effect.provide(LedgerFile.layer(path)))
    const database = new DatabaseSync(path)
    const isOfPerson = (sql: string) => sql.includes("body LIKE")
    const walks = walksOf(
      database,
      selectsIn(asked).filter((sql) => !isOfPerson(sql))
    )
    const plans = selectsIn(asked).map((sql) => [sql, planOf(database, sql).join("; ")] as const)
    database.close()
    assert.deepStrictEqual(
      walks.filter((walk) => !walk.startsWith("SCAN webhook_endpoints")),
      []
    )
    const planWith = (text: string) => plans.find(([sql]) => sql.includes(text))?.[1] ?? assert.fail(text)
    assert.match(
      planWith("DELETE FROM call_events"),
      /USING COVERING INDEX sqlite_autoindex_call_events_1 \(call_id=\?\)/
    )
    assert.match(planWith("DELETE FROM webhook_messages"), /USING INDEX webhook_messages_call/)
    assert.match(planWith("UPDATE provider_webhooks"), /USING INDEX provider_webhooks_conversation/)
    assert.match(planWith("FROM idempotency_keys"), /USING INDEX idempotency_keys_call/)
    assert.match(planWith("AS batch"), /USING COVERING INDEX calls_status \(status=\? AND id>\? AND id<\?\)/)
  }).pipe(Effect.scoped)
)

it.live("a claim that is judged asks and writes three things more than one that is not, each in one statement", () =>
  Effect.gen(function* () {
    const path = join(yield* folder, "ledger.sqlite")
    const { asked, heard } = askedStatements()
    const claim = Effect.fnUntraced(function* (call: NumberedCall, order: PolicyOrder | null) {
      const from = asked.length
      assert.strictEqual((yield* (yield* CallLedger).claim(call, call.id, { type: "new" }, order)).type, "claimed")
      return asked.slice(from)
    })
    yield* Effect.gen(function* () {
      yield* claim(callOf(1), null)
      const plain = yield* claim(callOf(2), null)
      const judged = yield* claim(callOf(3), orderOf(callOf(3)))
      const added = judged.filter((sql) => !plain.includes(sql)).map((sql) => sql.slice(0, 24))
      assert.deepStrictEqual(added, [
        "WITH reopened AS (SELECT",
        "INSERT INTO dial_amounts",
        "INSERT INTO audit (seq, "
      ])
      assert.lengthOf(judged, plain.length + 3)
    }).pipe(heard, Effect.provide(LedgerFile.layer(path)))
  }).pipe(Effect.scoped)
)
