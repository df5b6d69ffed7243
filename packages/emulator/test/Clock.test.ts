import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { Emulator } from "@outbound-call/emulator"
import { at, conversation, dialled, get } from "./Caller.ts"

describe("the emulated clock", () => {
  it.effect("is the real one, plus what was added, in Date and in start times", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* TestClock.setTime(1_795_348_800_000)
      const first = yield* dialled()
      yield* emulator.advance("1 hour")
      const second = yield* dialled()
      assert.strictEqual((yield* get("/v1/user")).headers["date"], "Sun, 22 Nov 2026 13:00:00 GMT")
      const start = "metadata.start_time_unix_secs"
      assert.strictEqual(at(yield* conversation(first), start), 1_795_348_800)
      assert.strictEqual(at(yield* conversation(second), start), 1_795_352_400)
      const [ring] = (yield* emulator.rings).rings
      assert.strictEqual(ring?.at, "2026-11-22T12:00:00.000Z")
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("added time moves only the calls that are under way", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const before = yield* dialled()
      yield* emulator.advance("44 seconds")
      const after = yield* dialled()
      assert.strictEqual(at(yield* conversation(before), "status"), "done")
      assert.strictEqual(at(yield* conversation(after), "status"), "initiated")
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("runs faster for calls with a scale, while Date stays real", () =>
    Effect.gen(function* () {
      const id = yield* dialled()
      yield* TestClock.adjust("4 seconds")
      assert.strictEqual(at(yield* conversation(id), "status"), "processing")
      yield* TestClock.adjust("400 millis")
      assert.strictEqual(at(yield* conversation(id), "status"), "done")
      assert.strictEqual((yield* get("/v1/user")).headers["date"], "Thu, 01 Jan 1970 00:00:04 GMT")
    }).pipe(Effect.provide(Emulator.layerMemory({ scale: 10 })))
  )
})
