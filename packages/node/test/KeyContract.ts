import { assert, describe, it } from "@effect/vitest"
import { type ApiKey, ApiKeyId, ApiKeys, defaultLimits, keyState } from "@outbound-call/core"
import { DateTime, Effect, type Layer } from "effect"
import { start } from "./LedgerCall.ts"

export const at = (seconds: number) => DateTime.makeUnsafe(start + seconds * 1000)

export const keyId = (n: number) => ApiKeyId.make(`key_${String(n).padStart(26, "0")}`)

/** The n-th key, made n seconds after the start. */
export const keyOf = (n: number, change: Partial<ApiKey> = {}): ApiKey => ({
  id: keyId(n),
  name: "crm",
  owner: "ada",
  scopes: ["calls:read", "calls:place"],
  limits: defaultLimits,
  profile: null,
  line: keyId(n),
  createdAt: at(n),
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
  ...change
})

const add = (n: number, change: Partial<ApiKey> = {}) =>
  ApiKeys.use((keys) => keys.add({ key: keyOf(n, change), digest: `digest-${n}` }))
const find = (n: number) => Effect.flatMap(ApiKeys, (keys) => keys.find(keyId(n)))

/** What every store of keys promises. */
export const keyContract = <E>(name: string, layer: Layer.Layer<ApiKeys, E>): void => {
  const promises = (promise: string, test: Effect.Effect<void, unknown, ApiKeys>) =>
    it.live(`${promise} (${name})`, () => Effect.provide(test, layer))

  describe("the keys of a ledger", () => {
    promises(
      "are given back as they were added, with their digests, newest first",
      Effect.gen(function* () {
        const limits = { requestsPerMinute: 5, callsPerMinute: 1, callsPerDay: 9 }
        yield* add(1, { expiresAt: at(99), limits, profile: "clinic", scopes: ["admin"] })
        yield* add(2)
        const first = keyOf(1, { expiresAt: at(99), limits, profile: "clinic", scopes: ["admin"] })
        assert.deepStrictEqual(yield* find(1), { key: first, digest: "digest-1" })
        assert.isNull(yield* find(3))
        assert.deepStrictEqual(yield* (yield* ApiKeys).list, [keyOf(2), first])
      })
    )

    promises(
      "keep the time of their first revocation, whatever is noted after it",
      Effect.gen(function* () {
        const keys = yield* ApiKeys
        yield* add(1)
        yield* keys.revoke(keyId(1), at(10))
        yield* keys.used(keyId(1), at(11))
        yield* keys.revoke(keyId(1), at(12))
        yield* keys.revoke(keyId(2), at(12))
        const stored = yield* find(1)
        assert.deepStrictEqual(stored?.key, keyOf(1, { revokedAt: at(10), lastUsedAt: at(11) }))
        assert.strictEqual(keyState(stored?.key ?? keyOf(9), at(10)), "revoked")
        assert.isNull(yield* find(2))
      })
    )

    promises(
      "expire when they are replaced, and never later than they would have",
      Effect.gen(function* () {
        const keys = yield* ApiKeys
        yield* add(1)
        yield* add(2, { expiresAt: at(50) })
        const replace = (n: number, id: ApiKeyId) =>
          keys.add({ key: keyOf(n), digest: `digest-${n}` }, { id, expiresAt: at(60) })
        yield* replace(3, keyId(1))
        yield* replace(4, keyId(2))
        assert.deepStrictEqual((yield* find(1))?.key.expiresAt, at(60))
        assert.deepStrictEqual((yield* find(2))?.key.expiresAt, at(50))
        assert.deepStrictEqual((yield* find(3))?.key, keyOf(3))
      })
    )
  })
}
