import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { Context, Effect, Fiber, FiberSet, Layer, Schema } from "effect"
import { Emulator } from "./Emulator.ts"
import type { EmulatorRequest } from "./EmulatorRequest.ts"
import { firstHalf, type Reply } from "./Reply.ts"

/** Where to listen. Port 0 takes a free one; the host is 127.0.0.1 unless told. */
export interface ListenOptions {
  readonly port: number
  readonly host?: string
}

/** The port could not be taken. */
export class ListenError extends Schema.TaggedError<ListenError>()("ListenError", {
  host: Schema.String,
  port: Schema.Int,
  cause: Schema.Defect()
}) {
  override get message(): string {
    return `The emulator cannot listen on ${this.host}:${this.port}: ${String(this.cause)}`
  }
}

/** The emulator on a socket of this machine. */
export class EmulatorServer extends Context.Service<
  EmulatorServer,
  { readonly baseUrl: string; readonly port: number }
>()("@outbound-call/emulator/EmulatorServer") {
  /** Listens as long as the layer lives. */
  static readonly layer = (options: ListenOptions): Layer.Layer<EmulatorServer, ListenError, Emulator> =>
    Layer.effect(EmulatorServer, listen(options))
}

/** Listens until the scope closes; then every connection is closed and every request under way interrupted. */
export const listen = Effect.fnUntraced(function* ({ port, host = "127.0.0.1" }: ListenOptions) {
  const emulator = yield* Emulator
  const run = yield* FiberSet.makeRuntime<never, void, never>()
  const server = createServer((incoming, outgoing) => {
    const fiber = run(answer(emulator, incoming, outgoing))
    outgoing.on("close", () => {
      if (!outgoing.writableFinished) run(Fiber.interrupt(fiber))
    })
  })
  yield* Effect.acquireRelease(open(server, port, host), () => close(server))
  const address = server.address()
  const actual = typeof address === "object" && address !== null ? address.port : port
  return EmulatorServer.of({ baseUrl: `http://${host.includes(":") ? `[${host}]` : host}:${actual}`, port: actual })
})

const open = (server: Server, port: number, host: string): Effect.Effect<void, ListenError> =>
  Effect.callback((resume) => {
    server.once("error", (cause) => resume(Effect.fail(new ListenError({ host, port, cause }))))
    server.listen(port, host, () => resume(Effect.void))
  })

const close = (server: Server): Effect.Effect<void> =>
  Effect.callback((resume) => {
    server.close(() => resume(Effect.void))
    server.closeAllConnections()
  })

const longestBody = 1_048_576

const answer = Effect.fnUntraced(function* (
  emulator: Emulator["Service"],
  incoming: IncomingMessage,
  outgoing: ServerResponse
) {
  const body = yield* readBody(incoming)
  const reply = body === null ? tooLarge : yield* emulator.handle(requestOf(incoming, body))
  send(reply, outgoing)
})

const tooLarge: Reply = { status: 413, headers: { connection: "close" }, body: "" }

const readBody = (incoming: IncomingMessage): Effect.Effect<string | null> =>
  Effect.callback((resume) => {
    const chunks: Array<Buffer> = []
    let size = 0
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length
      if (size > longestBody) resume(Effect.succeed(null))
      else chunks.push(chunk)
    })
    incoming.on("end", () => resume(Effect.succeed(Buffer.concat(chunks).toString("utf8"))))
  })

const requestOf = (incoming: IncomingMessage, body: string): EmulatorRequest => ({
  method: incoming.method ?? "GET",
  url: incoming.url ?? "/",
  headers: Object.fromEntries(
    Object.entries(incoming.headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []))
  ),
  body
})

const send = (reply: Reply, outgoing: ServerResponse): void => {
  if (reply.fault === "drop") {
    outgoing.socket?.destroy()
    return
  }
  const length = typeof reply.body === "string" ? Buffer.byteLength(reply.body) : reply.body.length
  outgoing.writeHead(reply.status, { ...reply.headers, "content-length": length })
  if (reply.fault === "truncate") outgoing.write(firstHalf(reply), () => outgoing.socket?.destroy())
  else outgoing.end(reply.body)
}
