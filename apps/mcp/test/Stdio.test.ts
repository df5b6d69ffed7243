import { assert, describe, it } from "@effect/vitest"
import { Emulator, EmulatorServer } from "@outbound-call/emulator"
import { Effect, Layer } from "effect"
import { assistant, child, folder, hello, use } from "./Assistant.ts"
import { ada } from "./World.ts"

const provider = EmulatorServer.layer({ port: 0 }).pipe(Layer.provideMerge(Emulator.layerMemory({ scale: 100 })))

const rings = Effect.flatMap(Emulator, (emulator) => emulator.rings).pipe(Effect.map(({ total }) => total))

const realMode = Effect.map(EmulatorServer, ({ baseUrl }) => ({
  simulate: false,
  env: {
    OUTBOUND_PROVIDER: "elevenlabs",
    OUTBOUND_PROFILE: "rig",
    ELEVENLABS_BASE_URL: baseUrl,
    ELEVENLABS_API_KEY: "key",
    ELEVEN_LABS_AGENT_ID: "agent_demo",
    PHONE_NUMBER_ID: "phnum_demo"
  }
}))

describe("the official client", () => {
  it.live(
    "checks, places, follows and reads a simulated call, and finds it again",
    () =>
      Effect.gen(function* () {
        const client = yield* assistant(yield* folder)
        assert.match(String(client.getInstructions()), /^SIMULATION: no phone rings/)
        assert.strictEqual(client.getServerVersion()?.name, "outbound-call")
        const { tools } = yield* Effect.promise(() => client.listTools())
        assert.strictEqual(tools.length, 8)
        const check = yield* use(client, "check_call", ada)
        assert.deepInclude(check.result, { allowed: true, simulated: true })
        const wish = { ...ada, idempotency_key: "wish-of-ada", wait_seconds: 0 }
        const placed = yield* use(client, "place_call", wish)
        assert.deepInclude(placed.result, { simulated: true, replayed: false, phone_may_have_rung: true })
        const id = String(placed.result["call_id"])
        const again = yield* use(client, "place_call", wish)
        assert.deepInclude(again.result, { call_id: id, replayed: true })
        const over = yield* use(client, "wait_for_call", { call_id: id })
        assert.deepInclude(over.result, { call_id: id, status: "done", outcome: "answered", duration_seconds: 36 })
        const said = yield* use(client, "get_transcript", { call_id: id })
        assert.include(JSON.stringify(said.result["turns"]), "Hello, yes, speaking.")
        const list = yield* use(client, "list_calls", { status: "ended" })
        assert.strictEqual((list.result["calls"] as ReadonlyArray<unknown>).length, 1)
        const hung = yield* use(client, "hang_up", { call_id: id })
        assert.deepInclude(hung.result, { call_id: id, status: "done" })
        const other = yield* use(client, "place_call", { ...wish, to: "+14155550101" })
        assert.match(other.text, /^idempotency_conflict: /)
        assert.isTrue(other.isError)
      }),
    20_000
  )

  it.live(
    "hears how far a call is, and stops waiting without touching it",
    () =>
      Effect.gen(function* () {
        const client = yield* assistant(yield* folder, { env: { OUTBOUND_EMULATOR_SCALE: "1" } })
        const placed = yield* use(client, "place_call", { ...ada, idempotency_key: "wish-of-ada", wait_seconds: 0 })
        const given = { call_id: String(placed.result["call_id"]) }
        const told: Array<string> = []
        const stop = new AbortController()
        const waiting = client.callTool({ name: "wait_for_call", arguments: given }, undefined, {
          signal: stop.signal,
          onprogress: ({ message }) => {
            told.push(String(message))
            stop.abort()
          }
        })
        const end = yield* Effect.promise(() => waiting.then(String, String))
        assert.match(end, /abort/i)
        assert.deepStrictEqual(told, ["initiated, waited 0 s"])
        const after = yield* use(client, "get_call", given)
        assert.deepInclude(after.result, { status: "initiated", terminal: false })
      }),
    20_000
  )

  it.live(
    "rings a listed number once and another one never, at a real provider",
    () =>
      Effect.gen(function* () {
        const { env, simulate } = yield* realMode
        const path = yield* folder
        const allowed = { ...env, OUTBOUND_MCP_ALLOWED_NUMBERS: "+14155550100" }
        const client = yield* assistant(path, { simulate, env: allowed })
        assert.notMatch(String(client.getInstructions()), /simulat/i)
        const wish = { variables: ada.variables, wait_seconds: 0 }
        const refused = yield* use(client, "place_call", { ...wish, to: "+14155550109", idempotency_key: "wish-other" })
        assert.isTrue(refused.isError)
        assert.match(refused.text, /OUTBOUND_MCP_ALLOWED_NUMBERS/)
        assert.strictEqual(yield* rings, 0)
        const given = { ...wish, to: ada.to, idempotency_key: "wish-of-ada" }
        const placed = yield* use(client, "place_call", given)
        assert.deepInclude(placed.result, { simulated: false, status: "initiated" })
        yield* use(client, "place_call", given)
        assert.strictEqual(yield* rings, 1)
      }).pipe(Effect.provide(provider)),
    20_000
  )
})

