import { assert, describe, it } from "@effect/vitest"
import { Emulator } from "@outbound-call/emulator"
import { revokeKey } from "@outbound-call/core"
import { Effect } from "effect"
import { use } from "./Assistant.ts"
import { ask, httpClient, initialize, modern, newKey, onHttp, resultOf, tool } from "./HttpRig.ts"
import { ada } from "./World.ts"

const rings = Effect.flatMap(Emulator, (emulator) => emulator.rings).pipe(Effect.map(({ total }) => total))
const wish = { ...ada, idempotency_key: "wish-of-ada", wait_seconds: 0 }
const structured = (answer: Parameters<typeof resultOf>[0]) =>
  (resultOf(answer)["structuredContent"] ?? {}) as Readonly<Record<string, unknown>>

describe("the tools over HTTP", () => {
  it.live("place, follow and read a call for the official client with a key", () =>
    Effect.gen(function* () {
      const key = yield* newKey("ada", "calls:read", "calls:place", "transcripts:read", "calls:hang-up")
      const client = yield* httpClient(key.text)
      assert.strictEqual((yield* Effect.promise(() => client.listTools())).tools.length, 8)
      const placed = yield* use(client, "place_call", { ...wish, wait_seconds: 30 })
      assert.deepInclude(placed.result, { status: "done", outcome: "answered" })
      const said = yield* use(client, "get_transcript", { call_id: placed.result["call_id"] })
      assert.include(JSON.stringify(said.result["turns"]), "Hello, yes, speaking.")
    }).pipe(Effect.provide(onHttp()))
  )

  it.live("answer the newest revision without a session, and keep no answer in a proxy", () =>
    Effect.gen(function* () {
      const list = yield* ask(modern("tools/list"))
      assert.strictEqual(list.status, 200)
      assert.strictEqual((resultOf(list)["tools"] as ReadonlyArray<unknown>).length, 8)
      assert.deepInclude(list.headers, { "x-accel-buffering": "no", "cache-control": "no-store" })
      assert.notProperty(list.headers, "mcp-session-id")
      const placed = yield* ask(tool("place_call", wish))
      assert.deepInclude(structured(placed), { status: "initiated" })
      assert.strictEqual(yield* rings, 1)
    }).pipe(Effect.provide(onHttp()))
  )
})

