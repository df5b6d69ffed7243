import { once } from "node:events"
import { request } from "node:http"
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Exit, Layer, Redacted, Scope } from "effect"
import { TestClock } from "effect/testing"
import { Emulator, EmulatorMonitor, EmulatorServer } from "@outbound-call/emulator"
import { at, conversation, dialBody, dialled, get } from "./Caller.ts"

const listening = EmulatorServer.layer({ port: 0 }).pipe(Layer.provideMerge(Emulator.layerMemory()))

/** A call that is talked in, at a provider that has the monitor socket. */
const live = Effect.gen(function* () {
  const emulator = yield* Emulator
  yield* emulator.change({ monitoring: true })
  const id = yield* dialled({ to: "+14155550114" })
  yield* emulator.advance("20 seconds")
  return id
})

const pathOf = (id: string) => `/v1/convai/conversations/${id}/monitor`

/** Opens the socket as the platform's own client does, and tells everything that it heard until it closed. */
const listen = Effect.fnUntraced(function* (id: string, ...says: ReadonlyArray<string | Uint8Array<ArrayBuffer>>) {
  const { port } = yield* EmulatorServer
  return yield* Effect.promise(async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${pathOf(id)}`, { headers: { "xi-api-key": "key" } })
    const heard: Array<unknown> = []
    socket.addEventListener("message", ({ data }) => heard.push(JSON.parse(String(data))))
    await once(socket, "open")
    for (const text of says) socket.send(text)
    const [event] = await once(socket, "close")
    return { heard, code: (event as CloseEvent).code }
  })
})

/** The answer to a handshake that is refused. */
const handshake = Effect.fnUntraced(function* (id: string, headers: Record<string, string> = { "xi-api-key": "key" }) {
  const { port } = yield* EmulatorServer
  return yield* Effect.callback<{ readonly status: number; readonly body: string }, Error>((resume) => {
    const upgrade = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-key": "a2V5", ...headers }
    const outgoing = request({ host: "127.0.0.1", port, path: pathOf(id), headers: upgrade, agent: false }, (reply) => {
      let body = ""
      reply.setEncoding("utf8").on("data", (chunk: string) => (body += chunk))
      reply.on("end", () => resume(Effect.succeed({ status: reply.statusCode ?? 0, body })))
    })
    outgoing.on("error", (error) => resume(Effect.fail(error))).end()
  })
})

const endCall = JSON.stringify({ command_type: "end_call" })

describe("the monitor socket", () => {
  it.live("says what was said until now, and ends the conversation when told", () =>
    Effect.gen(function* () {
      const id = yield* live
      const { code, heard } = yield* listen(id, endCall)
      assert.strictEqual(code, 1000)
      assert.deepStrictEqual(heard.slice(0, 2), [
        {
          type: "agent_response",
          agent_response_event: { agent_response: "Hello Ada, this is the demo line. Do you have a minute?" }
        },
        {
          type: "user_transcript",
          user_transcription_event: { user_transcript: "Hello, yes, I have time." }
        }
      ])
      assert.strictEqual(at(yield* conversation(id), "status"), "processing")
      yield* (yield* Emulator).advance("30 seconds")
      const ended = yield* conversation(id)
      assert.strictEqual(at(ended, "metadata.termination_reason"), "Call ended by remote party")
      assert.strictEqual(at(ended, "status"), "done")
      assert.isAtLeast(Number(at(ended, "metadata.call_duration_secs")), 16)
    }).pipe(Effect.provide(listening))
  )

  it.live("does nothing for other commands and for what is no command", () =>
    Effect.gen(function* () {
      const id = yield* live
      const { code } = yield* listen(id, "nonsense", JSON.stringify({ command_type: "enable_human_takeover" }), tooMuch)
      assert.strictEqual(code, 1009)
      assert.strictEqual(at(yield* conversation(id), "status"), "in-progress")
    }).pipe(Effect.provide(listening))
  )

  it.live("is refused in the words of the provider", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const id = yield* live
      yield* emulator.change({ monitoring: false })
      const refused = yield* handshake(id)
      assert.strictEqual(refused.status, 403)
      assert.strictEqual(at(JSON.parse(refused.body), "detail.code"), "forbidden")
      assert.strictEqual((yield* handshake(id, {})).status, 401)
      assert.include((yield* handshake(id, { "xi-api-key": "readonly" })).body, "missing_permissions")
      yield* emulator.change({ monitoring: true })
      assert.strictEqual((yield* handshake("conv_none")).status, 404)
      assert.strictEqual((yield* handshake(`${id}/more`)).status, 404)
      yield* emulator.advance("1 hour")
      assert.include((yield* handshake(id)).body, "is not active")
      const ringing = yield* dialled()
      assert.include((yield* handshake(ringing)).body, "is not active")
    }).pipe(Effect.provide(listening))
  )

  it.live("is spoiled by faults of its own, which other requests do not take", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const id = yield* live
      yield* emulator.fault({ target: "monitor", kind: "status", status: 503 })
      assert.strictEqual(at(yield* conversation(id), "status"), "in-progress")
      assert.strictEqual((yield* handshake(id)).status, 503)
      yield* emulator.fault({ target: "monitor", kind: "drop" })
      assert.match((yield* Effect.flip(handshake(id))).message, /socket hang up|ECONNRESET/)
    }).pipe(Effect.provide(listening))
  )

  it.live("is the only upgrade: a dial that offers another one is answered as ever", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* EmulatorServer
      const headers = { "xi-api-key": "key", connection: "Upgrade", upgrade: "h2c" }
      const url = `${baseUrl}/v1/convai/twilio/outbound-call`
      const status = yield* Effect.callback<number | undefined, Error>((resume) => {
        const outgoing = request(url, { method: "POST", headers }, (reply) => {
          reply.resume().on("end", () => resume(Effect.succeed(reply.statusCode)))
        })
        outgoing.on("error", (error) => resume(Effect.fail(error))).end(JSON.stringify(dialBody({})))
      })
      assert.strictEqual(status, 200)
      assert.strictEqual((yield* (yield* Emulator).rings).total, 1)
    }).pipe(Effect.provide(listening))
  )

  it.live("is told of in the agent's settings", () =>
    Effect.gen(function* () {
      const read = Effect.map(get("/v1/convai/agents/agent_demo"), ({ body }) =>
        at(body, "conversation_config.conversation.monitoring_enabled")
      )
      assert.strictEqual(yield* read, false)
      yield* (yield* Emulator).change({ monitoring: true })
      assert.strictEqual(yield* read, true)
    }).pipe(Effect.provide(listening))
  )

  it.live("closes with the emulator", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(listening, scope)
      const { port } = Context.get(context, EmulatorServer)
      const id = yield* Effect.provideContext(live, context)
      const socket = new WebSocket(`ws://127.0.0.1:${port}${pathOf(id)}`, { headers: { "xi-api-key": "key" } })
      yield* Effect.promise(() => once(socket, "open"))
      const closed = once(socket, "close")
      yield* Scope.close(scope, Exit.void)
      yield* Effect.promise(() => closed)
      assert.strictEqual(socket.readyState, WebSocket.CLOSED)
    })
  )

  it.effect("is there without a socket too", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const id = yield* dialled({ to: "+14155550114" })
      yield* TestClock.adjust("20 seconds")
      const send = (text: string, apiKey = "key") =>
        EmulatorMonitor.sendTo(emulator)({
          url: `wss://elsewhere.example${pathOf(id)}`,
          apiKey: Redacted.make(apiKey),
          text
        })
      assert.deepInclude(yield* send(endCall), { type: "refused", status: 403 })
      yield* emulator.change({ monitoring: true })
      assert.deepInclude(yield* send(endCall, "invalid"), { type: "refused", status: 401 })
      yield* emulator.fault({ target: "monitor", kind: "drop" })
      assert.strictEqual((yield* send(endCall)).type, "lost")
      assert.deepStrictEqual(yield* send("{}"), { type: "sent", closed: null })
      assert.deepStrictEqual(yield* send(endCall), { type: "sent", closed: { code: 1000, reason: "" } })
      assert.strictEqual(at(yield* conversation(id), "status"), "processing")
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )
})

/** More than the emulator takes in one message. */
const tooMuch = new Uint8Array(70_000)
