import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Callees, Emulator } from "@outbound-call/emulator"
import { at, conversation, dial, dialled, send } from "./Caller.ts"

const control = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  send(method, `/_emulator${path}`, body, headers)

describe("the control API", () => {
  it.effect("reports the rings with the numbers in full, without a key", () =>
    Effect.gen(function* () {
      const id = yield* dialled()
      const answer = yield* control("GET", "/rings")
      assert.deepStrictEqual(at(answer.body, "byNumber"), { "+14155550100": 1 })
      assert.strictEqual(at(answer.body, "total"), 1)
      assert.deepInclude(at(answer.body, "rings.0"), { toNumber: "+14155550100", conversationId: id })
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("arms faults, moves the clock, sets switches, shows the callees, and resets", () =>
    Effect.gen(function* () {
      const fault = { target: "dial", when: "after", kind: "status", status: 502 }
      assert.strictEqual((yield* control("POST", "/faults", fault)).status, 200)
      assert.strictEqual((yield* dial()).status, 502)
      const id = yield* dialled()
      const clock = yield* control("POST", "/clock", { advanceSeconds: 60 })
      assert.deepStrictEqual(clock.body, { now: "1970-01-01T00:01:00.000Z", advancedSeconds: 60 })
      assert.strictEqual(at(yield* conversation(id), "status"), "done")
      const switches = yield* control("POST", "/switches", { legacy: true })
      assert.strictEqual(at(switches.body, "legacy"), true)
      assert.strictEqual(at((yield* control("GET", "/switches")).body, "legacy"), true)
      assert.strictEqual(at((yield* control("GET", "/callees")).body, "callees.1.name"), Callees[1]?.name)
      assert.strictEqual((yield* control("DELETE", "")).status, 200)
      assert.strictEqual(at((yield* control("GET", "/rings")).body, "total"), 0)
      assert.strictEqual(at((yield* control("GET", "/switches")).body, "legacy"), false)
      assert.strictEqual(at((yield* control("POST", "/clock", {})).body, "advancedSeconds"), 0)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  const wrong: ReadonlyArray<readonly [string, string, unknown]> = [
    ["POST", "/faults", { target: "dial" }],
    ["POST", "/faults", { target: "dial", kind: "explode" }],
    ["POST", "/faults", { target: "dial", kind: "drop", tmes: 2 }],
    ["POST", "/faults", "{"],
    ["POST", "/clock", { advanceSeconds: -1 }],
    ["POST", "/switches", { unknownSwitch: true }]
  ]
  for (const [method, path, body] of wrong) {
    it.effect(`refuses ${method} ${path} ${JSON.stringify(body)} with 400 and a sentence`, () =>
      Effect.gen(function* () {
        const answer = yield* control(method, path, body)
        assert.strictEqual(answer.status, 400)
        assert.match(String(at(answer.body, "error")), /not understood: ./)
      }).pipe(Effect.provide(Emulator.layerMemory()))
    )
  }

  it.effect("answers this machine only: no other host, no page of another origin", () =>
    Effect.gen(function* () {
      const status = (headers: Record<string, string>) =>
        Effect.map(control("GET", "/rings", undefined, headers), (answer) => answer.status)
      for (const host of ["127.0.0.1:8080", "localhost", "[::1]:9"]) assert.strictEqual(yield* status({ host }), 200)
      for (const host of ["example.com", "127.0.0.1.example.com", "localhost.example.com:80", "bad host"]) {
        assert.strictEqual(yield* status({ host }), 403, host)
      }
      assert.strictEqual(yield* status({ host: "localhost", origin: "http://localhost:3000" }), 200)
      for (const origin of ["https://example.com", "null", "http://localhost.example.com"]) {
        assert.strictEqual(yield* status({ host: "localhost", origin }), 403, origin)
      }
      assert.strictEqual((yield* control("GET", "/nothing")).status, 404)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )
})
