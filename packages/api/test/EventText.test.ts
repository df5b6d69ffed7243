import { assert, it } from "@effect/vitest"
import { beginText, CallEvents, newsText, pingText, problemOf, problemText } from "@outbound-call/api"
import { FeedEvents } from "@outbound-call/api/FeedApi"
import { type CallEvent, CallId, ConversationId, LedgerError } from "@outbound-call/core"
import { DateTime, Effect, Layer, Stream } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import { HttpApi, HttpApiBuilder, HttpApiEndpoint, HttpApiGroup } from "effect/http-api"

const stamp = {
  cursor: "42.1795426200000",
  at: DateTime.makeUnsafe(1_795_426_200_000),
  callId: CallId.make("call_00000000000000000000000001"),
  conversationId: ConversationId.make("conv_1")
}

const turn = { n: 1, speaker: "recipient", atSeconds: 2.5, interrupted: true, tools: [] } as const

const news: ReadonlyArray<CallEvent> = [
  { ...stamp, type: "status", status: "failed", cause: "poll", message: 'two\nlines, "quoted" — ünïcode' },
  { ...stamp, type: "turn", turn: { ...turn, text: "data: no\r\n\r\nid: 7\u2028" } },
  { ...stamp, type: "ended", outcome: "busy", durationSeconds: null, conversationId: null },
  { ...stamp, type: "analysed", evaluation: "success", callId: null }
]
const told = news.map((event) => ({ id: event.cursor, event: event.type, data: event }))
const problem = problemOf(new LedgerError({ operation: "feed", phoneMayHaveRung: false, cause: "the disk" }))
const ping = { event: "ping", data: "{}" } as const
const last = { event: "problem", data: problem } as const

const api = HttpApi.make("streams").add(
  HttpApiGroup.make("streams")
    .add(HttpApiEndpoint.get("call", "/call", { success: CallEvents }))
    .add(HttpApiEndpoint.get("all", "/all", { success: FeedEvents }))
)

const handlers = HttpApiBuilder.group(api, "streams", (streams) =>
  streams
    .handle("call", () => Effect.succeed(Stream.make(...told, ping, last)))
    .handle("all", () =>
      Effect.succeed(Stream.make({ id: "0", event: "begin", data: "{}" } as const, ...told, ping, last))
    )
)

const { dispose, handler } = HttpRouter.toWebHandler(
  HttpApiBuilder.layer(api).pipe(Layer.provide(handlers), Layer.provide(HttpServer.layerServices)),
  { disableLogger: true }
)

it.live("events are written as the contract's own streams write them", () =>
  Effect.gen(function* () {
    const read = (path: string) =>
      Effect.promise(async () => (await handler(new Request(`http://localhost${path}`))).text())
    const written = [...news.map(newsText), pingText, problemText(problem)].join("")
    assert.strictEqual(written, yield* read("/call"))
    assert.strictEqual(beginText("0") + written, yield* read("/all"))
    assert.match(written, /^id: 42\.1795426200000\nevent: status\ndata: \{"cursor"/)
  }).pipe(Effect.ensuring(Effect.promise(dispose)))
)
