import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"
import { setTimeout as pause } from "node:timers/promises"
import { sentStatements, tagsAnswered } from "./PostgresWire.ts"

/** Stands between the workers and a PostgreSQL server, and passes on every byte. */
export interface PostgresTap {
  /** The database as the workers reach it. */
  readonly url: string
  /** When the answer to the COMMIT of each claim was passed on, in epoch milliseconds. */
  readonly claimed: ReadonlyMap<string, number>
  /** Settles when the workers send their n-th INSERT or UPDATE from now on. */
  readonly nextWrite: (n: number) => Promise<void>
  /** Closes the worker's connection in place of the answer to its next COMMIT of a claim. */
  readonly loseNextClaim: () => void
  /** Settles when every connection is closed, and so the server has ended what it was told. */
  readonly quiet: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The answer to the COMMIT of a claim is held back for so long: a dial that does not wait for it is seen before it. */
const heldMillis = 10

export const tapPostgres = async (database: string): Promise<PostgresTap> => {
  const url = new URL(database)
  const path = `${url.searchParams.get("host")}/.s.PGSQL.5432`
  const claimed = new Map<string, number>()
  const open = new Set<Socket>()
  const idle: Array<() => void> = []
  const waiting = new Set<{ left: number; readonly resume: () => void }>()
  let isNextLost = false
  const noteWrite = () => {
    for (const wait of waiting) {
      if (--wait.left > 0) continue
      waiting.delete(wait)
      wait.resume()
    }
  }

  const server = createServer((client) => {
    const upstream = connect({ path })
    open.add(upstream)
    let claims: ReadonlyArray<string> = []
    let passing = Promise.resolve()
    const passOn = async (before: Promise<void>, chunk: Buffer, answered: ReadonlyArray<string>) => {
      await before
      if (answered.length > 0 && isNextLost) {
        isNextLost = false
        client.destroy()
      }
      if (client.destroyed) return
      if (answered.length > 0) await pause(heldMillis)
      for (const id of answered) claimed.set(id, Date.now())
      client.write(chunk)
    }
    const readSent = sentStatements(({ callId, sql }) => {
      if (/^\s*(INSERT|UPDATE)/.test(sql)) noteWrite()
      if (/^\s*INSERT INTO calls /.test(sql) && callId !== null) claims = [...claims, callId]
      else if (/^(BEGIN|ROLLBACK)/.test(sql)) claims = []
    })
    const readAnswers = tagsAnswered()
    client.on("data", (chunk: Buffer) => {
      readSent(chunk)
      upstream.write(chunk)
    })
    upstream.on("data", (chunk: Buffer) => {
      const answered = readAnswers(chunk).includes("COMMIT") ? claims : []
      if (answered.length > 0) claims = []
      passing = passOn(passing, chunk, answered)
    })
    client.on("error", () => {})
    upstream.on("error", () => {})
    client.on("close", () => upstream.end())
    upstream.on("close", () => {
      open.delete(upstream)
      client.destroySoon()
      if (open.size === 0) for (const resume of idle.splice(0)) resume()
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the tap has no port")
  return {
    url: `postgres://${url.username}:a-secret@127.0.0.1:${address.port}${url.pathname}`,
    claimed,
    nextWrite: (left) => new Promise((resume) => waiting.add({ left, resume })),
    loseNextClaim: () => {
      isNextLost = true
    },
    quiet: () => (open.size === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, "close")
    }
  }
}
