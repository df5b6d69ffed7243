import { once } from "node:events"
import { connect, type Socket } from "node:net"
import { performance } from "node:perf_hooks"

/** Readers of one event stream each, on bare sockets: a client library would cost more than what is measured. */
export interface Listeners {
  readonly count: number
  /** How many events all of them were told together, where their streams begin included. */
  readonly told: () => number
  /** Settles when they were told so many, with the milliseconds since the first of those that came after `told` was asked. */
  readonly until: (told: number) => Promise<number>
  /** What the first of them was told so far, as it came. */
  readonly text: () => string
  /** Settles when the first of them was told these words, with how many events it was told meanwhile. */
  readonly firstTold: (words: string) => Promise<number>
  readonly close: () => void
}

/** An event of a stream, or where it begins; a ping has no id. */
const mark = Buffer.from("\nid: ")

/** Opens `count` streams, and gives them when all have begun. */
export const listen = async (origin: string, path: string, count: number): Promise<Listeners> => {
  const { host, hostname, port } = new URL(origin)
  const looks = new Set<() => void>()
  const told = new Uint32Array(count)
  let all = 0
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
      told[nth] = (told[nth] ?? 0) + found
      all += found
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
  await until(() => all === count)

  return {
    count,
    told: () => {
      firstAt = 0
      return all
    },
    until: async (told) => {
      await until(() => all >= told)
      return performance.now() - firstAt
    },
    text: () => text,
    firstTold: async (words) => {
      const [from, before] = [text.length, told[0] ?? 0]
      await until(() => text.includes(words, from))
      return (told[0] ?? 0) - before
    },
    close: () => sockets.forEach((socket) => socket.destroy())
  }
}

const marksIn = (bytes: Buffer): number => {
  let found = 0
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) found++
  return found
}
