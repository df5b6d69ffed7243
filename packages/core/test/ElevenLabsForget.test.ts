import { assert, it } from "@effect/vitest"
import { Effect, Fiber, Redacted } from "effect"
import { ConversationId } from "@outbound-call/core"
import { makeForget } from "@outbound-call/core/elevenlabs/ElevenLabsForget"
import { pass, Traffic } from "./Rig.ts"
import { scriptedProvider, type ScriptedReply } from "./ScriptedProvider.ts"

const path = "/v1/convai/conversations/conv_1"
const gone: ScriptedReply = {
  status: 404,
  body: '{"detail":{"status":"conversation_not_found","message":"Conversation conv_1 not found."}}'
}
const noRoute: ScriptedReply = { status: 404, body: '{"detail":"Not Found"}' }
const proxy: ScriptedReply = { status: 404, body: "<html>" }
const there: ScriptedReply = { body: '{"conversation_id":"conv_1"}' }

const rows: ReadonlyArray<readonly [name: string, replies: ReadonlyArray<ScriptedReply>, told: string, asked: number]> =
  [
    ["a conversation that was there", [{}, gone], "deleted", 2],
    ["an answer without a body", [{ status: 204 }, gone], "deleted", 2],
    ["one that was gone before", [gone, gone], "absent", 2],
    ["a 200 that deletes nothing", [{}, there], "kept", 2],
    ["a server that is down for a moment", [{ status: 503 }, {}, gone], "deleted", 3],
    ["a server that is down", [{ status: 503 }], "unavailable", 3],
    ["a deletion whose answer was lost", ["drop", gone, gone], "absent", 3],
    ["a server that is down when it is read back", [{}, { status: 503 }], "unavailable", 4],
    ["a server without the route", [noRoute], "not-found", 1],
    ["a server that has no route to read", [{}, noRoute], "not-found", 2],
    ["a proxy in between", [{}, proxy], "not-found", 2],
    ["a key that may not delete", [{ status: 403, body: '{"detail":{"status":"no"}}' }], "forbidden", 1]
  ]

it.effect.each(rows)("%s", ([, replies, told, asked]) =>
  Effect.gen(function* () {
    const forget = yield* makeForget({ baseUrl: "https://provider.example", apiKey: Redacted.make("secret-key") })
    const doing = yield* Effect.forkChild(Effect.result(forget(ConversationId.make("conv_1"))))
    yield* pass(100)
    const result = yield* Fiber.join(doing)
    assert.strictEqual(result._tag === "Success" ? result.success : result.failure.reason, told)
    const { sent } = yield* Traffic
    assert.strictEqual(sent.length, asked)
    assert.isTrue(sent.every((request) => request.path === path))
    assert.strictEqual(sent[0]?.method, "DELETE")
  }).pipe(Effect.provide(scriptedProvider((_, n) => replies[Math.min(n, replies.length - 1)] ?? "drop")))
)