describe("the server as a process", () => {
  it.live(
    "ends with its input, within two seconds, and has written nothing but the protocol",
    () =>
      Effect.gen(function* () {
        const server = yield* child(yield* folder)
        yield* server.say(hello)
        yield* server.until(() => server.written.stdout.includes('"id":1'))
        const closedAt = performance.now()
        yield* server.closeInput
        const { at, code } = yield* server.ended
        assert.strictEqual(code, 0)
        assert.isBelow(at - closedAt, 2_000)
        assert.strictEqual(server.written.stderr, "")
        for (const line of server.written.stdout.trim().split("\n")) {
          assert.strictEqual((JSON.parse(line) as { readonly jsonrpc: string }).jsonrpc, "2.0")
        }
      }),
    20_000
  )

  it.live(
    "leaves out a line that is no JSON, and answers the others",
    () =>
      Effect.gen(function* () {
        const server = yield* child(yield* folder)
        yield* server.say(`${JSON.stringify(hello)}\nsurprise {\n\n42`)
        yield* server.say({ jsonrpc: "2.0", method: "notifications/initialized" })
        yield* server.say({ jsonrpc: "2.0", id: 2, method: "tools/list" })
        yield* server.until(() => server.written.stdout.includes('"id":2'))
        assert.match(server.written.stdout, /"id":1,"result"/)
        assert.match(server.written.stderr, /A line of 10 characters is no JSON/)
        assert.strictEqual(server.written.stdout.trim().split("\n").length, 2)
      }),
    20_000
  )

  it.live(
    "tells how a call stands, and does not wait for its end, when its input has ended",
    () =>
      Effect.gen(function* () {
        const server = yield* child(yield* folder, { env: { OUTBOUND_EMULATOR_SCALE: "1" } })
        const given = { ...ada, idempotency_key: "wish-of-ada", wait_seconds: 40 }
        yield* server.say(hello)
        yield* server.say({ jsonrpc: "2.0", method: "notifications/initialized" })
        yield* server.say({
          jsonrpc: "2.0",
          id: 2,
          method: "tools/call",
          params: { name: "place_call", arguments: given, _meta: { progressToken: 7 } }
        })
        yield* server.until(() => server.written.stdout.includes("initiated, waited"))
        const closedAt = performance.now()
        yield* server.closeInput
        const { at, code } = yield* server.ended
        assert.strictEqual(code, 0)
        assert.isBelow(at - closedAt, 2_000)
        assert.match(server.written.stdout, /"id":2,"result":.*"status":"initiated"/)
      }),
    20_000
  )

  it.live(
    "finishes a dial under way after its input has ended, and rings once",
    () =>
      Effect.gen(function* () {
        const emulator = yield* Emulator
        yield* emulator.fault({ target: "dial", kind: "delay", delayMs: 3_000, when: "after" })
        const path = yield* folder
        const { env, simulate } = yield* realMode
        const settings = { simulate, env: { ...env, OUTBOUND_MCP_ALLOWED_NUMBERS: ada.to } }
        const server = yield* child(path, settings)
        const given = { ...ada, idempotency_key: "wish-of-ada", wait_seconds: 0 }
        yield* server.say(hello)
        yield* server.say({ jsonrpc: "2.0", method: "notifications/initialized" })
        yield* server.say({
          jsonrpc: "2.0",
          id: 2,
          method: "tools/call",
          params: { name: "place_call", arguments: given }
        })
        yield* Effect.repeat(rings, { until: (total) => total === 1 })
        yield* server.closeInput
        assert.strictEqual((yield* server.ended).code, 0)
        const client = yield* assistant(path, settings)
        const list = yield* use(client, "list_calls", {})
        assert.match(list.text, /"status":"(initiated|in-progress|processing|done)"/)
        assert.strictEqual(yield* rings, 1)
      }).pipe(Effect.provide(provider)),
    20_000
  )

  it.live(
    "shows its help and its version, and refuses what it does not know with 2 and a word about it",
    () =>
      Effect.gen(function* () {
        const path = yield* folder
        const run = Effect.fnUntraced(function* (flag: string) {
          const server = yield* child(path, { simulate: false, flags: [flag] })
          return { ...(yield* server.ended), ...server.written }
        })
        const [help, version, unknown] = yield* Effect.all([run("--help"), run("--version"), run("--sımulate")])
        assert.deepStrictEqual([help.code, version.code, unknown.code], [0, 0, 2])
        assert.match(help.stdout, /--read-only/)
        assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/)
        assert.match(
          unknown.stderr,
          /is no option of it\. Nothing was started, and no phone rang\. See `outbound-mcp --help`\./
        )
        assert.strictEqual(unknown.stdout, "")
      }),
    20_000
  )

  for (const [told, settings, complaint] of [
    ["a bad entry in the list of numbers", { OUTBOUND_MCP_ALLOWED_NUMBERS: "+1415" }, /OUTBOUND_MCP_ALLOWED_NUMBERS/],
    ["no key", { ELEVENLABS_API_KEY: "" }, /ELEVENLABS_API_KEY is not set/]
  ] as const) {
    it.live(
      `does not start with ${told}, and says so on standard error`,
      () =>
        Effect.gen(function* () {
          const { env, simulate } = yield* realMode
          const server = yield* child(yield* folder, { simulate, env: { ...env, ...settings } })
          assert.strictEqual((yield* server.ended).code, 3)
          assert.match(server.written.stderr, complaint)
          assert.strictEqual(server.written.stdout, "")
        }).pipe(Effect.provide(provider)),
      20_000
    )
  }
})
