import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { idsBefore, isCallId, newCallId } from "@outbound-call/core"
import { sampleStart } from "./SampleCall.ts"

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

describe("newCallId", () => {
  it.effect("is new each time, uses the whole alphabet, and sorts by age", () =>
    Effect.gen(function* () {
      const minutes: Array<ReadonlyArray<string>> = []
      for (let minute = 0; minute < 3; minute++) {
        yield* TestClock.setTime(sampleStart + minute * 60_000)
        minutes.push(yield* Effect.all(Array.from({ length: 200 }, () => newCallId)))
      }
      const ids = minutes.flat()
      assert.isTrue(ids.every(isCallId))
      assert.strictEqual(new Set(ids).size, ids.length)
      assert.strictEqual(new Set(ids.flatMap((id) => id.slice(15).split(""))).size, 32)
      for (const [index, later] of minutes.slice(1).entries()) {
        assert.isTrue(minutes[index]?.every((earlier) => later.every((id) => earlier < id)))
      }
      const written = (ids[0] ?? "")
        .slice(5, 15)
        .split("")
        .reduce((time, digit) => time * 32 + alphabet.indexOf(digit), 0)
      assert.strictEqual(written, sampleStart)
    })
  )

  it.effect("has a first text that follows every id minted before an instant, and none after", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(sampleStart - 1)
      const before = yield* Effect.all(Array.from({ length: 50 }, () => newCallId))
      yield* TestClock.setTime(sampleStart)
      const since = yield* Effect.all(Array.from({ length: 50 }, () => newCallId))
      const bound = idsBefore(sampleStart)
      assert.isTrue(before.every((id) => id < bound))
      assert.isTrue(since.every((id) => id >= bound))
      assert.strictEqual(idsBefore(-1), idsBefore(0))
    })
  )

  it("knows an id from what merely looks like one", () => {
    for (const text of ["call_", "call_01M81J18G094QZS6EF65YVPGV", "call_01M81J18G094QZS6EF65YVPGVU", "conv_1", ""]) {
      assert.isFalse(isCallId(text), text)
    }
    assert.isTrue(isCallId("call_01M81J18G094QZS6EF65YVPGV7"))
  })
})
