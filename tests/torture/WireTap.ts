import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"

/** A dial request as it was seen on the wire. Times are epoch milliseconds. */
export interface SeenDial {
  readonly to: string
  readonly callId: string | null
  readonly at: number
  /** When the first byte of the answer went back. */
  answeredAt: number | null
}

/**
 * Stands between the workers and the emulator and passes on every byte. It knows which dial requests left a worker,
 * also those that the emulator dropped without a ring.
 */
export interface WireTap {
  readonly origin: string
  readonly dials: ReadonlyArray<SeenDial>
  /** Settles when the next dial is seen. */
  readonly nextDial: () => Promise<void>
  /** Settles when every connection of the workers is closed, and so every byte they sent was read. */
  readonly quiet: () => Promise<void>
  readonly close: () => Promise<void>
}

const path = "POST /v1/convai/twilio/outbound-call "

export const tapWire = async (emulator: string): Promise<WireTap> => {
  const { hostname, port } = new URL(emulator)
  const dials: Array<SeenDial> = []
  const open = new Set<Socket>()
  const waiting: Array<() => void> = []
  const idle: Array<() => void> = []
  const server = createServer((client) => {
    open.add(client)
    const upstream = connect(Number(port), hostname)
    const own: Array<SeenDial> = []
    let sent = ""
    client.on("data", (chunk: Buffer) => {
      upstream.write(chunk)
      sent += chunk.toString("utf8")
      for (let request = takeRequest(sent); request !== null; request = takeRequest(sent)) {
        sent = sent.slice(request.length)
        if (!request.startsWith(path)) continue
        const dial = { ...readDial(request), at: Date.now(), answeredAt: null }
        dials.push(dial)
        own.push(dial)
        for (const resume of waiting.splice(0)) resume()
      }
    })
    upstream.on("data", (chunk: Buffer) => {
      for (const dial of own) dial.answeredAt ??= Date.now()
      client.write(chunk)
    })
    client.on("error", () => {})
    upstream.on("error", () => {})
    client.on("close", () => {
      open.delete(client)
      upstream.destroySoon()
      if (open.size === 0) for (const resume of idle.splice(0)) resume()
    })
    upstream.on("close", () => client.destroySoon())
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the tap has no port")
  return {
    origin: `http://127.0.0.1:${address.port}`,
    dials,
    nextDial: () => new Promise((resolve) => waiting.push(resolve)),
    quiet: () => (open.size === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, "close")
    }
  }
}

/** The first whole request of what was sent so far. Bodies have a length; nothing here is chunked. */
const takeRequest = (sent: string): string | null => {
  const end = sent.indexOf("\r\n\r\n")
  if (end < 0) return null
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(sent.slice(0, end))?.[1] ?? 0)
  const whole = end + 4 + length
  return sent.length < whole ? null : sent.slice(0, whole)
}

const readDial = (request: string) => {
  const body = JSON.parse(request.slice(request.indexOf("\r\n\r\n") + 4)) as {
    readonly to_number: string
    readonly conversation_initiation_client_data?: {
      readonly dynamic_variables?: { readonly outbound_call_id?: string }
    }
  }
  return {
    to: body.to_number,
    callId: body.conversation_initiation_client_data?.dynamic_variables?.outbound_call_id ?? null
  }
}
