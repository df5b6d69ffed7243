import { once } from "node:events"
import { readdirSync, readFileSync } from "node:fs"
import { connect, type Socket } from "node:net"
import { performance } from "node:perf_hooks"

/** A request as it goes over the wire, and the status that its answer must have. */
export interface Shot {
  readonly method: "GET" | "POST"
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** How one burst went: requests in a second, and the server's own processor time for each. */
export interface Burst {
  readonly perSecond: number
  readonly medianMillis: number
  /** 0 where the system does not tell it. */
  readonly cpuMicros: number
}

/**
 * Sends `count` requests over `connections` kept open, each of which sends its next when it was answered. Writes bytes on
 * sockets, since a client library would cost more than what is measured. Fails when an answer has another status.
 */
export const fire = async (
  target: { readonly origin: string; readonly pid: number },
  { connections, count, status }: { readonly connections: number; readonly count: number; readonly status: number },
  shotOf: (nth: number) => Shot
): Promise<Burst> => {
  const { host, hostname, port } = new URL(target.origin)
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(Number(port), hostname)
      await once(socket, "connect")
      return socket.setNoDelay(true)
    })
  )
  const times: Array<number> = []
  let next = 0
  const cpuBefore = cpuMicros(target.pid)
  const since = performance.now()
  const work = async (socket: Socket) => {
    while (next < count) {
      const sentAt = performance.now()
      // oxlint-disable-next-line eslint/no-await-in-loop -- the loop is closed: the next request follows the answer
      const answer = await exchange(socket, bytesOf(host, shotOf(next++)))
      times.push(performance.now() - sentAt)
      if (!answer.startsWith(`HTTP/1.1 ${status} `)) throw new Error(answer)
    }
  }
  await Promise.all(sockets.map(work))
  const seconds = (performance.now() - since) / 1000
  const cpu = cpuMicros(target.pid) - cpuBefore
  for (const socket of sockets) socket.destroy()
  return { perSecond: count / seconds, medianMillis: median(times), cpuMicros: cpu / count }
}

const bytesOf = (host: string, { body = "", headers = {}, method, path }: Shot): string =>
  [
    `${method} ${path} HTTP/1.1`,
    `host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(method === "POST" ? ["content-type: application/json", `content-length: ${Buffer.byteLength(body)}`] : []),
    "",
    body
  ].join("\r\n")

const exchange = (socket: Socket, bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let came = ""
    const settle = (act: () => void) => {
      socket.off("data", read).off("close", lost)
      act()
    }
    const lost = () => settle(() => reject(new Error(`The connection closed after: ${came}`)))
    const read = (chunk: Buffer) => {
      came += chunk.toString("latin1")
      const end = came.indexOf("\r\n\r\n")
      if (end < 0) return
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(came.slice(0, end))?.[1] ?? 0)
      if (came.length >= end + 4 + length) settle(() => resolve(came))
    }
    socket.on("data", read).on("close", lost)
    socket.write(bytes)
  })

/** User and system time of all threads of a process so far; 0 where the system does not tell it. */
export const cpuMicros = (pid: number): number => {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    const nanos = threads.map((id) => Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, "utf8").split(" ")[0]))
    return nanos.reduce((sum, each) => sum + each, 0) / 1000
  } catch {
    return 0
  }
}

export const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
