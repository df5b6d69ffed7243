import { assert, describe, it } from "@effect/vitest"
import { CallLedger, type CallQuery, isFinal } from "@outbound-call/core"
import { DateTime, Effect, type Layer } from "effect"
import { claim, end, list, record } from "./LedgerDeeds.ts"
import { callOf, conversation, dialled, idOf, lost, notSent, numberOf, rejected, start } from "./LedgerCall.ts"

/** What every ledger promises about the records of calls. */
export const recordContract = <E>(name: string, layer: Layer.Layer<CallLedger, E>): void => {
  const promises = (promise: string, test: Effect.Effect<void, unknown, CallLedger>) =>
    it.live(`${promise} (${name})`, () => Effect.provide(test, layer))

  describe("the record of a call", () => {
    promises(
      "gives a call back as it was claimed, by its id and by its conversation",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        const call = callOf(1)
        yield* claim(call)
        assert.deepStrictEqual(yield* ledger.find(call.id), call)
        const placed = yield* ledger.record(call.id, dialled(1))
        assert.deepStrictEqual(yield* ledger.find("conv_1"), placed)
        assert.deepStrictEqual(yield* ledger.find(call.id), placed)
      })
    )

    promises(
      "knows no other id",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        yield* claim(callOf(1))
        for (const id of ["", "conv_1", idOf(2), "%", "call_"]) {
          assert.strictEqual((yield* Effect.flip(ledger.find(id)))._tag, "CallNotFound", id)
        }
        assert.strictEqual((yield* Effect.flip(ledger.record(idOf(2), notSent)))._tag, "CallNotFound")
        assert.deepStrictEqual(yield* ledger.events(idOf(2), 0), [])
      })
    )

    promises(
      "only moves forward, whatever comes late or twice",
      Effect.gen(function* () {
        yield* claim(callOf(1))
        const over = yield* record(1, dialled(1), conversation(1, "processing"), conversation(1, "done"))
        assert.isTrue(isFinal(over))
        const later = yield* record(1, dialled(1), conversation(1, "initiated"), rejected, lost, { type: "silence" })
        assert.deepStrictEqual(later, over)
      })
    )

    promises(
      "numbers the events of each call from one on, without gaps, and keeps the provider's words",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        yield* claim(callOf(1))
        yield* claim(callOf(2))
        yield* record(1, dialled(1), conversation(1, "in-progress"), dialled(1), conversation(1, "processing"))
        yield* record(2, rejected)
        yield* record(1, conversation(1, "done"))
        const events = yield* ledger.events(idOf(1), 0)
        assert.deepStrictEqual(
          events.map((event) => `${event.seq} ${event.type} ${event.status} ${event.cause}`),
          [
            "1 status dialing claim",
            "2 status initiated dial",
            "3 status in-progress poll",
            "4 status processing poll",
            "5 ended processing poll",
            "6 status done poll",
            "7 analysed done poll"
          ]
        )
        assert.strictEqual(events[1]?.detail, '{"ok":true}')
        assert.deepStrictEqual(events[0]?.at, callOf(1).createdAt)
        for (let after = 0; after <= 8; after++) {
          assert.deepStrictEqual(yield* ledger.events(idOf(1), after), events.slice(after))
        }
        assert.deepStrictEqual(
          (yield* ledger.events(idOf(2), 0)).map(({ message, seq }) => `${seq} ${message}`),
          ["1 null", "2 No."]
        )
      })
    )

    promises(
      "keeps an answer whatever characters it holds",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        yield* claim(callOf(1))
        const answer = {
          type: "unclear",
          message: "\0",
          status: 200,
          conversationId: null,
          detail: "a\0b\ud800"
        } as const
        assert.strictEqual((yield* ledger.record(idOf(1), { type: "answer", answer })).status, "unknown")
        assert.match((yield* ledger.events(idOf(1), 1))[0]?.detail ?? "", /^a.b.$/s)
      })
    )

    promises(
      "takes news of one call from many at once, and loses no event",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        yield* claim(callOf(1))
        const news = [
          dialled(1),
          ...["initiated", "in-progress", "processing", "done"].map((word) => conversation(1, word))
        ]
        yield* Effect.forEach([...news, ...news, ...news], (one) => ledger.record(idOf(1), one), {
          concurrency: "unbounded"
        })
        const events = yield* ledger.events(idOf(1), 0)
        assert.deepStrictEqual(
          events.map(({ seq }) => seq),
          events.map((_, index) => index + 1)
        )
        assert.strictEqual(events.filter(({ type }) => type === "ended").length, 1)
        assert.strictEqual((yield* ledger.find(idOf(1))).status, "done")
      })
    )
  })

  describe("the list of calls", () => {
    const five = Effect.gen(function* () {
      for (let n = 1; n <= 5; n++) yield* claim(callOf(n))
      yield* end(2)
      yield* record(3, rejected)
      yield* record(4, lost)
    })
    const at = (n: number) => DateTime.makeUnsafe(start + n * 1000)
    const filters: ReadonlyArray<readonly [string, CallQuery, ReadonlyArray<number>]> = [
      ["everything, newest first", {}, [5, 4, 3, 2, 1]],
      ["one status", { status: ["failed"] }, [3]],
      ["several statuses", { status: ["done", "unknown"] }, [4, 2]],
      ["no status", { status: [] }, []],
      ["one number", { to: numberOf(4) }, [4]],
      ["a number never called", { to: "+14155559999" }, []],
      ["live calls", { live: true }, [5, 4, 1]],
      ["calls that are over", { live: false }, [3, 2]],
      ["from an instant on", { createdAfter: at(3) }, [5, 4, 3]],
      ["until before an instant", { createdBefore: at(3) }, [2, 1]],
      ["a span of live calls", { createdAfter: at(2), createdBefore: at(5), live: true }, [4]],
      ["the newest two", { limit: 2 }, [5, 4]]
    ]
    promises(
      "filters",
      Effect.gen(function* () {
        yield* five
        for (const [what, query, expected] of filters) {
          assert.deepStrictEqual((yield* list(query)).ids, expected.map(idOf), what)
        }
      })
    )

    promises(
      "pages without gaps and repetitions while new calls arrive",
      Effect.gen(function* () {
        for (let n = 1; n <= 10; n++) yield* claim(callOf(n))
        const seen: Array<string> = []
        let cursor: string | null = null
        let arrived = 10
        do {
          const page: { readonly ids: ReadonlyArray<string>; readonly nextCursor: string | null } = yield* list(
            cursor === null ? { limit: 3 } : { limit: 3, cursor }
          )
          seen.push(...page.ids)
          cursor = page.nextCursor
          yield* claim(callOf(++arrived))
        } while (cursor !== null)
        assert.deepStrictEqual(seen, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map(idOf))
      })
    )

    promises(
      "pages through calls whose ids do not follow their claims",
      Effect.gen(function* () {
        for (const n of [2, 5, 1, 4, 3]) yield* claim(callOf(n))
        const first = yield* list({ limit: 2 })
        assert.deepStrictEqual(first.ids, [5, 4].map(idOf))
        const second = yield* list({ limit: 2, cursor: first.nextCursor ?? "" })
        assert.deepStrictEqual(second.ids, [3, 2].map(idOf))
        assert.deepStrictEqual(yield* list({ limit: 2, cursor: second.nextCursor ?? "" }), {
          ids: [idOf(1)],
          nextCursor: null
        })
      })
    )

    promises(
      "has no next page after a full last one",
      Effect.gen(function* () {
        for (let n = 1; n <= 4; n++) yield* claim(callOf(n))
        assert.isNull((yield* list({ limit: 4 })).nextCursor)
        assert.strictEqual((yield* list({ limit: 3 })).nextCursor, idOf(2))
        assert.deepStrictEqual((yield* list({ cursor: idOf(1) })).ids, [])
      })
    )
  })
}
