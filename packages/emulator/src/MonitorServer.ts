import { createHash } from "node:crypto"
import type { IncomingMessage } from "node:http"
import type { Duplex } from "node:stream"
import { Effect } from "effect"
import type { Monitor } from "./Monitor.ts"
import { closeCode, opcodes, readFrames, writeFrame } from "./WebSocketFrame.ts"

/** Whether a request for an upgrade is for a WebSocket. */
export const isWebSocket = ({ headers }: IncomingMessage): boolean =>
  headers.upgrade?.toLowerCase() === "websocket" && headers["sec-websocket-key"] !== undefined

/** Speaks over an upgraded connection until one side closes it. */
export const serveMonitor = Effect.fnUntraced(function* (
  { events, tell }: Monitor,
  incoming: IncomingMessage,
  socket: Duplex,
  head: Uint8Array
) {
  const write = (opcode: number, payload: Uint8Array) => socket.write(writeFrame(opcode, payload))
  const close = (code: number) => {
    write(opcodes.close, closeCode(code))
    socket.end()
  }
  socket.write(acceptance(incoming.headers["sec-websocket-key"] ?? ""))
  for (const event of events) write(opcodes.text, new TextEncoder().encode(event))

  let bytes = head
  while (true) {
    const read = readFrames(bytes)
    if (read.type === "broken") return close(read.code)
    for (const { opcode, payload } of read.frames) {
      if (opcode === opcodes.close) return close(1000)
      if (opcode === opcodes.ping) write(opcodes.pong, payload)
      if (opcode !== opcodes.text) continue
      const told = yield* Effect.result(tell(new TextDecoder().decode(payload)))
      if (told._tag === "Failure") return close(internalError)
      if (told.success) return close(1000)
    }
    const more = yield* nextBytes(socket)
    if (more === null) return
    bytes = Buffer.concat([read.rest, more])
  }
})

const internalError = 1011

/** RFC 6455, section 4.2.2. */
const acceptance = (key: string): string => {
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64")
  return `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`
}

/** What arrives next; null when the connection is closed. */
const nextBytes = (socket: Duplex): Effect.Effect<Uint8Array | null> =>
  Effect.callback((resume) => {
    const settle = (bytes: Uint8Array | null) => {
      stop()
      resume(Effect.succeed(bytes))
    }
    const take = () => {
      const chunk: Buffer | null = socket.read()
      if (chunk !== null) settle(chunk)
    }
    const end = () => settle(null)
    const stop = () => {
      socket.off("readable", take)
      socket.off("end", end)
      socket.off("close", end)
    }
    socket.on("readable", take)
    socket.once("end", end)
    socket.once("close", end)
    if (socket.readableEnded || socket.destroyed) end()
    else take()
    return Effect.sync(stop)
  })
