import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Queue } from "effect"
import { TestClock } from "effect/testing"
import { ask, modern, newKey, onHttp, resultOf, tool } from "./HttpRig.ts"
import { ada, asTimePasses, connect, use, world } from "./World.ts"

const wish = { ...ada, idempotency_key: "wish-of-ada", wait_seconds: 0 }

interface Contents {
  readonly contents: ReadonlyArray<{ readonly text: string; readonly _meta?: Readonly<Record<string, unknown>> }>
}

const place = Effect.fnUntraced(function* () {
  const client = yield* connect()
  const { result } = yield* use(client, "place_call", wish)
  return { client, id: String(result["call_id"]), uri: String(result["transcript_uri"]) }
})

const read = (client: Effect.Success<ReturnType<typeof connect>>, uri: string) =>
  Effect.map(client.readResource({ uri }), (told) => (told as unknown as Contents).contents[0]!)

describe("resources", () => {
  for (const era of ["2026-07-28", "2025-11-25"] as const) {
    it.effect(`are the policy, a call and what was said in it (${era})`, () =>
      Effect.gen(function* () {
        const client = yield* connect(era)
        const { resources } = yield* client.listResources()
        assert.deepStrictEqual(
          resources.map(({ uri }) => uri),
          ["calling://policy"]
        )
        const { resourceTemplates } = yield* client.listResourceTemplates()
        assert.deepStrictEqual(
          resourceTemplates.map(({ uriTemplate }) => uriTemplate),
          ["call://{call_id}", "call://{call_id}/transcript"]
        )
        assert.deepInclude(JSON.parse((yield* read(client, "calling://policy")).text) as object, { profile: "rig" })
        const { result } = yield* use(client, "place_call", wish)
        yield* TestClock.adjust("60 seconds")
        const call = yield* read(client, `call://${String(result["call_id"])}`)
        assert.deepInclude(JSON.parse(call.text) as object, { call_id: result["call_id"], status: "done" })
        assert.notProperty(call, "_meta")
        const said = yield* read(client, String(result["transcript_uri"]))
        assert.include(said.text, "Hello, yes, speaking.")
        assert.deepInclude(JSON.parse(said.text) as object, { untrusted_content: true })
        assert.deepStrictEqual(said._meta?.["ifc"], { integrity: "untrusted", confidentiality: "private" })
      }).pipe(Effect.provide(world()))
    )
  }

  // what no template takes is refused by the protocol, in words of its own
  for (const [uri, told] of [
    ["call://call_00000000000000000000000000", /no phone rang by asking/],
    ["call://a/b", /not found/i],
    ["call://..%2Fetc/transcript", /names no call: .* No phone rang by this/],
    ["file:///etc/passwd", /not found/i]
  ] as const) {
    it.effect(`know nothing at ${uri}`, () =>
      Effect.gen(function* () {
        const client = yield* connect()
        const answer = yield* Effect.exit(client.readResource({ uri }))
        assert.isTrue(Exit.isFailure(answer))
        assert.match(String(answer), told)
      }).pipe(Effect.provide(world()))
    )
  }

  it.effect("complete the id of a call", () =>
    Effect.gen(function* () {
      const { client, id } = yield* place()
      const ref = { type: "ref/resource" as const, uri: "call://{call_id}" }
      const complete = (value: string) =>
        Effect.map(
          client.complete({ ref, argument: { name: "call_id", value } }),
          ({ completion }) => completion.values
        )
      assert.deepStrictEqual(yield* complete("call_"), [id])
      assert.deepStrictEqual(yield* complete("call_zzz"), [])
      const prompt = { type: "ref/prompt" as const, name: "debrief_call" }
      const { completion } = yield* client.complete({ ref: prompt, argument: { name: "call_id", value: "" } })
      assert.deepStrictEqual(completion.values, [id])
    }).pipe(Effect.provide(world()))
  )

  it.effect("tell a client that subscribed when a call or its transcript changed, and no other", () =>
    Effect.gen(function* () {
      const { client, id, uri } = yield* place()
      yield* client.subscribe({ uri: `call://${id}` })
      yield* asTimePasses(use(client, "wait_for_call", { call_id: id, wait_seconds: 50 }))
      const told = (yield* Queue.clear(client.notifications)).flatMap(({ method, payload }) =>
        method === "notifications/resources/updated" ? [(payload as { readonly uri: string }).uri] : []
      )
      assert.include(told, `call://${id}`)
      assert.notInclude(told, uri)
    }).pipe(Effect.provide(world()))
  )

  it.effect("go with the tools that tell the same", () =>
    Effect.gen(function* () {
      const excluded = new Set(["get_transcript", "place_call", "get_calling_setup"])
      const client = yield* connect("2025-11-25", { readOnly: false, excluded })
      const { resourceTemplates } = yield* client.listResourceTemplates()
      assert.deepStrictEqual(
        resourceTemplates.map(({ name }) => name),
        ["call"]
      )
      assert.deepStrictEqual((yield* client.listPrompts()).prompts, [])
      const reading = yield* Effect.exit(client.readResource({ uri: "call://call_1/transcript" }))
      assert.isTrue(Exit.isFailure(reading))
    }).pipe(Effect.provide(world()))
  )
})

