import { createServer, type IncomingMessage, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import * as tls from "node:tls"
import { assert, describe, it } from "@effect/vitest"
import { EndpointTransport } from "@outbound-call/core"
import { Deferred, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { EndpointNetwork } from "../src/EndpointNetwork.ts"
import * as EndpointSocket from "../src/EndpointSocket.ts"
import { certificate } from "./Certificate.ts"

const serving = (answer: RequestListener) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const server = createServer(answer)
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
      return { server, port: (server.address() as AddressInfo).port }
    }),
    ({ server }) =>
      Effect.promise(async () => {
        server.closeAllConnections()
        await new Promise((done) => server.close(done))
      })
  )

const post = (url: string) =>
  Effect.flatMap(EndpointTransport, (transport) =>
    transport.post({ url, headers: { "webhook-id": "msg_1" }, body: '{"type":"call.status"}' })
  ).pipe(Effect.provide(EndpointSocket.layer({ loopback: true }).pipe(Layer.provide(EndpointNetwork.layer))))

describe("a post to an endpoint", () => {
  it.live("is one request, as it was meant", () =>
    Effect.gen(function* () {
      const asked = new Array<Pick<IncomingMessage, "method" | "url" | "headers"> & { readonly body: string }>()
      const { port } = yield* serving((request, response) => {
        let body = ""
        request.on("data", (chunk) => (body += String(chunk)))
        request.on("end", () => {
          asked.push({ method: request.method, url: request.url, headers: request.headers, body })
          response.writeHead(200).end()
        })
      })
      const attempt = yield* post(`http://127.0.0.1:${port}/hook?a=1#b`)
      assert.deepEqual(attempt, { type: "answered", status: 200, retryAfterSeconds: null })
      assert.deepInclude(asked[0], { method: "POST", url: "/hook?a=1", body: '{"type":"call.status"}' })
      assert.deepInclude(asked[0]?.headers, { host: `127.0.0.1:${port}`, "webhook-id": "msg_1" })
      assert.strictEqual(asked.length, 1)
    }).pipe(Effect.scoped)
  )

  it.live("follows no redirect, reads Retry-After in both forms, and not the answer to its end", () =>
    Effect.gen(function* () {
      const answers = [
        [302, { location: "/elsewhere" }],
        [503, { "retry-after": "120" }],
        [429, { "retry-after": "Fri, 01 Jan 2100 00:00:00 GMT" }],
        [500, { "retry-after": "soon" }]
      ] as const
      let asked = 0
      const { port } = yield* serving((request, response) => {
        request.resume()
        const [status, headers] = answers[asked++] ?? [200, {}]
        response.writeHead(status, headers)
        // It never ends its body: what is over 1 kB is cut off.
        response.write("x".repeat(100_000))
      })
      const told = yield* Effect.forEach(answers, () => post(`http://127.0.0.1:${port}/`))
      assert.deepEqual(
        told.map((attempt) => (attempt.type === "answered" ? attempt.status : attempt.reason)),
        [302, 503, 429, 500]
      )
      const waits = told.map((attempt) => (attempt.type === "answered" ? attempt.retryAfterSeconds : null))
      assert.deepEqual([waits[0], waits[1], waits[3]], [null, 120, null])
      assert.isAbove(waits[2] ?? 0, 86_400)
      assert.strictEqual(asked, answers.length)
    }).pipe(Effect.scoped)
  )

  it.effect("has the status of an answer whose body does not end, and breaks it off", () =>
    Effect.gen(function* () {
      const gone = yield* Deferred.make<void>()
      const { port } = yield* serving((request, response) => {
        request.resume()
        response.writeHead(200).write("a few bytes")
        response.once("close", () => Deferred.doneUnsafe(gone, Effect.void))
      })
      const posting = yield* Effect.forkChild(post(`http://127.0.0.1:${port}/`))
      while (posting.pollUnsafe() === undefined) {
        yield* TestClock.adjust("500 millis")
        yield* Effect.promise(() => new Promise(setImmediate))
      }
      assert.deepEqual(yield* Fiber.join(posting), { type: "answered", status: 200, retryAfterSeconds: null })
      yield* Deferred.await(gone)
    }).pipe(Effect.scoped)
  )

  it.live("is told of an answer that changes the protocol, and of a connection that ends without one", () =>
    Effect.gen(function* () {
      const { port } = yield* serving((request) =>
        request.socket.end(
          request.url === "/101" ? "HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: any\r\n\r\n" : ""
        )
      )
      assert.deepEqual(yield* post(`http://127.0.0.1:${port}/101`), {
        type: "answered",
        status: 101,
        retryAfterSeconds: null
      })
      assert.strictEqual((yield* post(`http://127.0.0.1:${port}/`)).type, "failed")
    }).pipe(Effect.scoped)
  )

  it.live("says in plain words why nobody was reached", () =>
    Effect.gen(function* () {
      const { port } = yield* serving((request) => request.socket.destroy())
      assert.deepEqual(yield* post(`http://127.0.0.1:${port}/`), {
        type: "failed",
        reason: "the connection broke (ECONNRESET)"
      })
      assert.deepEqual(yield* post("http://127.0.0.1:1/"), { type: "failed", reason: "no connection (ECONNREFUSED)" })
      assert.deepEqual(yield* post("https://10.0.0.1/"), { type: "failed", reason: "10.0.0.1 is no public address" })
    }).pipe(Effect.scoped)
  )
})

/** A TLS server with the certificate, and the names that it was asked for. */
const secured = Effect.acquireRelease(
  Effect.promise(async () => {
    const names = new Array<string>()
    const SNICallback: tls.TlsOptions["SNICallback"] = (name, done) => {
      names.push(name)
      done(null)
    }
    const server = tls.createServer({ ...certificate, SNICallback }, (socket) => socket.end())
    server.on("tlsClientError", () => {})
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
    return { names, server, port: (server.address() as AddressInfo).port }
  }),
  ({ server }) => Effect.promise(() => new Promise((done) => server.close(done)))
)

const trusting = Effect.acquireRelease(
  Effect.sync(() => {
    const before = tls.getCACertificates("default")
    tls.setDefaultCACertificates([certificate.cert])
    return before
  }),
  (before) => Effect.sync(() => tls.setDefaultCACertificates(before))
)

describe("a connection to an endpoint", () => {
  it.live("goes to the address, asks for the name, and believes a certificate for that name only", () =>
    Effect.gen(function* () {
      const { names, port } = yield* secured
      const connect = (certifiedFor: string) =>
        Effect.flatMap(EndpointNetwork, (network) =>
          network.connect({ address: "127.0.0.1", port, certifiedFor })
        ).pipe(
          Effect.match({
            onFailure: (reason) => reason,
            onSuccess: (socket) => {
              socket.destroy()
              return "connected"
            }
          }),
          Effect.provide(EndpointNetwork.layer)
        )
      assert.strictEqual(yield* connect("hook.good.com"), "no connection (DEPTH_ZERO_SELF_SIGNED_CERT)")
      yield* trusting
      assert.strictEqual(yield* connect("hook.good.com"), "connected")
      assert.strictEqual(yield* connect("other.good.com"), "no connection (ERR_TLS_CERT_ALTNAME_INVALID)")
      assert.strictEqual(yield* connect("127.0.0.1"), "no connection (ERR_TLS_CERT_ALTNAME_INVALID)")
      assert.deepEqual(names, ["hook.good.com", "hook.good.com", "other.good.com"])
    }).pipe(Effect.scoped)
  )
})
