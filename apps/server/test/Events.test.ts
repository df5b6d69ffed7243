import { request } from "node:http"
import { assert, describe, it } from "@effect/vitest"
import { Emulator, EmulatorHttpClient } from "@outbound-call/emulator"
import { Effect, Layer } from "effect"
import { ask, Listening, onSocket } from "./Socket.ts"

/** A world whose calls take less than a second. */
const fast = { network: EmulatorHttpClient.layer.pipe(Layer.provideMerge(Emulator.layerMemory({ scale: 100 }))) }

const order = {
  method: "POST",
  headers: { "content-type": "application/json", "idempotency-key": "a" },
  body: JSON.stringify({ to: "+14155550100", variables: { customer_name: "Ada" } })
}

const idsIn = (text: string) => [...text.matchAll(/^id: (.+)$/gm)].map((match) => match[1] ?? "")

/** Reads the stream until it holds `count` events, then breaks the connection. */
const firstEvents = (path: string, count: number) =>
  Effect.flatMap(Listening, ({ port }) =>
    Effect.callback<ReadonlyArray<string>>((resume) => {
      const outgoing = request({ host: "127.0.0.1", port, path, agent: false }, (incoming) => {
        let text = ""
        incoming.setEncoding("utf8")
        incoming.on("error", () => {})
        incoming.on("data", (chunk: string) => {
          text += chunk
          if (idsIn(text).length < count) return
          outgoing.destroy()
          resume(Effect.succeed(idsIn(text).slice(0, count)))
        })
      })
      outgoing.on("error", () => {})
      outgoing.end()
    })
  )

describe("the event stream over a socket", () => {
  it.live("loses and repeats nothing for a reader who comes back with Last-Event-ID, and ends with the call", () =>
    Effect.gen(function* () {
      const { id } = JSON.parse((yield* ask("/v1/calls", order)).body)
      const path = `/v1/calls/${id}/events`
      const before = yield* firstEvents(path, 2)
      const after = yield* ask(path, { headers: { "last-event-id": before.at(-1) ?? "" } })
      assert.strictEqual(after.headers["content-type"], "text/event-stream")
      const whole = yield* ask(path)
      assert.match(whole.body, /event: analysed\n[^\n]*\n\n$/)
      assert.deepEqual([...before, ...idsIn(after.body)], idsIn(whole.body))
      assert.isAbove(idsIn(whole.body).length, 8)
    }).pipe(Effect.provide(onSocket(fast)))
  )

  it.live("answers a Last-Event-ID that is none with a problem", () =>
    Effect.gen(function* () {
      const { id } = JSON.parse((yield* ask("/v1/calls", order)).body)
      const answer = yield* ask(`/v1/calls/${id}/events`, { headers: { "last-event-id": "yesterday" } })
      assert.strictEqual(answer.status, 400)
      assert.strictEqual(JSON.parse(answer.body).code, "invalid-request")
    }).pipe(Effect.provide(onSocket(fast)))
  )
})
