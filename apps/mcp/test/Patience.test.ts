import { assert, describe, it } from "@effect/vitest"
import { Emulator } from "@outbound-call/emulator"
import { Clock, Effect } from "effect"
import { ada, asTimePasses, connect, use, world } from "./World.ts"

const key = "test-key-1"

describe("against a provider and a carrier that never answer", () => {
  for (const [name, given] of [
    ["get_calling_setup", {}],
    ["check_call", ada],
    ["check_call", { ...ada, agent: "agent_errand", task: "Ask." }],
    ["place_call", { ...ada, to: "+14155550114", idempotency_key: "test-key-2", wait_seconds: 50 }],
    ["place_call", { ...ada, to: "+14155550114", agent: "agent_errand", task: "Ask.", idempotency_key: "test-key-3" }],
    ["place_call", { ...ada, idempotency_key: "test-key-4", wait_seconds: 50 }],
    ["wait_for_call", { wait_seconds: 50 }],
    ["get_call", {}],
    ["get_transcript", {}],
    ["list_calls", { to: ada.to }],
    ["hang_up", {}]
  ] as const) {
    it.effect(
      `${name} answers within 55 seconds (${JSON.stringify(given).slice(0, 60)})`,
      () =>
        Effect.gen(function* () {
          const client = yield* connect()
          const placed = yield* use(client, "place_call", { ...ada, idempotency_key: key, wait_seconds: 0 })
          const emulator = yield* Emulator
          yield* emulator.fault({ target: "any", kind: "delay", delayMs: 3_600_000, times: 10_000 })
          const askedAt = yield* Clock.currentTimeMillis
          const isOfCall = ["wait_for_call", "get_call", "get_transcript", "hang_up"].includes(name)
          yield* asTimePasses(use(client, name, isOfCall ? { ...given, call_id: placed.result["call_id"] } : given))
          assert.isBelow((yield* Clock.currentTimeMillis) - askedAt, 55_000)
          // a dial under way is waited for when the world ends
          yield* asTimePasses(Effect.sleep("5 minutes"))
        }).pipe(Effect.provide(world())),
      20_000
    )
  }
})
