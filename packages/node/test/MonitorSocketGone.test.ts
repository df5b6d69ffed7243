import { assert, describe, it } from "@effect/vitest"
import { MonitorTransport } from "@outbound-call/core"
import { Effect, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { vi } from "vitest"
import * as MonitorSocket from "../src/MonitorSocket.ts"

const asked = vi.hoisted(() => ({ times: 0 }))

vi.mock("@effect/platform-node/NodeWS", () => {
  asked.times++
  throw new Error("Cannot find module")
})

describe("the library of the monitor socket", () => {
  it.effect("is loaded soon after the start, and a server starts without it", () =>
    Effect.gen(function* () {
      assert.strictEqual(asked.times, 0)
      yield* TestClock.adjust("1 second")
      yield* Effect.promise(() => vi.waitUntil(() => asked.times > 0))
    }).pipe(Effect.provide(MonitorSocket.loaded))
  )

  it.effect("is missed with words that say what to do", () =>
    Effect.gen(function* () {
      const { send } = yield* MonitorTransport
      const answer = yield* send({
        url: "ws://127.0.0.1:9/monitor",
        apiKey: Redacted.make("key-of-the-test"),
        text: "the end",
        timeoutMillis: 10_000
      })
      assert(answer.type === "lost")
      assert.match(answer.reason, /start the program again, then hang up/)
    }).pipe(Effect.provide(MonitorSocket.layer))
  )
})
