import { connect as connectTo } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { rings } from "./Rig.ts"
import { ask, Listening, onSocket } from "./Socket.ts"

/** Sends the texts as they are, and gives what came back when the connection was closed. */
const sendRaw = (...texts: ReadonlyArray<string>) =>
  Effect.flatMap(Listening, ({ port }) =>
    Effect.callback<string>((resume) => {
      const socket = connectTo(port, "127.0.0.1", () => {
        for (const text of texts) socket.write(text)
      })
      let came = ""
      socket.on("data", (chunk: Buffer) => (came += chunk.toString()))
      socket.on("error", () => {})
      socket.on("close", () => resume(Effect.succeed(came)))
    })
  )

const problemIn = (answer: string) => {
  const [head = "", body = ""] = answer.split("\r\n\r\n")
  const { code, phone_may_have_rung, retry_safe, status, type } = JSON.parse(body)
  assert.match(head, new RegExp(`^HTTP/1.1 ${status} `))
  assert.match(head, /content-type: application\/problem\+json/)
  assert.match(head, /connection: close/i)
  assert.strictEqual(type, `urn:outbound-call:problem:${code}`)
  assert.deepEqual([phone_may_have_rung, retry_safe], [false, true])
  return `${status} ${code}`
}

const headTo = (port: number, length: number, ...more: ReadonlyArray<string>) =>
  [
    "POST /v1/calls HTTP/1.1",
    `host: 127.0.0.1:${port}`,
    "content-type: application/json",
    "idempotency-key: a",
    `content-length: ${length}`,
    ...more,
    "",
    ""
  ].join("\r\n")

const order = JSON.stringify({ to: "+14155550100", variables: { customer_name: "Ada" } })

/** A server that is as patient as the real one, in a hundredth of the time. */
const hasty = { headersTimeout: 100, requestTimeout: 300, connectionsCheckingInterval: 20, maxHeaderSize: 16_384 }

const onService = <A, E, R>(test: Effect.Effect<A, E, R>) => test.pipe(Effect.provide(onSocket({}, { limits: hasty })))

describe("a client that", () => {
  it.live("sends its headers drop by drop is answered 408 and cut off", () =>
    onService(
      Effect.gen(function* () {
        const answer = yield* sendRaw("POST /v1/calls HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ")
        assert.strictEqual(problemIn(answer), "408 request-timeout")
        assert.strictEqual((yield* ask("/healthz")).status, 200)
      })
    )
  )

  it.live("does not finish its body is answered 408 and cut off, and nothing rings", () =>
    onService(
      Effect.gen(function* () {
        const { port } = yield* Listening
        const answer = yield* sendRaw(headTo(port, order.length), order.slice(0, -1))
        assert.strictEqual(problemIn(answer), "408 request-timeout")
        assert.strictEqual(yield* rings, 0)
      })
    )
  )

  it.live("was answered before its body came gets no second answer", () =>
    onService(
      Effect.gen(function* () {
        const answer = yield* sendRaw(headTo(1, order.length), order.slice(0, -1))
        assert.match(answer, /^HTTP\/1\.1 403 /)
        assert.notInclude(answer, "request-timeout")
      })
    )
  )

  it.live("breaks off in its body rings nobody", () =>
    onService(
      Effect.gen(function* () {
        const { port } = yield* Listening
        yield* Effect.callback<void>((resume) => {
          const socket = connectTo(port, "127.0.0.1", () => {
            socket.write(headTo(port, order.length) + order.slice(0, -1), () => socket.destroy())
          })
          socket.on("close", () => resume(Effect.void))
        })
        assert.strictEqual((yield* ask("/v1/calls")).status, 200)
        assert.strictEqual(yield* rings, 0)
      })
    )
  )

  it.live("sends headers over 16 KiB is answered 431", () =>
    onService(
      Effect.gen(function* () {
        const { port } = yield* Listening
        const answer = yield* sendRaw(headTo(port, order.length, `x-large: ${"x".repeat(17_000)}`))
        assert.strictEqual(problemIn(answer), "431 headers-too-large")
        assert.strictEqual(yield* rings, 0)
      })
    )
  )

  it.live("speaks no HTTP is answered 400", () =>
    onService(
      Effect.gen(function* () {
        assert.strictEqual(problemIn(yield* sendRaw("EHLO example.com\r\n\r\n")), "400 malformed-request")
      })
    )
  )

  it.live("talks into its event stream gets no second answer in it", () =>
    onService(
      Effect.gen(function* () {
        const { port } = yield* Listening
        const request = `GET /v1/events HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`
        const came = yield* Effect.callback<string>((resume) => {
          let text = ""
          const socket = connectTo(port, "127.0.0.1", () => socket.write(request))
          socket.on("data", (chunk: Buffer) => {
            text += chunk.toString()
            if (text.includes("event: begin")) socket.write("no HTTP\r\n\r\n")
          })
          socket.on("error", () => {})
          socket.on("close", () => resume(Effect.succeed(text)))
        })
        assert.match(came, /^HTTP\/1\.1 200 /)
        assert.notMatch(came, /HTTP\/1\.1 400/)
      })
    )
  )
})
