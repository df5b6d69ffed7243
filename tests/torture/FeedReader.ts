import { get } from "node:http"
import type { Server } from "./Server.ts"

/** A client that follows all calls, and comes back with the last id that it holds whenever it is cut off. */
export interface FeedReader {
  /** The ids of the events that it was told, in order. */
  readonly ids: ReadonlyArray<string>
  /** How often it was connected. */
  readonly connections: () => number
  /** Settles when it was told so many events, or one with that id. */
  readonly until: (enough: number | string) => Promise<void>
  readonly stop: () => void
}

export const followFeed = (server: Server): FeedReader => {
  const ids: Array<string> = []
  const waiting = new Set<() => void>()
  let last = "0"
  let connections = 0
  let isStopped = false
  let leave = () => {}

  const take = (block: string) => {
    const id = /^id: (.+)$/m.exec(block)?.[1]
    if (id === undefined) return
    last = id
    if (/^event: begin$/m.test(block)) return
    ids.push(id)
    for (const look of waiting) look()
  }

  const connect = async (): Promise<void> => {
    const address = await server.up()
    if (isStopped) return
    await new Promise<void>((resolve) => {
      const request = get(`${address}/v1/events`, { headers: { "last-event-id": last }, agent: false }, (answer) => {
        if (answer.statusCode !== 200) throw new Error(`the feed answered ${answer.statusCode} after ${last}`)
        connections++
        let rest = ""
        answer.setEncoding("utf8")
        answer.on("data", (text: string) => {
          const blocks = (rest + text).split("\n\n")
          rest = blocks.pop() ?? ""
          for (const block of blocks) take(block)
        })
        answer.on("error", () => {})
        answer.on("close", () => resolve())
      })
      request.on("error", () => resolve())
      leave = () => request.destroy()
    })
    return isStopped ? undefined : connect()
  }
  void connect()

  return {
    ids,
    connections: () => connections,
    until: (enough) =>
      new Promise((resolve) => {
        const look = () => {
          if (typeof enough === "number" ? ids.length < enough : !ids.includes(enough)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    stop: () => {
      isStopped = true
      leave()
    }
  }
}
