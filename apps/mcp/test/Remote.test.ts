import { assert, describe, it } from "@effect/vitest"
import { EmulatorServer, Emulator } from "@outbound-call/emulator"
import { ConfigProvider, Effect, Layer, Stream } from "effect"
import { AllowedNumbers } from "../src/AllowedNumbers.ts"
import { CallService } from "../src/CallService.ts"
import * as RemoteCalls from "../src/RemoteCalls.ts"
import { assistant, child, folder, use as useTool } from "./Assistant.ts"
import { keyAt } from "./Keys.ts"
import { server } from "./Server.ts"
import { ada, connect, use } from "./World.ts"

const wish = { ...ada, idempotency_key: "wish-of-ada", wait_seconds: 0 }

/** The tools through a server. */
const through = (url: string, key?: string) =>
  Layer.merge(AllowedNumbers.layer({ simulated: true }), RemoteCalls.layer({ simulate: false })).pipe(
    Layer.provide(
      ConfigProvider.layer(
        ConfigProvider.fromEnv({ env: { OUTBOUND_URL: url, ...(key === undefined ? {} : { OUTBOUND_API_KEY: key }) } })
      )
    )
  )

describe("the tools through a server", () => {
  it.live(
    "check, place once, follow, read, list and end, in the same words as on this machine",
    () =>
      Effect.gen(function* () {
        const { path, rings, url } = yield* server()
        const { text } = yield* keyAt(path, "ada", "calls:read", "calls:place", "transcripts:read", "calls:hang-up")
        yield* Effect.gen(function* () {
          const client = yield* connect()
          const setup = yield* use(client, "get_calling_setup", {})
          assert.deepInclude((setup.result["agents"] as ReadonlyArray<object>)[0], { id: "agent_demo", default: true })
          const check = yield* use(client, "check_call", ada)
          assert.deepInclude(check.result, {
            allowed: true,
            simulated: true,
            max_cost: { amount: 3.45, currency: "USD" }
          })
          const lost = yield* use(client, "place_call", { ...wish, task: "Ask." })
          assert.match(lost.text, /^undeclared_variable: /)
          const missing = yield* use(client, "place_call", { to: ada.to, idempotency_key: "wish-of-bob" })
          assert.match(missing.text, /^missing_variable: .*customer_name.* Fix: Give every missing name/)
          const placed = yield* use(client, "place_call", wish)
          assert.isFalse(placed.isError, placed.text)
          const id = { call_id: placed.result["call_id"] }
          const again = yield* use(client, "place_call", wish)
          assert.deepInclude(again.result, { ...id, replayed: true })
          const other = yield* use(client, "place_call", { ...wish, to: "+14155550101" })
          assert.match(other.text, /^idempotency_conflict: .*Fix: Repeat the first arguments/)
          const over = yield* use(client, "wait_for_call", id, "token")
          assert.deepInclude(over.result, { status: "done", outcome: "answered" })
          const { follow } = yield* CallService
          const news = yield* Stream.runCollect(follow(String(id.call_id)))
          assert.include(
            news.map(({ type }) => type),
            "ended"
          )
          assert.notInclude(
            news.map(({ type }) => type),
            "turn",
            "following is no reading"
          )
          const said = yield* use(client, "get_transcript", id)
          assert.include(JSON.stringify(said.result["turns"]), "Hello, yes, speaking.")
          const list = yield* use(client, "list_calls", { to: ada.to, since: "2020-01-01T00:00:00Z", status: "ended" })
          assert.strictEqual((list.result["calls"] as ReadonlyArray<unknown>).length, 1)
          assert.deepInclude((yield* use(client, "hang_up", id)).result, { status: "done" })
          const none = yield* use(client, "get_call", { call_id: "call_00000000000000000000000000" })
          assert.match(none.text, /^call_not_found: .* Fix: .*list_calls/)
        }).pipe(Effect.provide(through(url, text)))
        assert.deepStrictEqual(yield* rings, [ada.to])
      }),
    30_000
  )

  it.live(
    "tell which key is wrong, and name no command or route to a model",
    () =>
      Effect.gen(function* () {
        const { path, rings, url } = yield* server()
        const reader = yield* keyAt(path, "ada", "calls:read")
        const ask = (key?: string) =>
          Effect.flatMap(connect(), (client) => use(client, "place_call", wish)).pipe(
            Effect.scoped,
            Effect.provide(through(url, key))
          )
        const answers = [yield* ask(), yield* ask(reader.text)]
        assert.match(answers[0]?.text ?? "", /^unauthorized: .*OUTBOUND_API_KEY/)
        assert.match(answers[1]?.text ?? "", /^scope_missing: .*calls:place.*OUTBOUND_API_KEY/)
        for (const { isError, text } of answers) {
          assert.isTrue(isError)
          assert.notMatch(text, /`outbound|\/v1\//)
        }
        assert.deepStrictEqual(yield* rings, [])
      }),
    30_000
  )

  it.live(
    "are served by a process that was given the server's address, and keep nothing here",
    () =>
      Effect.gen(function* () {
        const { rings, url } = yield* server()
        const path = yield* folder
        const client = yield* assistant(path, { simulate: true, env: { OUTBOUND_URL: url } })
        const placed = yield* useTool(client, "place_call", wish)
        assert.deepInclude(placed.result, { simulated: true })
        assert.deepStrictEqual(yield* rings, [ada.to])
      }),
    30_000
  )

  it.live(
    "do not ring phones of a server for whom a simulation was meant, nor by a profile that asks nobody unless that is said",
    () =>
      Effect.gen(function* () {
        const { baseUrl } = yield* EmulatorServer
        const real = {
          OUTBOUND_PROVIDER: "elevenlabs",
          OUTBOUND_PROFILE: "rig",
          ELEVENLABS_BASE_URL: baseUrl,
          ELEVENLABS_API_KEY: "key",
          ELEVEN_LABS_AGENT_ID: "agent_demo",
          PHONE_NUMBER_ID: "phnum_demo"
        }
        const { url } = yield* server(real, [])
        const path = yield* folder
        const refused = yield* child(path, { simulate: true, env: { OUTBOUND_URL: url } })
        assert.strictEqual((yield* refused.ended).code, 4)
        assert.match(
          refused.written.stderr,
          /--simulate is refused: the server at .* makes real calls.*no phone rang\. Use a server/
        )
        const listed = { OUTBOUND_URL: url, OUTBOUND_MCP_ALLOWED_NUMBERS: ada.to }
        const any = { OUTBOUND_MCP_ANY_PROFILE: "on" }
        const answers = [
          [{ OUTBOUND_URL: url }, /^profile_asks_nobody: .* profile rig, which asks no person.*--profile assistant/],
          [listed, /^profile_asks_nobody: /],
          [{ OUTBOUND_URL: url, ...any }, /^number_not_allowed: /]
        ] as const
        for (const [env, refusal] of answers) {
          const gated = yield* assistant(path, { simulate: false, env })
          assert.match((yield* useTool(gated, "place_call", wish)).text, refusal)
        }
        assert.strictEqual((yield* (yield* Emulator).rings).total, 0)
        const open = yield* assistant(path, { simulate: false, env: { ...listed, ...any } })
        assert.deepInclude((yield* useTool(open, "place_call", wish)).result, { simulated: false })
        assert.strictEqual((yield* (yield* Emulator).rings).total, 1)
      }).pipe(
        Effect.provide(EmulatorServer.layer({ port: 0 }).pipe(Layer.provideMerge(Emulator.layerMemory({ scale: 100 }))))
      ),
    30_000
  )

  for (const [told, code, env, flags, complaint] of [
    ["a server that is away", 1, { OUTBOUND_URL: "http://127.0.0.1:9" }, [], /does not answer.*no phone rang\. Check/],
    [
      "an address that is none",
      3,
      { OUTBOUND_URL: "ftp://calls.example" },
      [],
      /OUTBOUND_URL is the https address.*No phone rang\. Correct/s
    ],
    [
      "HTTP of its own as well",
      2,
      { OUTBOUND_URL: "http://127.0.0.1:9" },
      ["--http"],
      /no phone rang\. Unset one of them/
    ]
  ] as const) {
    it.live(
      `do not start with ${told}`,
      () =>
        Effect.gen(function* () {
          const process_ = yield* child(yield* folder, { simulate: false, env, flags })
          assert.strictEqual((yield* process_.ended).code, code)
          assert.match(process_.written.stderr, complaint)
          assert.strictEqual(process_.written.stdout, "")
        }),
      30_000
    )
  }
})
