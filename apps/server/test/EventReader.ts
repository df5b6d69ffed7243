import { get, type IncomingMessage } from "node:http"
import type { Socket } from "node:net"
import { Effect } from "effect"
import { makeLookout } from "./Lookout.ts"
import { Listening } from "./Socket.ts"

/** A program that reads a stream of events, and may stop to. */
export interface Reader {
  /** What the ids of its events begin with, in the order in which they came. */
  readonly ids: Array<number>
  /** What the stream says went wrong. */
  readonly problems: Array<string>
  readonly incoming: IncomingMessage
  readonly until: (isSo: () => boolean) => Effect.Effect<void>
}

/** Opens a stream; there when its first event is. */
export const open = Effect.fnUntraced(function* (path: string) {
  const { port } = yield* Listening
  const ids: Array<number> = []
  const problems: Array<string> = []
  const { look, until } = makeLookout()
  const incoming = yield* Effect.acquireRelease(
    Effect.callback<IncomingMessage>((resume) => {
      get({ host: "127.0.0.1", port, path, agent: false }, (answer) => {
        let rest = ""
        answer.setEncoding("latin1").on("error", () => {})
        answer.on("data", (text: string) => {
          const blocks = (rest + text).split("\n\n")
          rest = blocks.pop() ?? ""
          for (const block of blocks) {
            if (block.includes("event: problem")) problems.push(block)
            const isBegin = block.includes("event: begin")
            if (!isBegin && block.startsWith("id: ")) ids.push(Number.parseInt(block.slice(4), 10))
            if (isBegin || ids.length > 0) resume(Effect.succeed(answer))
          }
          look()
        })
      })
    }),
    (answer) => Effect.sync(() => answer.destroy())
  )
  return { ids, problems, incoming, until } satisfies Reader as Reader
})

/** The server's side of a reader's connection. */
export const sideOf = ({ incoming }: Reader, sockets: ReadonlySet<Socket>) =>
  [...sockets].find(({ remotePort }) => remotePort === incoming.socket.localPort)
