import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Redacted, Schema, Stream } from "effect"
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

  it.effect("streams bytes, and says when they broke off or are not there", () =>
    Effect.gen(function* () {
      const reads = yield* makeReads(settings)
      const [first, second] = [
        yield* Effect.result(Stream.runCollect(reads.bytes("/a"))),
        yield* Effect.result(Stream.runCollect(reads.bytes("/b")))
      ]
      assert.strictEqual(
        first._tag === "Success" ? new TextDecoder().decode(first.success[0]) : first.failure.reason,
        "sound"
      )
      assert.strictEqual(second._tag === "Failure" ? second.failure.reason : "", "not-found")
    }).pipe(Effect.provide(provider({ body: "sound" }, { status: 404 })))
  )
})
