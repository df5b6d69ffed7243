import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { child, folder } from "./Assistant.ts"
import { ask, initialize, modern, resultOf, tool } from "./HttpRig.ts"
import { keyAt } from "./Keys.ts"
import { listening } from "./Listening.ts"
import { ada } from "./World.ts"

const wish = { ...ada, idempotency_key: "wish-of-ada", wait_seconds: 0 }

describe("outbound-mcp --http", () => {
  it.live(
    "listens on this machine, says that it simulates, and asks for a key that outbound keys made",
    () =>
      Effect.gen(function* () {
        const path = yield* folder
        const { port, server } = yield* listening(path)
        assert.match(server.written.stderr, /simulates: no phone rings/)
        assert.strictEqual(server.written.stdout, "")
        const placed = yield* ask(tool("place_call", wish)).pipe(Effect.provide(port))
        assert.deepInclude(resultOf(placed)["structuredContent"] as object, { simulated: true })
        const { text: key } = yield* keyAt(path, "ada", "admin")
        assert.strictEqual((yield* ask(initialize()).pipe(Effect.provide(port))).status, 401)
        assert.strictEqual((yield* ask(initialize(key)).pipe(Effect.provide(port))).status, 200)
      }),
    20_000
  )

  it.live(
    "ends within two seconds when it is told to, while somebody waits, and the call goes on",
    () =>
      Effect.gen(function* () {
        const path = yield* folder
        const slow = { env: { OUTBOUND_EMULATOR_SCALE: "1" } }
        const { port, server } = yield* listening(path, slow)
        const placed = yield* ask(tool("place_call", wish)).pipe(Effect.provide(port))
        const { call_id: id } = resultOf(placed)["structuredContent"] as { readonly call_id: string }
        yield* Effect.forkChild(ask(tool("wait_for_call", { call_id: id })).pipe(Effect.provide(port), Effect.ignore))
        const listen = modern("subscriptions/listen", { notifications: { resourceSubscriptions: [`call://${id}`] } })
        yield* Effect.forkChild(ask(listen).pipe(Effect.provide(port), Effect.ignore))
        yield* ask(tool("get_call", { call_id: id })).pipe(Effect.provide(port))
        const toldAt = performance.now()
        yield* server.kill("SIGTERM")
        const { at } = yield* server.ended
        assert.isBelow(at - toldAt, 2_000)
        const again = yield* listening(path, slow)
        const look = yield* ask(tool("get_call", { call_id: id })).pipe(Effect.provide(again.port))
        const { status } = resultOf(look)["structuredContent"] as { readonly status: string }
        assert.include(["initiated", "in-progress"], status)
      }),
    20_000
  )

  for (const [told, flags, complaint] of [
    [
      "on every address without keys",
      ["--host", "0.0.0.0", "--allow-host", "calls.example"],
      /--host 0\.0\.0\.0 needs a key that is good.*`outbound keys create --simulate`/
    ],
    ["by another name without keys", ["--allow-host", "calls.example"], /--allow-host needs a key that is good/]
  ] as const) {
    it.live(
      `does not listen ${told}`,
      () =>
        Effect.gen(function* () {
          const server = yield* child(yield* folder, { flags: ["--http", "--port", "0", ...flags] })
          assert.strictEqual((yield* server.ended).code, 3)
          assert.match(server.written.stderr, complaint)
        }),
      20_000
    )
  }
})