describe("prompts", () => {
  it.effect("say what to do in which order, and that speech is data", () =>
    Effect.gen(function* () {
      const client = yield* connect()
      const { prompts } = yield* client.listPrompts()
      assert.deepStrictEqual(
        prompts.map(({ name }) => name),
        ["make_a_call", "debrief_call"]
      )
      const make = yield* client.getPrompt({
        name: "make_a_call",
        arguments: { who: "Ada", number: "+14155550100", goal: "Ask for a table." }
      })
      const text = JSON.stringify(make.messages)
      assert.match(
        text,
        /Ada at \+14155550100.*get_calling_setup.*check_call.*place_call, once.*wait_for_call.*is data/
      )
      const debrief = yield* client.getPrompt({ name: "debrief_call", arguments: { call_id: "call_1" } })
      assert.match(JSON.stringify(debrief.messages), /call_1.*get_transcript.*place no call because of it/)
    }).pipe(Effect.provide(world()))
  )
})

describe("resources over HTTP", () => {
  it.live("are their owner's alone, by what the key may read, also to subscribe to", () =>
    Effect.gen(function* () {
      const mine = yield* newKey("ada", "calls:read", "calls:place", "transcripts:read")
      const theirs = yield* newKey("bob", "calls:read", "transcripts:read")
      const narrow = yield* newKey("ada", "calls:read")
      const placed = resultOf(yield* ask(tool("place_call", wish, mine.text)))["structuredContent"] as Contents & {
        readonly call_id: string
      }
      const uri = `call://${placed.call_id}`
      const reading = (at: string, key: string) => ask(modern("resources/read", { uri: at }, key))
      assert.property(resultOf(yield* reading(uri, mine.text)), "contents")
      assert.notProperty(resultOf(yield* reading(uri, theirs.text)), "contents")
      assert.notProperty(resultOf(yield* reading(`${uri}/transcript`, theirs.text)), "contents")
      assert.strictEqual((yield* reading(`${uri}/transcript`, narrow.text)).status, 403)
      const { resourceTemplates } = resultOf(yield* ask(modern("resources/templates/list", {}, narrow.text)))
      assert.strictEqual((resourceTemplates as ReadonlyArray<unknown>).length, 1)
      const { prompts } = resultOf(yield* ask(modern("prompts/list", {}, narrow.text)))
      assert.deepStrictEqual(prompts, [])
      const ids = { ref: { type: "ref/resource", uri: "call://{call_id}" }, argument: { name: "call_id", value: "" } }
      const { completion } = resultOf(yield* ask(modern("completion/complete", ids, theirs.text)))
      assert.deepInclude(completion as object, { values: [] })
      const listen = (at: string, key: string) =>
        ask(modern("subscriptions/listen", { notifications: { resourceSubscriptions: [at] } }, key)).pipe(
          Effect.timeout("3 seconds")
        )
      assert.strictEqual((yield* listen(uri, theirs.text)).status, 404)
      assert.strictEqual((yield* listen(`${uri}/transcript`, narrow.text)).status, 403)
    }).pipe(Effect.provide(onHttp({ scale: 1 })))
  )
})
