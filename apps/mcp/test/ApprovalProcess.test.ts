import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Fiber, Layer } from "effect"
import { AllowedNumbers } from "../src/AllowedNumbers.ts"
import * as RemoteCalls from "../src/RemoteCalls.ts"
import { assistant, child, folder, use } from "./Assistant.ts"
import { hosts, says } from "./Asking.ts"
import { hostOf } from "./Host.ts"
import { keyAt } from "./Keys.ts"
import { server } from "./Server.ts"
import { ada } from "./World.ts"

const env = { OUTBOUND_SIMULATE_APPROVALS: "on" }
const asking = { ...env, OUTBOUND_PROFILE: "assistant" }
const wish = { ...ada, idempotency_key: "wish-of-ada", wait_seconds: 0 }

/** The tools through a server. */
const through = (url: string, key: string) =>
  Layer.merge(AllowedNumbers.layer({ simulated: true }), RemoteCalls.layer({ simulate: false })).pipe(
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: { OUTBOUND_URL: url, OUTBOUND_API_KEY: key } })))
  )

const decideAt = (url: string, key: string, id: string, deed: "approve" | "deny") =>
  Effect.promise(() =>
    fetch(`${url}/v1/calls/${id}/${deed}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: JSON.stringify(deed === "approve" ? { numberEndsIn: "0100" } : {})
    })
  )

describe("the server as a process", () => {
  it.live(
    "judges by the profile assistant unless told, and asks the person of the official client",
    () =>
      Effect.gen(function* () {
        const asked: Array<string> = []
        const client = new Client({ name: "host", version: "1.0.0" }, { capabilities: { elicitation: {} } })
        client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
          asked.push(params.message)
          return { action: "accept", content: { call: true } }
        })
        yield* assistant(yield* folder, { env }, client)
        const setup = yield* use(client, "get_calling_setup", {})
        assert.deepInclude(setup.result["policy"], { profile: "assistant", approval: "person", numbers: "any" })
        const placed = yield* use(client, "place_call", wish)
        assert.deepInclude(placed.result, { status: "initiated", replayed: false }, placed.text)
        assert.strictEqual(asked.length, 1)
        assert.match(asked[0] ?? "", /^Simulate a call to \+14155550100\?/)
      }),
    30_000
  )

  it.live(
    "leaves a call waiting that nobody can be asked about, and tells when it was approved elsewhere",
    () =>
      Effect.gen(function* () {
        const { path, rings, url } = yield* server(asking)
        const { text: approving } = yield* keyAt(path, "local", "calls:approve")
        const client = yield* assistant(path, { env })
        const placed = yield* use(client, "place_call", wish)
        const id = String(placed.result["call_id"])
        assert.deepInclude(placed.result, { status: "planned" })
        assert.notInclude(JSON.stringify(placed.result["next_step"]), "POST")
        assert.deepStrictEqual(yield* rings, [])
        const waiting = yield* Effect.forkChild(use(client, "wait_for_call", { call_id: id }), {
          startImmediately: true
        })
        const answer = yield* decideAt(url, approving, id, "approve")
        assert.strictEqual(answer.status, 200)
        const over = yield* Fiber.join(waiting)
        assert.deepInclude(over.result, { call_id: id, status: "done", outcome: "answered" })
        assert.deepStrictEqual(yield* rings, [ada.to])
      }),
    30_000
  )

  for (const [told, settings] of [
    ["by the flag", { flags: ["--approval", "host"], env }],
    ["by the environment", { env: { ...env, OUTBOUND_MCP_APPROVAL: "host" } }]
  ] as const) {
    it.live(
      `takes the host's own question for a yes only where the operator says so: ${told}`,
      () =>
        Effect.gen(function* () {
          const client = yield* assistant(yield* folder, settings)
          const setup = yield* use(client, "get_calling_setup", {})
          assert.deepInclude(setup.result["policy"], { approval: "host" })
          assert.deepInclude((yield* use(client, "place_call", wish)).result, { status: "initiated" })
        }),
      30_000
    )
  }

  it.live(
    "does not start with a word for it that it does not know, nor with a host's word for a server's calls or over HTTP",
    () =>
      Effect.gen(function* () {
        const path = yield* folder
        const trusting = { OUTBOUND_MCP_APPROVAL: "host" }
        const strange = yield* child(path, { env: { OUTBOUND_MCP_APPROVAL: "yes" } })
        assert.strictEqual((yield* strange.ended).code, 3)
        assert.match(strange.written.stderr, /OUTBOUND_MCP_APPROVAL is "yes"; it is person or host\..*no phone rang/)
        const far = yield* child(path, {
          simulate: false,
          flags: ["--approval=host"],
          env: { OUTBOUND_URL: "http://127.0.0.1:9" }
        })
        assert.strictEqual((yield* far.ended).code, 2)
        assert.match(far.written.stderr, /--approval host is for the calls of this machine.*no phone rang/)
        for (const settings of [{ flags: ["--http", "--approval=host"] }, { flags: ["--http"], env: trusting }]) {
          const listening = yield* child(path, settings)
          assert.strictEqual((yield* listening.ended).code, 2)
          assert.match(
            listening.written.stderr,
            /over --http nobody knows which hosts ask\. Nothing was started, and no phone rang/
          )
        }
      }),
    30_000
  )
})

