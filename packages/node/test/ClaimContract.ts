import { assert, describe, it } from "@effect/vitest"
import { type CallLedger, type IdempotencyKey, type NumberedCall } from "@outbound-call/core"
import { DateTime, Effect, type Layer } from "effect"
import { claim, end, fresh, given, list, recent, record, sameNumber, told } from "./LedgerDeeds.ts"
import { callOf, conversation, dialled, idOf, lost, notSent, numberOf, rejected, start } from "./LedgerCall.ts"

/** What every ledger promises about claims. */
export const claimContract = <E>(name: string, layer: Layer.Layer<CallLedger, E>): void => {
  const promises = (promise: string, test: Effect.Effect<void, unknown, CallLedger>) =>
    it.live(`${promise} (${name})`, () => Effect.provide(test, layer))

  describe("one key, one call", () => {
    promises(
      "gives the call of a key to whoever brings it again, live or over",
      Effect.gen(function* () {
        assert.strictEqual(told(yield* claim(callOf(1), given("k"))), `claimed ${idOf(1)}`)
        assert.strictEqual(told(yield* claim(callOf(2, sameNumber), given("k"), numberOf(1))), `replay ${idOf(1)}`)
        yield* end(1)
        const again = yield* claim(callOf(3, sameNumber), given("k"), numberOf(1))
        assert.strictEqual(told(again), `replay ${idOf(1)}`)
        assert.strictEqual(again.call.status, "done")
        assert.deepStrictEqual((yield* list({})).ids, [idOf(1)])
      })
    )

    promises(
      "gives a restored call, whose key is lost, to whoever brings an unknown key with the same wish within a day",
      Effect.gen(function* () {
        const later = (n: number, hours: number, change: Partial<NumberedCall> = {}) =>
          callOf(n, { ...sameNumber, createdAt: DateTime.makeUnsafe(start + hours * 3_600_000), ...change })
        yield* claim(callOf(1), { type: "restored" })
        yield* end(1)
        assert.strictEqual(told(yield* claim(later(2, 1), given("k"), "r")), `replay ${idOf(1)}`)
        for (const [n, call] of [
          [3, later(3, 1, { variables: { customer_name: "Bob" } })],
          [4, later(4, 1, { owner: "bob" })],
          [5, later(5, 25)]
        ] as const) {
          assert.strictEqual((yield* claim(call, given(`k${n}`), "r")).type, "claimed", `${n}`)
          yield* end(n)
        }
        assert.strictEqual((yield* claim(later(6, 1), fresh)).type, "claimed")
      })
    )

    promises(
      "refuses a key for another request",
      Effect.gen(function* () {
        yield* claim(callOf(1), given("k"))
        const error = yield* Effect.flip(claim(callOf(2), given("k")))
        assert.deepInclude<object>(error, { _tag: "IdempotencyMismatch", callId: idOf(1) })
        assert.deepStrictEqual((yield* list({})).ids, [idOf(1)])
      })
    )

    promises(
      "keeps the keys of each owner apart, and keys from the ids of calls",
      Effect.gen(function* () {
        yield* claim(callOf(1), given("k"))
        assert.strictEqual((yield* claim(callOf(2, { owner: "bob" }), given("k"))).type, "claimed")
        assert.strictEqual((yield* claim(callOf(3), given(idOf(1)))).type, "claimed")
        assert.strictEqual((yield* claim(callOf(4), given(""))).type, "claimed")
        assert.strictEqual((yield* claim(callOf(5), fresh)).type, "claimed")
      })
    )

    promises(
      "takes the same request for the same call within its span, not at its end",
      Effect.gen(function* () {
        yield* claim(callOf(0, sameNumber), recent, "r")
        yield* end(0)
        const after = (seconds: number, n: number, change: Partial<NumberedCall> = {}) =>
          callOf(n, { ...sameNumber, createdAt: DateTime.makeUnsafe(start + seconds * 1000), ...change })
        assert.strictEqual(told(yield* claim(after(599, 1), recent, "r")), `replay ${idOf(0)}`)
        assert.strictEqual((yield* claim(after(300, 2, { owner: "bob" }), recent, "r")).type, "claimed")
        yield* record(2, rejected)
        assert.strictEqual((yield* claim(after(300, 3), recent, "other")).type, "claimed")
        yield* record(3, rejected)
        assert.strictEqual((yield* claim(after(600, 4), recent, "r")).type, "claimed")
        assert.strictEqual(told(yield* claim(after(700, 5), recent, "r")), `replay ${idOf(4)}`)
      })
    )

    promises(
      "dials the same request anew when it is proved that nothing rang, unless an earlier one did ring",
      Effect.gen(function* () {
        yield* claim(callOf(1), recent, "r")
        yield* record(1, rejected)
        assert.strictEqual((yield* claim(callOf(2, sameNumber), recent, "r")).type, "claimed")
        yield* end(2)
        assert.strictEqual((yield* claim(callOf(3, sameNumber), fresh, "r")).type, "claimed")
        yield* record(3, notSent)
        assert.strictEqual(told(yield* claim(callOf(4, sameNumber), recent, "r")), `replay ${idOf(2)}`)
      })
    )

    promises(
      "keeps a given key even for a call that did not ring",
      Effect.gen(function* () {
        yield* claim(callOf(1), given("k"))
        yield* record(1, rejected)
        assert.strictEqual(told(yield* claim(callOf(2, sameNumber), given("k"), numberOf(1))), `replay ${idOf(1)}`)
      })
    )

    promises(
      "gives a new key the call of the same request within its span, and that for ever; no other request",
      Effect.gen(function* () {
        const run = (key: string): IdempotencyKey => ({ type: "given", key, sameRequestWithinMillis: 600_000 })
        const after = (seconds: number, n: number, change: Partial<NumberedCall> = {}) =>
          callOf(n, { ...sameNumber, createdAt: DateTime.makeUnsafe(start + seconds * 1000), ...change })
        yield* claim(after(0, 0), run("a"), "r")
        yield* end(0)
        assert.strictEqual(told(yield* claim(after(599, 1), run("b"), "r")), `replay ${idOf(0)}`)
        assert.strictEqual(told(yield* claim(after(86_400, 2), run("a"), "r")), `replay ${idOf(0)}`)
        assert.strictEqual(told(yield* claim(after(86_400, 3), run("b"), "r")), `replay ${idOf(0)}`)
        assert.strictEqual(told(yield* claim(after(86_400, 3), given("b"), "r")), `replay ${idOf(0)}`)
        const other = yield* Effect.flip(claim(after(86_400, 4), run("b"), "another"))
        assert.strictEqual(other._tag, "IdempotencyMismatch")
        assert.strictEqual((yield* claim(after(86_400, 5, { owner: "bob" }), run("b"), "r")).type, "claimed")
        yield* record(5, rejected)
        assert.strictEqual((yield* claim(after(86_400, 6), run("c"), "r")).type, "claimed")
        yield* record(6, rejected)
        assert.strictEqual((yield* claim(after(86_401, 7), run("d"), "r")).type, "claimed", "nothing had rung")
        assert.strictEqual(told(yield* claim(after(86_402, 8), run("c"), "r")), `replay ${idOf(6)}`)
      })
    )

    promises(
      "gives runs that come together one call, each with a key of its own",
      Effect.gen(function* () {
        const claims = yield* Effect.forEach(
          [...Array(20).keys()],
          (n) => claim(callOf(n, sameNumber), { type: "given", key: `k${n}`, sameRequestWithinMillis: 600_000 }, "r"),
          { concurrency: "unbounded" }
        )
        assert.strictEqual(claims.filter(({ type }) => type === "claimed").length, 1)
        assert.strictEqual(claims.filter(({ type }) => type === "replay").length, 19)
      })
    )

    promises(
      "does not take another account's call for the same request",
      Effect.gen(function* () {
        yield* claim(callOf(1), recent, "r")
        const identity = { ...callOf(2).identity, workspace: "workspace_2" }
        assert.strictEqual((yield* claim(callOf(2, { ...sameNumber, identity }), recent, "r")).type, "claimed")
      })
    )

    promises(
      "takes a call placed with a key for the same request as well",
      Effect.gen(function* () {
        yield* claim(callOf(1), given("k"), "r")
        assert.strictEqual(told(yield* claim(callOf(2, sameNumber), recent, "r")), `replay ${idOf(1)}`)
      })
    )

    promises(
      "makes a new call without a key each time",
      Effect.gen(function* () {
        yield* claim(callOf(1))
        yield* end(1)
        assert.strictEqual(told(yield* claim(callOf(2, sameNumber), fresh, numberOf(1))), `claimed ${idOf(2)}`)
      })
    )

    promises(
      "lets one of a hundred claims of a key through, and gives the others its call",
      Effect.gen(function* () {
        const claims = yield* Effect.forEach(
          Array.from({ length: 100 }, (_, n) => callOf(n, sameNumber)),
          (call) => claim(call, given("k"), "r"),
          { concurrency: "unbounded" }
        )
        assert.strictEqual(claims.filter(({ type }) => type === "claimed").length, 1)
        assert.strictEqual(claims.filter(({ type }) => type === "replay").length, 99)
        assert.strictEqual(new Set(claims.map(({ call }) => call.id)).size, 1)
      })
    )
  })

  describe("one number, one live call", () => {
    promises(
      "blocks a number while its call is live, and names that call",
      Effect.gen(function* () {
        yield* claim(callOf(1))
        const busy = `busy ${idOf(1)}`
        const again = (n: number) => Effect.map(claim(callOf(n, sameNumber), fresh, `r${n}`), told)
        assert.strictEqual(yield* again(2), busy)
        yield* record(1, lost)
        assert.strictEqual(yield* again(3), busy)
        yield* record(1, dialled(1), conversation(1, "processing"))
        assert.strictEqual(yield* again(4), busy)
        yield* record(1, conversation(1, "done"))
        assert.strictEqual(yield* again(5), `claimed ${idOf(5)}`)
        assert.deepStrictEqual((yield* list({})).ids, [idOf(5), idOf(1)])
      })
    )

    for (const news of [rejected, notSent]) {
      promises(
        `frees a number at once when nothing rang: ${news.answer.type}`,
        Effect.gen(function* () {
          yield* claim(callOf(1))
          yield* record(1, news)
          assert.strictEqual((yield* claim(callOf(2, sameNumber))).type, "claimed")
        })
      )
    }

    promises(
      "lets another account call the same number",
      Effect.gen(function* () {
        const first = callOf(1)
        yield* claim(first)
        const others = [{ workspace: "workspace_2" }, { host: "elsewhere" }, { kind: "elevenlabs" as const }]
        for (const [index, other] of others.entries()) {
          const call = callOf(index + 2, { ...sameNumber, identity: { ...first.identity, ...other } })
          assert.strictEqual((yield* claim(call)).type, "claimed", JSON.stringify(other))
        }
        const dashboard = { ...first.identity, dashboard: "https://example.com/elsewhere/" }
        assert.strictEqual((yield* claim(callOf(9, { ...sameNumber, identity: dashboard }))).type, "busy")
        assert.strictEqual((yield* claim(callOf(10, { ...sameNumber, owner: "bob" }))).type, "busy")
        const twilio = { ...first.identity, twilioAccount: "AC1" }
        assert.strictEqual((yield* claim(callOf(11, { ...sameNumber, identity: twilio }))).type, "busy")
      })
    )

    promises(
      "lets one of a hundred claims of a number through",
      Effect.gen(function* () {
        const claims = yield* Effect.forEach(
          Array.from({ length: 100 }, (_, n) => callOf(n, sameNumber)),
          (call) => claim(call, fresh, call.id),
          { concurrency: "unbounded" }
        )
        assert.strictEqual(claims.filter(({ type }) => type === "claimed").length, 1)
        assert.strictEqual(claims.filter(({ type }) => type === "busy").length, 99)
        assert.strictEqual((yield* list({ limit: 100 })).ids.length, 1)
      })
    )

    promises(
      "keeps late evidence of a ring though its number has a new live call",
      Effect.gen(function* () {
        yield* claim(callOf(1))
        yield* record(1, notSent)
        yield* claim(callOf(2, sameNumber))
        const late = yield* record(1, dialled(1))
        assert.deepInclude<object>(late, { status: "initiated", conversationId: "conv_1" })
        assert.strictEqual((yield* record(1, conversation(1, "in-progress"))).status, "in-progress")
        assert.deepStrictEqual((yield* list({ live: true })).ids, [idOf(2), idOf(1)])
        assert.strictEqual((yield* claim(callOf(3, sameNumber))).type, "busy")
        yield* end(2)
        assert.strictEqual(told(yield* claim(callOf(4, sameNumber))), `busy ${idOf(1)}`)
        yield* record(1, conversation(1, "done"))
        assert.strictEqual((yield* claim(callOf(5, sameNumber))).type, "claimed")
      })
    )
  })
}
