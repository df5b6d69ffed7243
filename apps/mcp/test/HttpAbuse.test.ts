import { Agent, request } from "node:http"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { ask, type Ask, initialize, Port, refusalIn, resultOf } from "./HttpRig.ts"
import { Keyed, keyedServerWith } from "./KeyedRig.ts"

/** A server that breaks when more than so much is alive in it. */
const small = keyedServerWith({ NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --max-old-space-size=192` })

const legacy = (session: string) => ({ "mcp-session-id": session, "mcp-protocol-version": "2025-11-25" })
const list = { jsonrpc: "2.0", id: 2, method: "tools/list" }

const begin = (key: string) => Effect.map(ask(initialize(key)), ({ headers }) => String(headers["mcp-session-id"]))

/** Sends so many bytes without end, and tells what it was answered, and how much it had sent by then. */
const pouring = (key: string, bytes: number, headers: Readonly<Record<string, string>>) =>
  Effect.flatMap(Port, (port) =>
    Effect.callback<{ readonly status: number; readonly body: string; readonly sent: number }>((resume) => {
      const chunk = Buffer.alloc(64 * 1024, "x")
      let sent = 0
      const outgoing = request({
        host: "127.0.0.1",
        port,
        path: "/mcp",
        method: "POST",
        agent: false,
        headers: {
          accept: "application/json, text/event-stream",
          "content-type": "application/json",
          authorization: `Bearer ${key}`,
          ...headers
        }
      })
      const pour = () => {
        while (sent < bytes) {
          sent += chunk.byteLength
          if (!outgoing.write(chunk)) return
        }
        outgoing.end()
      }
      outgoing.on("drain", pour)
      outgoing.on("error", (error) => resume(Effect.die(error)))
      outgoing.on("response", (incoming) => {
        let body = ""
        incoming.setEncoding("utf8").on("data", (text: string) => (body += text))
        incoming.on("end", () => resume(Effect.succeed({ status: incoming.statusCode ?? 0, body, sent })))
      })
      pour()
    })
  )

layer(small, { excludeTestServices: true, timeout: "30 seconds" })("outbound-mcp --http", (it) => {
  it.effect("bears 10,000 sessions that nobody uses: who has another key goes on, who has the same begins anew", () =>
    Effect.gen(function* () {
      const { key } = yield* Keyed
      const good = yield* key("ada")
      const flooder = yield* key("ada")
      const session = yield* begin(good.text)
      const early = yield* begin(flooder.text)
      const agent = new Agent({ keepAlive: true, maxSockets: 16 })
      const { body } = initialize() as { readonly body: { readonly params: object } }
      // kept whole, the names alone are more than the server may hold
      const clientInfo = { name: "x".repeat(20_000), version: "1.0.0" }
      const flood: Ask = { key: flooder.text, agent, body: { ...body, params: { ...body.params, clientInfo } } }
      const statuses = yield* Effect.forEach(
        Array.from({ length: 10_000 }),
        () => Effect.map(ask(flood), ({ status }) => status),
        { concurrency: 16 }
      )
      agent.destroy()
      assert.deepStrictEqual([...new Set(statuses)], [200])
      const after = yield* ask({ key: good.text, headers: legacy(session), body: list })
      assert.strictEqual((resultOf(after)["tools"] as ReadonlyArray<unknown>).length, 6)
      const gone = yield* ask({ key: flooder.text, headers: legacy(early), body: list })
      assert.strictEqual(gone.status, 404)
      assert.match(
        refusalIn(gone.body).message,
        /no such session.*initialize begins a new one\. Calls go on\. No phone rang by this request; .*list_calls/
      )
      const anew = yield* ask({ key: flooder.text, headers: legacy(yield* begin(flooder.text)), body: list })
      assert.strictEqual(anew.status, 200)
    })
  )

  for (const [told, headers] of [
    ["says so", { "content-length": "60000000" }],
    ["does not say so", { "transfer-encoding": "chunked" }]
  ] as const) {
    it.effect(`refuses a body of 60 MB that ${told}, and takes next to nothing of it`, () =>
      Effect.gen(function* () {
        const { key } = yield* Keyed
        const { text } = yield* key("ada")
        const { body, sent, status } = yield* pouring(text, 60_000_000, headers)
        assert.strictEqual(status, 413)
        assert.match(refusalIn(body).message, /at most 256 kB\. No phone rang/)
        assert.isBelow(sent, 20_000_000)
      })
    )
  }
})