describe("the tools through a server", () => {
  for (const era of hosts) {
    it.live(
      `ask the person, and dial by their yes where the key may approve (${era})`,
      () =>
        Effect.gen(function* () {
          const { path, rings, url } = yield* server(asking)
          const { text: key } = yield* keyAt(path, "local", "calls:place", "calls:read", "calls:approve")
          yield* Effect.gen(function* () {
            const host = yield* hostOf({ era, show: says("accept", { call: true }, 1) })
            const { result, text } = yield* host.use("place_call", wish)
            assert.deepInclude(result, { status: "initiated", replayed: false }, text)
            assert.strictEqual(host.asked.length, 1)
          }).pipe(Effect.provide(through(url, key)))
          assert.deepStrictEqual(yield* rings, [ada.to])
        }),
      30_000
    )
  }

  it.live(
    "cannot ask with a key that may not approve, say which scope is missing, and leave the call to others",
    () =>
      Effect.gen(function* () {
        const { path, rings, url } = yield* server(asking)
        const { text: key } = yield* keyAt(path, "local", "calls:place", "calls:read")
        yield* Effect.gen(function* () {
          const host = yield* hostOf({ era: "2026-07-28", show: says("accept", { call: true }, 1) })
          const { isError, result } = yield* host.use("place_call", wish)
          assert.isFalse(isError)
          assert.strictEqual(result["status"], "planned")
          const id = String(result["call_id"])
          assert.match(JSON.stringify(result["next_step"]), /may not approve \(calls:approve\).*outbound approve call_/)
          const ways = `\`outbound approve ${id} --simulate\` in a terminal of their own, or to send POST ${url}/v1/calls/${id}/approve with a key`
          assert.include(JSON.stringify(result["next_step"]), ways)
          const list = yield* host.use("list_calls", { status: "planned" })
          assert.include(JSON.stringify(list.result["next_step"]), ways)
          assert.strictEqual(host.asked.length, 0)
        }).pipe(Effect.provide(through(url, key)))
        assert.deepStrictEqual(yield* rings, [])
      }),
    30_000
  )

  it.live(
    "give a call that waited in vain again to its key, say that they did, and what is next",
    () =>
      Effect.gen(function* () {
        const { path, rings, url } = yield* server(asking)
        const { text: key } = yield* keyAt(path, "local", "calls:place", "calls:read", "calls:hang-up")
        const { text: other } = yield* keyAt(path, "local", "calls:approve")
        yield* Effect.gen(function* () {
          const host = yield* hostOf({ era: "2025-11-25", show: null })
          for (const [end, to, why] of [
            ["withdrawn", "+14155550120", /It was withdrawn\..*new idempotency_key/],
            ["denied", "+14155550121", /A person said no to it\..*under no key/]
          ] as const) {
            const given = { ...wish, to, idempotency_key: `wish-of-${to}` }
            const { result: placed } = yield* host.use("place_call", given)
            assert.strictEqual(placed["status"], "planned")
            if (end === "withdrawn") yield* host.use("hang_up", { call_id: placed["call_id"] })
            else yield* decideAt(url, other, String(placed["call_id"]), "deny")
            const again = yield* host.use("place_call", given)
            assert.deepInclude(
              again.result,
              { call_id: placed["call_id"], status: "cancelled", replayed: true },
              again.text
            )
            assert.match(JSON.stringify(again.result["next_step"]), why)
          }
        }).pipe(Effect.provide(through(url, key)))
        assert.deepStrictEqual(yield* rings, [])
      }),
    30_000
  )

  it.live(
    "leave a trace of what was read at the server: the next call waits, though another program places it",
    () =>
      Effect.gen(function* () {
        const { path, rings, url } = yield* server(asking)
        const { text: key } = yield* keyAt(
          path,
          "local",
          "calls:place",
          "calls:read",
          "calls:approve",
          "transcripts:read"
        )
        const id = yield* Effect.gen(function* () {
          const host = yield* hostOf({ era: "2026-07-28", show: says("accept", { call: true }, 1) })
          const { result } = yield* host.use("place_call", { ...wish, wait_seconds: 30 })
          const said = yield* host.use("get_transcript", { call_id: result["call_id"] })
          assert.include(said.text, "Hello, yes, speaking.")
          const next = yield* host.use("place_call", { ...wish, to: "+14155550102", idempotency_key: "wish-of-bob" })
          return String(next.result["call_id"])
        }).pipe(Effect.provide(through(url, key)))
        const call = yield* Effect.promise(async () => {
          const answer = await fetch(`${url}/v1/calls/${id}`, { headers: { authorization: `Bearer ${key}` } })
          return JSON.stringify(await answer.json())
        })
        assert.include(call, '"after-transcript"')
        assert.strictEqual((yield* rings).length, 2)
      }),
    30_000
  )
})
