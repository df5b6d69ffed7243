import { createServer, request as httpRequest } from "node:http"
import type { AddressInfo } from "node:net"
import { Effect, type Scope } from "effect"

/**
 * What happens to a request on its way. `before`: it never arrives. `after`: it arrives, and its answer is lost.
 * `garbled`: it arrives, and its answer is replaced by one that nobody understands.
 */
export type Fault = "none" | "before" | "after" | "garbled"

/** A line between command and server that can be cut, and that counts what it carries. */
export interface Line {
  readonly url: string
  /** Where requests go from now on. */
  readonly leadTo: (port: number) => void
  /** What happens to a `POST /v1/calls` until told otherwise, and what is done when it has happened. */
  readonly cutDials: (fault: Fault, then?: () => Promise<unknown>) => void
  /** Cuts the next streams of events after so many of their events. */
  readonly cutStreams: (afterEvents: number, times: number) => void
  /** The same, but they end like one that is over. */
  readonly endStreams: (afterEvents: number, times: number) => void
  /** What is done when a stream of events is asked for. */
  readonly onStream: (act: () => void) => void
  /** The first `POST /v1/calls` has come here whole. */
  readonly firstDial: Promise<void>
  /** Each request as method, path and its headers. */
  readonly asked: Array<{ readonly what: string; readonly headers: NodeJS.Dict<string | Array<string>> }>
  /** What was tried of `POST /v1/calls`, arrived or not. */
  readonly dials: () => number
}

/** Opens a line; it ends with the scope. */
export const openLine: Effect.Effect<Line, never, Scope.Scope> = Effect.acquireRelease(
  Effect.promise(open),
  ({ server }) =>
    Effect.sync(() => {
      server.closeAllConnections()
      server.close()
    })
).pipe(Effect.map(({ line }) => line))

async function open() {
  let port = 0
  let fault: Fault = "none"
  let then: () => Promise<unknown> = () => Promise.resolve()
  let streams = { afterEvents: 0, times: 0, ends: false }
  let onStream = () => {}
  let seeDial = () => {}
  const firstDial = new Promise<void>((resolve) => (seeDial = resolve))
  const asked: Line["asked"] = []
  const server = createServer((incoming, outgoing) => {
    const what = `${incoming.method} ${incoming.url}`
    asked.push({ what, headers: incoming.headers })
    const isDial = what === "POST /v1/calls"
    const cut = () => void incoming.socket.destroy()
    const chunks: Array<Buffer> = []
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
    incoming.on("end", () => {
      if (isDial) seeDial()
      if (incoming.url?.endsWith("/events")) onStream()
      if (isDial && fault === "before") return void then().then(cut)
      const { method, url } = incoming
      const headers = { ...incoming.headers, host: `127.0.0.1:${port}` }
      const onward = httpRequest({ host: "127.0.0.1", port, method, path: url, headers, agent: false }, (answer) => {
        if (isDial && fault === "after") {
          answer.resume()
          return void answer.on("end", () => void then().then(cut))
        }
        if (isDial && fault === "garbled") {
          answer.resume()
          return void outgoing.writeHead(201, { "content-type": "application/json" }).end("{}")
        }
        outgoing.writeHead(answer.statusCode ?? 0, answer.headers)
        const isCut = (url ?? "").endsWith("/events") && streams.times-- > 0
        let events = 0
        answer.on("data", (chunk: Buffer) => {
          if (!isCut) return void outgoing.write(chunk)
          for (const event of chunk.toString().split(/(?<=\n\n)/)) {
            if (events++ < streams.afterEvents) outgoing.write(event)
          }
          if (events >= streams.afterEvents) setImmediate(streams.ends ? () => outgoing.end() : cut)
        })
        answer.on("error", cut)
        answer.on("end", () => outgoing.end())
      })
      onward.on("error", cut)
      incoming.socket.on("close", () => onward.destroy())
      onward.end(Buffer.concat(chunks))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const line: Line = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (next) => (port = next),
    cutDials: (next, done = () => Promise.resolve()) => {
      fault = next
      then = done
    },
    cutStreams: (afterEvents, times) => (streams = { afterEvents, times, ends: false }),
    endStreams: (afterEvents, times) => (streams = { afterEvents, times, ends: true }),
    onStream: (act) => (onStream = act),
    firstDial,
    asked,
    dials: () => asked.filter(({ what }) => what === "POST /v1/calls").length
  }
  return { server, line }
}