describe("the door", () => {
  for (const [told, headers] of [
    ["another host", { host: "evil.example" }],
    ["another port of this machine", { host: "127.0.0.1:1" }],
    ["a page of a stranger", { origin: "https://evil.example" }],
    ["a page without an origin", { origin: "null" }],
    ["a page of another program of this machine", { origin: "http://localhost:3000" }]
  ] as const) {
    it.live(`answers nobody who comes from ${told}, and rings nobody`, () =>
      Effect.gen(function* () {
        const asked = tool("place_call", wish)
        const answer = yield* ask({ ...asked, headers: { ...asked.headers, ...headers } })
        assert.strictEqual(answer.status, 403)
        assert.match(answer.body, /does not answer requests from there/)
        const key = yield* newKey("ada", "admin")
        const keyed = yield* ask({ ...asked, key: key.text, headers: { ...asked.headers, ...headers } })
        assert.strictEqual(keyed.status, 403)
        assert.strictEqual(yield* rings, 0)
      }).pipe(Effect.provide(onHttp()))
    )
  }

  it.live("answers by another name that the operator allowed, to a key alone, and a page of that very name", () =>
    Effect.gen(function* () {
      const list = modern("tools/list")
      const by = (headers: Record<string, string>, key?: string) =>
        ask({ ...list, headers: { ...list.headers, ...headers }, ...(key === undefined ? {} : { key }) })
      assert.strictEqual((yield* by({ host: "calls.example" })).status, 403)
      const { text } = yield* newKey("ada", "calls:read")
      assert.strictEqual((yield* by({ host: "calls.example" }, text)).status, 200)
      assert.strictEqual((yield* by({ host: "other.example" }, text)).status, 403)
      assert.strictEqual((yield* by({ host: "calls.example", origin: "https://calls.example" }, text)).status, 200)
      assert.strictEqual((yield* by({ host: "calls.example", origin: "https://evil.example" }, text)).status, 403)
    }).pipe(Effect.provide(onHttp({ names: ["calls.example"] })))
  )

  it.live("asks for a key from the first one on, before a session begins, and says where to read of it", () =>
    Effect.gen(function* () {
      const { id, text } = yield* newKey("ada", "calls:read")
      for (const [key, error] of [
        [undefined, false],
        [`oc_${"0".repeat(26)}_${"x".repeat(43)}`, true]
      ] as const) {
        const answer = yield* ask(initialize(key))
        assert.strictEqual(answer.status, 401)
        assert.notProperty(answer.headers, "mcp-session-id")
        const challenge = String(answer.headers["www-authenticate"])
        const at =
          /^Bearer .*resource_metadata="http:\/\/127\.0\.0\.1:\d+(\/\.well-known\/oauth-protected-resource\/mcp)"/
        assert.match(challenge, at)
        assert.include(challenge, 'scope="calls:read"')
        assert.strictEqual(challenge.includes('error="invalid_token"'), error)
        const metadata = yield* ask({ method: "GET", path: at.exec(challenge)?.[1] ?? "" })
        assert.strictEqual(metadata.status, 200)
        const document = JSON.parse(metadata.body) as Readonly<Record<string, unknown>>
        assert.match(String(document["resource"]), /^http:\/\/127\.0\.0\.1:\d+\/mcp$/)
        assert.deepStrictEqual(document["bearer_methods_supported"], ["header"])
        assert.deepStrictEqual(document["scopes_supported"], [
          "calls:read",
          "calls:place",
          "calls:hang-up",
          "transcripts:read"
        ])
      }
      assert.strictEqual((yield* ask(initialize(text))).status, 200)
      yield* revokeKey(id)
      assert.strictEqual((yield* ask(initialize(text))).status, 401)
      assert.strictEqual((yield* ask(modern("tools/list"))).status, 401)
    }).pipe(Effect.provide(onHttp()))
  )

  it.live("hides the tools that a key may not use, and names the scope that is missing", () =>
    Effect.gen(function* () {
      const { text } = yield* newKey("ada", "calls:read")
      const { tools } = resultOf(yield* ask(modern("tools/list", {}, text))) as {
        readonly tools: ReadonlyArray<{ readonly name: string }>
      }
      assert.deepStrictEqual(
        tools.map(({ name }) => name),
        ["wait_for_call", "get_call", "list_calls"]
      )
      for (const [name, scope] of [
        ["place_call", "calls:place"],
        ["check_call", "calls:place"],
        ["get_transcript", "transcripts:read"],
        ["hang_up", "calls:hang-up"]
      ] as const) {
        const answer = yield* ask(tool(name, wish, text))
        assert.strictEqual(answer.status, 403, name)
        assert.match(
          String(answer.headers["www-authenticate"]),
          new RegExp(`error="insufficient_scope", scope="${scope}"`)
        )
      }
      const session = yield* ask(initialize(text))
      const old = { "mcp-session-id": String(session.headers["mcp-session-id"]), "mcp-protocol-version": "2025-11-25" }
      const call = { jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "place_call", arguments: wish } }
      assert.strictEqual((yield* ask({ key: text, headers: old, body: call })).status, 403)
      assert.strictEqual((yield* ask({ key: text, headers: old, body: [call] })).status, 403)
      assert.strictEqual(yield* rings, 0)
    }).pipe(Effect.provide(onHttp()))
  )

  it.live("never offers in a next step what the key may not do", () =>
    Effect.gen(function* () {
      const { text } = yield* newKey("ada", "calls:place")
      const placed = structured(yield* ask(tool("place_call", wish, text)))
      assert.match(JSON.stringify(placed["next_step"]), /"tool":null.*wait_for_call is not offered here/)
    }).pipe(Effect.provide(onHttp()))
  )

  it.live("refuses a body beyond 256 kB, told or not, before anything reads it", () =>
    Effect.gen(function* () {
      const big = JSON.stringify({ ...(initialize().body as object), padding: "x".repeat(300_000) })
      assert.strictEqual((yield* ask({ body: big })).status, 413)
      assert.strictEqual((yield* ask({ body: big, headers: { "transfer-encoding": "chunked" } })).status, 413)
      assert.strictEqual((yield* ask(initialize())).status, 200)
    }).pipe(Effect.provide(onHttp()))
  )

  it.live("keeps at most 32 sessions of a key, the oldest goes first, and each is its key's alone", () =>
    Effect.gen(function* () {
      const mine = yield* newKey("ada", "calls:read")
      const theirs = yield* newKey("bob", "calls:read")
      const begin = (key: string) =>
        Effect.map(ask(initialize(key)), ({ headers }) => String(headers["mcp-session-id"]))
      const statusIn = (session: string, key: string, method = "POST") =>
        Effect.map(
          ask({
            key,
            method,
            headers: { "mcp-session-id": session, "mcp-protocol-version": "2025-11-25" },
            ...(method === "POST" ? { body: { jsonrpc: "2.0", id: 2, method: "tools/list" } } : {})
          }),
          ({ status }) => status
        )
      const other = yield* begin(theirs.text)
      const sessions: Array<string> = []
      for (let count = 0; count < 40; count++) sessions.push(yield* begin(mine.text))
      const statuses = yield* Effect.forEach(sessions, (session) => statusIn(session, mine.text))
      assert.deepStrictEqual(statuses, [...Array<number>(8).fill(404), ...Array<number>(32).fill(200)])
      assert.strictEqual(yield* statusIn(other, theirs.text), 200)
      assert.strictEqual(yield* statusIn(other, mine.text), 404)
      assert.strictEqual(yield* statusIn(other, mine.text, "DELETE"), 404)
      assert.strictEqual(yield* statusIn(other, theirs.text, "DELETE"), 204)
      assert.strictEqual(yield* statusIn(other, theirs.text), 404)
    }).pipe(Effect.provide(onHttp()))
  )

  it.live("shows to each owner its own calls, and those of others as if they were not there", () =>
    Effect.gen(function* () {
      const all = ["calls:read", "calls:place", "transcripts:read", "calls:hang-up"] as const
      const mine = yield* newKey("ada", ...all)
      const theirs = yield* newKey("bob", ...all)
      const placed = structured(yield* ask(tool("place_call", wish, mine.text)))
      const id = { call_id: placed["call_id"] }
      for (const name of ["get_call", "wait_for_call", "get_transcript", "hang_up"]) {
        for (const given of [id, { call_id: placed["conversation_id"] }]) {
          const result = resultOf(yield* ask(tool(name, given, theirs.text)))
          assert.strictEqual(result["isError"], true, name)
          assert.match(JSON.stringify(result["content"]), /call_not_found/)
        }
      }
      for (const given of [{}, { to: ada.to }]) {
        assert.deepStrictEqual(structured(yield* ask(tool("list_calls", given, theirs.text)))["calls"], [])
        const own = structured(yield* ask(tool("list_calls", given, mine.text)))["calls"] as ReadonlyArray<unknown>
        assert.strictEqual(own.length, 1)
      }
      const again = resultOf(yield* ask(tool("place_call", wish, theirs.text)))
      assert.notInclude(JSON.stringify(again), String(id.call_id))
      assert.strictEqual(yield* rings, 1)
    }).pipe(Effect.provide(onHttp({ scale: 1 })))
  )
})
