import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Redacted, Schema, Stream } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { makeReads } from "@outbound-call/core/elevenlabs/ElevenLabsReads"
import { pass, Traffic } from "./Rig.ts"
import { scriptedProvider, type ScriptedReply } from "./ScriptedProvider.ts"

const ok = '{"name":"Ada"}'
const Named = Schema.Struct({ name: Schema.String })

/** A provider that answers with these replies in turn; the last one stays. */
const provider = (...replies: ReadonlyArray<ScriptedReply>) =>
  scriptedProvider((_, n) => {
    const reply = replies[Math.min(n, replies.length - 1)] ?? "drop"
    return typeof reply === "string" ? reply : { body: ok, ...reply }
  })

const settings = { baseUrl: "https://provider.example", apiKey: Redacted.make("secret-key") }

/** What a read comes to within a minute and a half, and after how many requests. */
const read = Effect.gen(function* () {
  const reads = yield* makeReads(settings)
  const reading = yield* Effect.forkChild(Effect.result(reads.read(Named, "/v1/x", [["a", "1"]])))
  yield* pass(100)
  const result = yield* Fiber.join(reading)
  return {
    outcome: result._tag === "Success" ? result.success.value.name : result.failure.reason,
    requests: (yield* Traffic).sent.length
  }
})

const rows: ReadonlyArray<
  readonly [name: string, replies: ReadonlyArray<ScriptedReply>, outcome: string, requests: number]
> = [
  ["an answer", [{}], "Ada", 1],
  ["a 503, then an answer", [{ status: 503, body: "" }, {}], "Ada", 2],
  ["two dropped connections, then an answer", ["drop", "drop", {}], "Ada", 3],
  ["a provider that stays down", [{ status: 502, body: "<html>" }], "unavailable", 3],
  ["a provider that never answers", ["silent"], "unavailable", 3],
  ["a 429 that names 2 s, then an answer", [{ status: 429, headers: { "retry-after": "2" } }, {}], "Ada", 2],
  ["a 429 that names an hour", [{ status: 429, headers: { "retry-after": "3600" } }], "rate-limited", 1],
  ["a refused key", [{ status: 401 }], "unauthorized", 1],
  ["a missing permission", [{ status: 403 }], "forbidden", 1],
  ["an unknown id", [{ status: 404 }], "not-found", 1],
  ["a wrong request", [{ status: 422 }], "unreadable", 1],
  ["a redirect", [{ status: 302 }], "unreadable", 1],
  ["a page in place of JSON", [{ body: "<html>" }], "unreadable", 1],
  ["an answer without the field", [{ body: "{}" }], "unreadable", 1],
  ["an empty answer", [{ body: "" }], "unreadable", 1]
]

describe("reading the provider", () => {
  it.effect.each(rows.map(([name, replies, outcome, requests]) => ({ name, replies, outcome, requests })))(
    "of $name: $outcome after $requests requests",
    ({ outcome, replies, requests }) =>
      Effect.map(read, (result) => assert.deepStrictEqual(result, { outcome, requests })).pipe(
        Effect.provide(provider(...replies))
      )
  )

  it.effect("only ever gets, and tells nobody the key", () =>
    Effect.gen(function* () {
      const reads = yield* makeReads(settings)
      const error = yield* Effect.flip(reads.read(Named, "/v1/x"))
      assert.notInclude(`${error.message} ${JSON.stringify(error)}`, "secret-key")
      const { sent } = yield* Traffic
      assert.deepStrictEqual(
        sent.map(({ method, path, search }) => `${method} ${path}${search}`),
        ["GET /v1/x"]
      )
    }).pipe(Effect.provide(provider({ status: 401, body: '{"detail":"no"}' })))
  )

  it.effect("streams bytes, and says when they are not there", () =>
    Effect.gen(function* () {
      const reads = yield* makeReads(settings)
      const { bytes } = yield* reads.open("/a")
      assert.strictEqual(yield* Stream.mkString(Stream.decodeText(bytes)), "sound")
      assert.strictEqual((yield* Effect.flip(reads.open("/b"))).reason, "not-found")
    }).pipe(Effect.scoped, Effect.provide(provider({ body: "sound" }, { status: 404 })))
  )

  const lengths: ReadonlyArray<readonly [Record<string, string>, number | null]> = [
    [{ "content-length": "5" }, 5],
    [{}, null],
    [{ "content-length": "" }, null],
    [{ "content-length": "3", "content-encoding": "gzip" }, null]
  ]
  it.effect.each(lengths)("knows the length of bytes only when it is told: %o", ([headers, length]) =>
    Effect.gen(function* () {
      const reads = yield* makeReads(settings)
      assert.strictEqual((yield* reads.open("/a")).length, length)
    }).pipe(Effect.scoped, Effect.provide(provider({ body: "sound", headers })))
  )

  it.effect("lets go of bytes that nobody reads", () =>
    Effect.gen(function* () {
      let signal: AbortSignal | undefined
      const client = HttpClient.make((request, _, aborted) => {
        signal = aborted
        return Effect.succeed(HttpClientResponse.fromWeb(request, new Response("sound")))
      })
      yield* Effect.scoped(Effect.flatMap(makeReads(settings), ({ open }) => open("/a"))).pipe(
        Effect.provideService(HttpClient.HttpClient, client)
      )
      assert.isTrue(signal?.aborted)
    })
  )
})
