import { spawn } from "node:child_process"
import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { fileURLToPath } from "node:url"
import { assert, it } from "@effect/vitest"
import { createEndpoint, testEndpoint } from "@outbound-call/core"
import { Effect, Layer, Redacted } from "effect"
import { Webhook } from "standardwebhooks"
import * as LedgerFile from "../src/LedgerFile.ts"
import * as WebhooksOut from "../src/WebhooksOut.ts"
import { messagesOf, shown, temporaryFile } from "./OutboxRig.ts"

const main = fileURLToPath(new URL("SenderMain.ts", import.meta.url))

interface Arrival {
  readonly headers: Record<string, string>
  readonly body: string
  readonly response: ServerResponse
}

/** A receiver that answers nothing by itself. */
const receiver = Effect.acquireRelease(
  Effect.promise(async () => {
    const arrived = new Array<Arrival>()
    const waiting = new Array<(arrival: Arrival) => void>()
    const server = createServer((request, response) => {
      let body = ""
      request.on("data", (chunk) => (body += String(chunk)))
      request.on("end", () => {
        const arrival = { headers: request.headers as Record<string, string>, body, response }
        const next = waiting.shift()
        if (next === undefined) arrived.push(arrival)
        else next(arrival)
      })
    })
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
    const next = Effect.promise(
      () =>
        new Promise<Arrival>((done) => {
          const first = arrived.shift()
          if (first === undefined) waiting.push(done)
          else done(first)
        })
    )
    return { next, arrived, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
  }),
  ({ server }) =>
    Effect.promise(async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    })
)

const sender = (file: string) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const child = spawn(process.execPath, [main, file], { stdio: ["ignore", "inherit", "inherit"] })
      const ended = new Promise<void>((done) => child.once("close", () => done()))
      const kill = Effect.promise(() => {
        child.kill("SIGKILL")
        return ended
      })
      return { kill }
    }),
    ({ kill }) => kill
  )

const opened = (file: string) => Layer.merge(LedgerFile.layer(file), WebhooksOut.layer({ loopback: true }))

it.live("a process that is killed before it recorded an attempt sends the message again, under the same id", () =>
  Effect.gen(function* () {
    const file = yield* temporaryFile
    const { arrived, next, url } = yield* receiver
    const { endpoint, secret } = yield* createEndpoint({ url, owner: null, events: [] }).pipe(
      Effect.tap(({ endpoint }) => testEndpoint(endpoint.id)),
      Effect.provide(opened(file))
    )
    const { kill } = yield* sender(file)
    const first = yield* next
    yield* kill
    yield* sender(file)
    const second = yield* next
    assert.strictEqual(second.headers["webhook-id"], first.headers["webhook-id"])
    assert.strictEqual(second.body, first.body)
    assert.doesNotThrow(() => new Webhook(Redacted.value(secret)).verify(second.body, second.headers))
    assert.throws(() => new Webhook(Redacted.value(secret)).verify(`${second.body} `, second.headers))
    second.response.writeHead(204).end()
    const settled = yield* Effect.repeat(
      Effect.map(messagesOf(endpoint.id).pipe(Effect.provide(opened(file))), (messages) => messages.map(shown)),
      { until: ([message]) => message?.includes("waiting") === false }
    )
    assert.deepEqual(settled, ["endpoint.test delivered 1 204"])
    assert.deepEqual(arrived, [])
  }).pipe(Effect.scoped)
)
