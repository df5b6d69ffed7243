import { assert, describe, it } from "@effect/vitest"
import type { Principal } from "@outbound-call/core"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { makeSessions } from "../src/HttpSessions.ts"
import { askerOf } from "../src/Question.ts"

const ada = { owner: "ada", scopes: [], key: null }
const bob = { owner: "bob", scopes: [], key: null }

const keyed = (line: string) => ({ ...ada, key: { line } }) as unknown as Principal

describe("sessions", () => {
  it.effect("are those of the key that began them and its rotations, not of another key of its owner", () =>
    Effect.gen(function* () {
      const sessions = makeSessions()
      yield* sessions.begin("own", keyed("key_1"))
      assert.isTrue(yield* sessions.use("own", keyed("key_1")))
      assert.isFalse(yield* sessions.use("own", keyed("key_2")))
      assert.isFalse(yield* sessions.use("own", ada))
    })
  )

  it("and answers to questions are so too", () => {
    assert.strictEqual(askerOf(keyed("key_1")), askerOf(keyed("key_1")))
    assert.notStrictEqual(askerOf(keyed("key_1")), askerOf(keyed("key_2")))
    assert.notStrictEqual(askerOf(ada), askerOf(bob))
  })

  it.effect("end when nobody used them for an hour, whoever's they are", () =>
    Effect.gen(function* () {
      const sessions = makeSessions()
      yield* sessions.begin("old", ada)
      yield* sessions.begin("used", bob)
      yield* TestClock.adjust("50 minutes")
      assert.isTrue(yield* sessions.use("used", bob))
      yield* TestClock.adjust("20 minutes")
      assert.deepStrictEqual(yield* sessions.begin("new", bob), ["old"])
      assert.isFalse(yield* sessions.use("old", ada))
      assert.isTrue(yield* sessions.use("used", bob))
    })
  )

  it.effect("are given up for newer ones, those that were used last stay", () =>
    Effect.gen(function* () {
      const sessions = makeSessions()
      for (let n = 0; n < 32; n++) assert.deepStrictEqual(yield* sessions.begin(`s${n}`, ada), [])
      yield* sessions.use("s0", ada)
      assert.deepStrictEqual(yield* sessions.begin("s32", ada), ["s1"])
    })
  )
})
