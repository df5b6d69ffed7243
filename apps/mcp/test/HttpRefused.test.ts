import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { httpHost } from "./HttpHost.ts"
import { ask, type Ask, initialize, modern, refusalIn } from "./HttpRig.ts"
import { Keyed, keyedServer, wishFor } from "./KeyedRig.ts"

const list = { jsonrpc: "2.0", id: 2, method: "tools/list" }

const begin = (key: string, protocolVersion: string) =>
  Effect.map(
    ask({
      key,
      body: {
        jsonrpc: "2.0",
        id: 1,
        method: "initialize",
        params: { protocolVersion, capabilities: {}, clientInfo: { name: "test", version: "1.0.0" } }
      }
    }),
    ({ headers }) => String(headers["mcp-session-id"])
  )

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`

layer(keyedServer, { excludeTestServices: true, timeout: "30 seconds" })("outbound-mcp --http", (it) => {
  const initializing = JSON.stringify(initialize().body)
  const refused: ReadonlyArray<readonly [told: string, asked: Ask, status: number, message: RegExp]> = [
    ["what is no JSON", { body: "{to: +14155550100" }, 400, /no JSON/],
    ["an empty body", { body: "" }, 400, /no JSON/],
    ["a number", { body: "42" }, 400, /no message of JSON-RPC/],
    ["an object that is no message", { body: "{}" }, 400, /no message of JSON-RPC/],
    ["a message of another version", { body: { ...list, jsonrpc: "1.0" } }, 400, /no message of JSON-RPC/],
    ["a message whose id is an object", { body: { ...list, id: {} } }, 400, /no message of JSON-RPC/],
    ["plain text", { body: initializing, headers: { "content-type": "text/plain" } }, 415, /application\/json/],
    ["a form", { body: initializing, headers: { "content-type": "multipart/form-data" } }, 415, /application\/json/],
    ["who takes no JSON", { body: initializing, headers: { accept: "text/html" } }, 406, /Accept has to name both/],
    ["an empty batch", { body: [] }, 400, /no message of JSON-RPC/],
    ["a batch that begins sessions", { body: [initialize().body, initialize().body] }, 400, /none begins a session/],
    ["a batch of 1,000", { body: Array.from({ length: 1_000 }, () => list) }, 400, /at most 32 messages/],
    ["another method", { method: "PUT", body: initializing }, 405, /sent with POST/],
    ["a method that nobody knows", { method: "PROPFIND" }, 405, /sent with POST/],
    ["the end of no session", { method: "DELETE" }, 400, /DELETE names one/],
    ["another path", { ...modern("tools/list"), path: "/else" }, 404, /the tools are at \/mcp\./],
    [
      "who subscribes to a call that is not there",
      modern("subscriptions/listen", {
        notifications: { resourceSubscriptions: ["call://call_01JD0000000000000000000000"] }
      }),
      404,
      /not known here; list_calls shows/
    ],
    ["deep lists", { body: `${"[".repeat(100_000)}${"]".repeat(100_000)}` }, 400, /nested deeper than 64 levels/],
    [
      "deep capabilities",
      {
        body: `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{"elicitation":{},"experimental":${deep(40_000)}},"clientInfo":{"name":"test","version":"1.0.0"}}}`
      },
      400,
      /nested deeper than 64 levels/
    ],
    [
      "deep arguments",
      {
        body: `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_call","arguments":${deep(40_000)}}}`
      },
      400,
      /nested deeper than 64 levels/
    ]
  ]
  for (const [told, asked, status, message] of refused) {
    it.effect(`tells in one message why it does not take ${told}`, () =>
      Effect.gen(function* () {
        const { key } = yield* Keyed
        const { text } = yield* key("ada")
        const answer = yield* ask({ ...asked, key: text })
        assert.strictEqual(answer.status, status, answer.body)
        assert.match(refusalIn(answer.body).message, message)
        assert.match(refusalIn(answer.body).message, /No phone rang by this request\.$/)
        assert.strictEqual((yield* ask(modern("tools/list", {}, text))).status, 200)
      })
    )
  }

  it.effect("answers a batch in the one revision that has them, and refuses it in the others", () =>
    Effect.gen(function* () {
      const { key } = yield* Keyed
      const { text } = yield* key("ada")
      const pings = [1, 2].map((id) => ({ jsonrpc: "2.0", id, method: "ping" }))
      const inRevision = (revision: string) =>
        Effect.flatMap(begin(text, revision), (session) =>
          ask({ key: text, headers: { "mcp-session-id": session, "mcp-protocol-version": revision }, body: pings })
        )
      const old = yield* inRevision("2025-03-26")
      assert.deepStrictEqual([old.status, (JSON.parse(old.body) as ReadonlyArray<unknown>).length], [200, 2])
      const later = yield* inRevision("2025-11-25")
      assert.strictEqual(later.status, 400)
      assert.match(refusalIn(later.body).message, /only its revision 2025-03-26 has batches/)
    })
  )

  it.effect("rings nobody through all that, and rings once for whoever asks well", () =>
    Effect.gen(function* () {
      const { key, ringsOf } = yield* Keyed
      const { text } = yield* key("ada")
      const to = "+14155550100"
      assert.strictEqual(yield* ringsOf(to), 0)
      const host = yield* httpHost("2026-07-28", text, () =>
        Effect.succeed({ action: "accept", content: { call: true } })
      )
      assert.deepInclude((yield* host.use("place_call", wishFor(to))).result, { status: "initiated" })
      assert.strictEqual(yield* ringsOf(to), 1)
    })
  )
})
