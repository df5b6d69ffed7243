import { assert, describe, it } from "@effect/vitest"
import { CallLedger } from "@outbound-call/core"
import { Emulator } from "@outbound-call/emulator"
import { Effect, Fiber } from "effect"
import { ask, type Ask, initialize, onHttp, resultOf, tool } from "./HttpRig.ts"
import { ada } from "./World.ts"

const wish = { ...ada, idempotency_key: "wish-of-ada", wait_seconds: 40 }
const rings = Effect.flatMap(Emulator, (emulator) => emulator.rings).pipe(Effect.map(({ total }) => total))

/** A request in the newest revision, and one within a session of an older one. */
const eras: ReadonlyArray<readonly [string, (name: string, given: object) => ReturnType<typeof asking>]> = [
  ["2026-07-28", (name, given) => Effect.succeed(tool(name, { ...given }))],
  ["2025-11-25", (name, given) => asking(name, given)]
]

const asking = Effect.fnUntraced(function* (name: string, given: object) {
  const { headers } = yield* ask(initialize())
  const old: Ask = {
    headers: { "mcp-session-id": String(headers["mcp-session-id"]), "mcp-protocol-version": "2025-11-25" },
    body: { jsonrpc: "2.0", id: 2, method: "tools/call", params: { name, arguments: given } }
  }
  return old
})

describe("a client that goes away", () => {
  for (const [era, request] of eras) {
    for (const when of ["before", "after"] as const) {
      it.live(`${when} the phone rings stops no dial, and hangs nobody up (${era})`, () =>
        Effect.gen(function* () {
          const emulator = yield* Emulator
          yield* emulator.fault({ target: "dial", kind: "delay", delayMs: 300, when })
          const placing = yield* Effect.forkChild(ask(yield* request("place_call", wish)))
          const list = yield* request("list_calls", {})
          const dialing = Effect.map(ask(list), ({ body }) => body.includes("dialing") || body.includes("call_id"))
          yield* Effect.repeat(dialing, { until: (seen) => seen })
          yield* Fiber.interrupt(placing)
          const later = yield* request("place_call", { ...wish, wait_seconds: 0 })
          const { result } = yield* Effect.repeat(
            Effect.map(ask(later), (answer) => ({
              result: resultOf(answer)["structuredContent"] as Record<string, unknown>
            })),
            { until: (told) => told.result["status"] !== "dialing" }
          )
          assert.deepInclude(result, { replayed: true, status: "initiated" })
          const kept = yield* CallLedger.use((ledger) => ledger.find(String(result["call_id"])))
          assert.isNull(kept.hangUpRequestedAt)
          assert.strictEqual(yield* rings, 1)
        }).pipe(Effect.provide(onHttp({ scale: 1 })))
      )
    }

    it.live(`while it waits stops the waiting alone (${era})`, () =>
      Effect.gen(function* () {
        const placed = yield* ask(yield* request("place_call", { ...wish, wait_seconds: 0 }))
        const { call_id: id } = resultOf(placed)["structuredContent"] as { readonly call_id: string }
        const waiting = yield* Effect.forkChild(ask(yield* request("wait_for_call", { call_id: id })))
        yield* ask(yield* request("get_call", { call_id: id }))
        yield* Fiber.interrupt(waiting)
        const look = resultOf(yield* ask(yield* request("get_call", { call_id: id })))["structuredContent"]
        assert.deepInclude(look as object, { status: "initiated", terminal: false })
        assert.strictEqual(yield* rings, 1)
      }).pipe(Effect.provide(onHttp({ scale: 1 })))
    )
  }
})

describe("fifty requests with one key", () => {
  it.live("are one call: one dial, forty-nine replays", () =>
    Effect.gen(function* () {
      const given = { ...wish, wait_seconds: 0 }
      const answers = yield* Effect.forEach(
        Array.from({ length: 50 }),
        () => Effect.map(ask(tool("place_call", given)), (answer) => resultOf(answer)["structuredContent"]),
        { concurrency: "unbounded" }
      )
      const told = answers as ReadonlyArray<{ readonly call_id: string; readonly replayed: boolean }>
      assert.strictEqual(new Set(told.map(({ call_id }) => call_id)).size, 1)
      assert.strictEqual(told.filter(({ replayed }) => replayed).length, 49)
      assert.strictEqual(yield* rings, 1)
    }).pipe(Effect.provide(onHttp()))
  )
})
