import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import {
  ApiKeys,
  createKey,
  KeySecrets,
  type KeyRequest,
  listKeys,
  MemoryKeys,
  type NewKey,
  revokeKey,
  rotateKey,
  verifyKey
} from "@outbound-call/core"
import * as NodeKeySecrets from "@outbound-call/node/NodeKeySecrets"
import { DateTime, Duration, Effect, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"

const request: KeyRequest = { name: "crm", owner: "ada", scopes: ["calls:read"] }

const inStore = <A, E, R>(test: Effect.Effect<A, E, R>) =>
  test.pipe(Effect.provide(Layer.merge(MemoryKeys.layer, NodeKeySecrets.layer)))

const isGood = ({ text }: NewKey) => Effect.map(verifyKey(text), (key) => key !== null)

describe("a key", () => {
  it.effect("is known by its text and by no other", () =>
    Effect.gen(function* () {
      const first = yield* createKey(request)
      const second = yield* createKey({ ...request, owner: "bob" })
      assert.deepStrictEqual((yield* verifyKey(first.text))?.owner, "ada")
      assert.deepStrictEqual((yield* verifyKey(second.text))?.owner, "bob")
      const text = Redacted.value(first.text)
      const wrong = [
        "",
        text.slice(0, -1),
        `${text}A`,
        ` ${text}`,
        text.toLowerCase(),
        text.replace("oc_", "sk_"),
        `${text.slice(0, 30)}${Redacted.value(second.text).slice(30)}`,
        text.replace(first.key.id.slice(4), "0".repeat(26))
      ]
      for (const one of wrong) assert.isNull(yield* verifyKey(Redacted.make(one)), one)
    }).pipe(inStore)
  )

  it.effect("has a text with 256 bits of chance, of which a digest is kept", () =>
    Effect.gen(function* () {
      const made = yield* Effect.forEach(Array.from({ length: 50 }), () => createKey(request))
      const secrets = made.map(({ text }) => /^oc_[0-9A-Z]{26}_([\w-]{43})$/.exec(Redacted.value(text))?.[1])
      assert.strictEqual(new Set(secrets).size, 50)
      assert.notInclude(secrets, undefined)
      const keys = yield* ApiKeys
      const stored = yield* keys.find(made[0]?.key.id ?? assert.fail("no key"))
      assert.match(stored?.digest ?? "", /^[0-9a-f]{64}$/)
    }).pipe(inStore)
  )

  it.effect("shows its secret to nothing that writes it down", () =>
    Effect.gen(function* () {
      const made = yield* createKey(request)
      const secret = Redacted.value(made.text).slice(30)
      const rotated = yield* rotateKey(made.key.id, Duration.hours(1))
      const shown = [
        JSON.stringify(made),
        inspect(made, { depth: 9 }),
        inspect(made.text),
        inspect(yield* listKeys()),
        JSON.stringify([yield* listKeys(), yield* (yield* ApiKeys).find(made.key.id), rotated.key]),
        inspect(yield* Effect.flip(rotateKey(Redacted.value(made.text), Duration.hours(1))))
      ]
      for (const text of shown) assert.notInclude(text, secret)
    }).pipe(inStore)
  )

  it.effect("ends to the millisecond when it expires, and at once when it is revoked", () =>
    Effect.gen(function* () {
      const made = yield* createKey({ ...request, expiresIn: Duration.days(90) })
      const other = yield* createKey(request)
      yield* TestClock.adjust(Duration.millis(90 * 86_400_000 - 1))
      assert.isTrue(yield* isGood(made))
      yield* TestClock.adjust("1 millis")
      assert.isFalse(yield* isGood(made))
      assert.isTrue(yield* isGood(other))
      const revoked = yield* revokeKey(other.key.id)
      assert.isFalse(yield* isGood(other))
      yield* TestClock.adjust("1 hour")
      assert.deepStrictEqual(yield* revokeKey(other.key.id), revoked)
    }).pipe(inStore)
  )

  it.effect("notes its use to the hour, and no use of a wrong text", () =>
    Effect.gen(function* () {
      const { key, text } = yield* createKey(request)
      const lastUsed = Effect.map(listKeys(), ([one]) => one?.lastUsedAt && DateTime.toEpochMillis(one.lastUsedAt))
      yield* verifyKey(Redacted.make(`${Redacted.value(text).slice(0, -4)}0000`))
      assert.isNull(yield* lastUsed)
      yield* TestClock.setTime(DateTime.toEpochMillis(key.createdAt) + 1000)
      yield* verifyKey(text)
      const first = yield* lastUsed
      assert.strictEqual(first, DateTime.toEpochMillis(key.createdAt) + 1000)
      yield* TestClock.adjust("59 minutes")
      yield* verifyKey(text)
      assert.strictEqual(yield* lastUsed, first)
      yield* TestClock.adjust("1 minute")
      yield* verifyKey(text)
      assert.strictEqual(yield* lastUsed, (first ?? 0) + 3_600_000)
    }).pipe(inStore)
  )
})

describe("a rotation", () => {
  it.effect("keeps owner, scopes, limits and lifetime, and both keys are good until the grace is over", () =>
    Effect.gen(function* () {
      const limits = { requestsPerMinute: 10, callsPerDay: 3 }
      const first = yield* createKey({ ...request, limits, expiresIn: Duration.days(90) })
      yield* TestClock.adjust("30 days")
      const second = yield* rotateKey(first.key.id, Duration.hours(24))
      const { createdAt: _createdAt, expiresAt: _expiresAt, id: _id, ...kept } = first.key
      assert.deepInclude<object>(second.key, kept)
      assert.strictEqual(second.key.line, first.key.id)
      assert.notStrictEqual(Redacted.value(second.text), Redacted.value(first.text))
      assert.deepStrictEqual([yield* isGood(first), yield* isGood(second)], [true, true])
      yield* TestClock.adjust("24 hours")
      assert.deepStrictEqual([yield* isGood(first), yield* isGood(second)], [false, true])
      yield* TestClock.adjust("89 days")
      assert.isFalse(yield* isGood(second))
    }).pipe(inStore)
  )

  it.effect("of a rotation belongs to the first key's line", () =>
    Effect.gen(function* () {
      const first = yield* createKey(request)
      const second = yield* rotateKey(first.key.id, Duration.hours(1))
      const third = yield* rotateKey(second.key.id, Duration.hours(1))
      assert.strictEqual(third.key.line, first.key.id)
      assert.isNull(third.key.expiresAt)
    }).pipe(inStore)
  )

  it.effect("is refused for a key that is not good, or is none, and makes nothing", () =>
    Effect.gen(function* () {
      const { key } = yield* createKey({ ...request, expiresIn: Duration.hours(1) })
      const rotate = (id: string) => Effect.flip(rotateKey(id, Duration.hours(1)))
      yield* TestClock.adjust("1 hour")
      assert.deepInclude<object>(yield* rotate(key.id), { _tag: "KeyNotActive", state: "expired" })
      yield* revokeKey(key.id)
      assert.deepInclude<object>(yield* rotate(key.id), { _tag: "KeyNotActive", state: "revoked" })
      for (const id of ["key_00000000000000000000000000", "crm"]) {
        assert.strictEqual((yield* rotate(id))._tag, "KeyNotFound")
        assert.strictEqual((yield* Effect.flip(revokeKey(id)))._tag, "KeyNotFound")
      }
      assert.lengthOf(yield* listKeys(), 1)
    }).pipe(inStore)
  )
})

describe("the secrets of keys", () => {
  it.effect("match their own digest, and none that differs anywhere", () =>
    Effect.gen(function* () {
      const secrets = yield* KeySecrets
      const text = yield* secrets.draw
      const digest = yield* secrets.digest(text)
      assert.isTrue(yield* secrets.matches(text, digest))
      for (let at = 0; at < digest.length; at++) {
        const other = `${digest.slice(0, at)}${digest[at] === "0" ? "1" : "0"}${digest.slice(at + 1)}`
        assert.isFalse(yield* secrets.matches(text, other))
      }
      for (const broken of ["", "zz", digest.slice(2), `${digest}00`]) {
        assert.isFalse(yield* secrets.matches(text, broken), broken)
      }
    }).pipe(inStore)
  )
})
