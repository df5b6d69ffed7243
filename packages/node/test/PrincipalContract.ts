import { assert, describe, it } from "@effect/vitest"
import {
  type ApiKey,
  type NumberedCall,
  CallLedger,
  CurrentPrincipal,
  defaultLimits,
  type KeyScope,
  principalOf
} from "@outbound-call/core"
import { DateTime, Effect, type Layer } from "effect"
import { keyOf } from "./KeyContract.ts"
import { callOf, conversation, dialled, idOf, rejected, start } from "./LedgerCall.ts"
import { claim, fresh, given, list, record, sameNumber, told } from "./LedgerDeeds.ts"

const as = (owner: string, ...scopes: ReadonlyArray<KeyScope>) =>
  Effect.provideService(CurrentPrincipal, { owner, scopes, key: null })

const withKey = (key: ApiKey) => Effect.provideService(CurrentPrincipal, principalOf(key))

const limited = (limits: Partial<ApiKey["limits"]>, change: Partial<ApiKey> = {}) =>
  keyOf(1, { limits: { ...defaultLimits, ...limits }, ...change })

const after = (seconds: number, n: number, change: Partial<NumberedCall> = {}) =>
  callOf(n, { createdAt: DateTime.makeUnsafe(start + seconds * 1000), ...change })

/** What every ledger promises to the owners and keys that use it. */
export const principalContract = <E>(name: string, layer: Layer.Layer<CallLedger, E>): void => {
  const promises = (promise: string, test: Effect.Effect<void, unknown, CallLedger>) =>
    it.live(`${promise} (${name})`, () => Effect.provide(test, layer))

  describe("a principal", () => {
    promises(
      "sees its own calls, and those of others as if they were not there",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        yield* claim(callOf(1, { owner: "ada" }))
        yield* claim(callOf(2, { owner: "bob" }))
        yield* record(2, dialled(2))
        const seen = Effect.gen(function* () {
          const found = yield* Effect.forEach([idOf(1), idOf(2), "conv_2"], (id) =>
            Effect.map(Effect.result(ledger.find(id)), ({ _tag }) => _tag === "Success")
          )
          const events = yield* Effect.forEach([idOf(1), idOf(2)], (id) => ledger.events(id, 0))
          return { found, events: events.map((one) => one.length), listed: (yield* list({})).ids }
        })
        const everything = { found: [true, true, true], events: [1, 2], listed: [idOf(2), idOf(1)] }
        const own = { found: [true, false, false], events: [1, 0], listed: [idOf(1)] }
        assert.deepStrictEqual(yield* seen, everything)
        assert.deepStrictEqual(yield* as("ada", "calls:read")(seen), own)
        assert.deepStrictEqual(yield* as("carol", "admin")(seen), everything)
        const error = yield* Effect.flip(as("ada", "calls:read")(ledger.find(idOf(2))))
        const missing = yield* Effect.flip(ledger.find(idOf(3)))
        assert.strictEqual(error.message, missing.message.replace(idOf(3), idOf(2)))
      })
    )

    promises(
      "lists nobody else's calls by asking for them, in pages of its own",
      Effect.gen(function* () {
        for (let n = 1; n <= 6; n++) yield* claim(callOf(n, { owner: n % 2 === 0 ? "bob" : "ada" }))
        const asked = yield* as("ada", "calls:read")(list({ owner: "bob", limit: 2 }))
        assert.deepStrictEqual(asked, { ids: [idOf(5), idOf(3)], nextCursor: idOf(3) })
        const rest = yield* as("ada", "calls:read")(list({ limit: 2, cursor: idOf(3) }))
        assert.deepStrictEqual(rest, { ids: [idOf(1)], nextCursor: null })
        assert.deepStrictEqual((yield* list({ owner: "bob" })).ids, [idOf(6), idOf(4), idOf(2)])
      })
    )

    promises(
      "is told that a number is busy with another owner's call, and may record news of it",
      Effect.gen(function* () {
        yield* claim(callOf(1, { owner: "bob" }))
        const ledger = yield* CallLedger
        const blocked = as("ada", "calls:place")(claim(callOf(2, sameNumber), fresh, "r"))
        assert.strictEqual(told(yield* blocked), `busy ${idOf(1)}`)
        yield* as("ada", "calls:place")(ledger.record(idOf(1), dialled(1)))
        yield* as("ada", "calls:place")(ledger.record(idOf(1), conversation(1, "done")))
        assert.strictEqual(told(yield* blocked), `claimed ${idOf(2)}`)
      })
    )
  })

  describe("a key", () => {
    promises(
      "places so many calls in any minute, and is told when there is room again",
      Effect.gen(function* () {
        const place = (seconds: number, n: number) =>
          withKey(limited({ callsPerMinute: 2 }))(claim(after(seconds, n))).pipe(
            Effect.map(({ type }) => type as string),
            Effect.catchTag("CallRefused", ({ code, retryAfterSeconds }) =>
              Effect.succeed(`${code} ${retryAfterSeconds}`)
            )
          )
        assert.strictEqual(yield* place(0, 1), "claimed")
        assert.strictEqual(yield* place(10, 2), "claimed")
        assert.strictEqual(yield* place(20, 3), "rate-limited 40")
        assert.strictEqual(yield* place(59.5, 4), "rate-limited 1")
        assert.strictEqual(yield* place(60, 5), "claimed")
        assert.strictEqual(yield* place(61, 6), "rate-limited 9")
        assert.deepStrictEqual((yield* list({})).ids, [idOf(5), idOf(2), idOf(1)])
      })
    )

    promises(
      "places so many calls in any day, whatever becomes of them, together with the keys of its line",
      Effect.gen(function* () {
        const limits = { callsPerDay: 2 }
        const first = limited(limits)
        const second = limited(limits, { id: keyOf(2).id })
        yield* withKey(first)(claim(after(0, 1)))
        yield* record(1, rejected)
        yield* withKey(second)(claim(after(1, 2)))
        const error = yield* Effect.flip(withKey(first)(claim(after(3_600, 3))))
        assert.deepInclude<object>(error, { _tag: "CallRefused", code: "rate-limited", retryAfterSeconds: 82_800 })
        assert.include(error.message, "at most 2 calls a day")
        assert.include(error.message, "No phone rang for this request.")
        yield* withKey(limited(limits, { line: keyOf(3).id }))(claim(after(3_600, 4)))
        yield* claim(after(3_600, 5))
        yield* withKey(first)(claim(after(86_400, 6)))
      })
    )

    promises(
      "places no call too many when a hundred are asked for at once",
      Effect.gen(function* () {
        const key = withKey(limited({ callsPerDay: 7 }))
        const claims = yield* Effect.forEach(
          Array.from({ length: 100 }, (_, n) => callOf(n, { createdAt: DateTime.makeUnsafe(start) })),
          (call) => Effect.result(key(claim(call))),
          { concurrency: "unbounded" }
        )
        assert.strictEqual(claims.filter(({ _tag }) => _tag === "Success").length, 7)
        assert.strictEqual((yield* list({ limit: 100 })).ids.length, 7)
      })
    )

    promises(
      "is given the call that its idempotency key has, also when it may place no more",
      Effect.gen(function* () {
        const key = withKey(limited({ callsPerMinute: 1 }))
        yield* key(claim(after(0, 1), given("k"), "r"))
        assert.strictEqual(told(yield* key(claim(after(1, 2, sameNumber), given("k"), "r"))), `replay ${idOf(1)}`)
        assert.strictEqual((yield* Effect.flip(key(claim(after(1, 3)))))._tag, "CallRefused")
      })
    )
  })
}
