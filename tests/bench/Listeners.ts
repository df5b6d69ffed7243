import { once } from "node:events"
import { connect, type Socket } from "node:net"
import { performance } from "node:perf_hooks"

/** Readers of one event stream each, on bare sockets: a client library would cost more than what is measured. */
export interface Listeners {
  readonly count: number
  /** How many events all of them were told together, where their streams begin included. */
  readonly told: () => number
  /** Settles when they were told so many; in milliseconds, how long after the first since `told` was asked last. */
  readonly until: (told: number) => Promise<number>
  /** What the first of them was told, as it came. */
  readonly text: () => string
  /** Settles when the first of them is told these words, with how many events it was told meanwhile. */
  readonly firstTold: (words: string) => Promise<number>
  readonly close: () => void
}

/** Begins an event, or a stream; a ping has no id. */
const mark = Buffer.from("\nid: ")

/** Opens `count` streams, and gives them when all have begun. */
export const listen = async (origin: string, path: string, count: number): Promise<Listeners> => {
  const { host, hostname, port } = new URL(origin)
  const looks = new Set<() => void>()
  const toldTo = new Uint32Array(count)
  let told = 0
  let text = ""
  let firstAt = 0

  const reader = async (nth: number): Promise<Socket> => {
    const socket = connect(Number(port), hostname)
    await once(socket, "connect")
    let rest: Buffer = Buffer.alloc(0)
    socket.on("data", (chunk: Buffer) => {
      if (nth === 0) text += chunk.toString("latin1")
      const found = marksIn(Buffer.concat([rest, chunk.subarray(0, mark.length - 1)])) + marksIn(chunk)
      rest = chunk.subarray(-mark.length + 1)
      if (found === 0) return
      if (firstAt === 0) firstAt = performance.now()
      toldTo[nth] = (toldTo[nth] ?? 0) + found
      told += found
      for (const look of looks) look()
    })
    socket.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`)
    return socket
  }

  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!isSo()) return
        looks.delete(look)
        resolve()
      }
      looks.add(look)
      look()
    })

  const sockets = await Promise.all(Array.from({ length: count }, (_, nth) => reader(nth)))
  await until(() => told === count)

  return {
    count,
    told: () => {
      firstAt = 0
      return told
    },
    until: async (enough) => {
      await until(() => told >= enough)
      return performance.now() - firstAt
    },
    text: () => text,
    firstTold: async (words) => {
      const [from, before] = [text.length, toldTo[0] ?? 0]
      await until(() => text.includes(words, from))
      return (toldTo[0] ?? 0) - before
    },
    close: () => sockets.forEach((socket) => socket.destroy())
  }
}

const marksIn = (bytes: Buffer): number => {
  let found = 0
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) found++
  return found
}
