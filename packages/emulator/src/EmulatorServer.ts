import { createServer, type IncomingMessage, type Server, ServerResponse } from "node:http"
import type { Duplex } from "node:stream"
import { Context, Effect, Fiber, FiberSet, Layer, Schema } from "effect"
import { Emulator } from "./Emulator.ts"
import type { EmulatorRequest } from "./EmulatorRequest.ts"
import { isWebSocket, serveMonitor } from "./MonitorServer.ts"
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
  const upgraded = new Set<Duplex>()
  const server = createServer({ shouldUpgradeCallback: isWebSocket }, (incoming, outgoing) => {
    const fiber = run(answer(emulator, incoming, outgoing))
    outgoing.on("close", () => {
      if (!outgoing.writableFinished) run(Fiber.interrupt(fiber))
    })
  })
  server.on("upgrade", (incoming, socket, head) => {
    upgraded.add(socket.on("error", () => {}).once("close", () => upgraded.delete(socket)))
    run(upgrade(emulator, incoming, socket, head))
  })
  yield* Effect.acquireRelease(open(server, port, host), () => close(server, upgraded))
  const address = server.address()
  const actual = typeof address === "object" && address !== null ? address.port : port
  return EmulatorServer.of({ baseUrl: `http://${host.includes(":") ? `[${host}]` : host}:${actual}`, port: actual })
})

const open = (server: Server, port: number, host: string): Effect.Effect<void, ListenError> =>
  Effect.callback((resume) => {
    server.once("error", (cause) => resume(Effect.fail(new ListenError({ host, port, cause }))))
    server.listen(port, host, () => resume(Effect.void))
  })

const close = (server: Server, upgraded: ReadonlySet<Duplex>): Effect.Effect<void> =>
  Effect.callback((resume) => {
    server.close(() => resume(Effect.void))
    server.closeAllConnections()
    for (const socket of upgraded) socket.destroy()
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

/** Opens a monitor socket and serves it. A refusal is an ordinary answer over the same connection. */
const upgrade = Effect.fnUntraced(function* (
  emulator: Emulator["Service"],
  incoming: IncomingMessage,
  socket: Duplex,
  head: Uint8Array
) {
  const opened = isWebSocket(incoming) ? yield* emulator.monitor(requestOf(incoming, "")) : noUpgrade
  if ("tell" in opened) return yield* serveMonitor(opened, incoming, socket, head)
  const outgoing = new ServerResponse(incoming)
  outgoing.assignSocket(incoming.socket)
  outgoing.once("finish", () => socket.end())
  send({ ...opened, headers: { ...opened.headers, connection: "close" } }, outgoing)
})

const noUpgrade: Reply = { status: 400, headers: {}, body: "" }
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
