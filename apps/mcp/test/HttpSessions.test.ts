import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { makeSessions } from "../src/HttpSessions.ts"

const ada = { owner: "ada", scopes: [], key: null }
const bob = { owner: "bob", scopes: [], key: null }

describe("sessions", () => {
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
