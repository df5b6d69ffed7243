import { once } from "node:events"
import { createServer } from "node:http"
import type { TestProject } from "vitest/node"
import { type PostgresServer, startPostgres } from "./PostgresServer.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** Answers GET with `{ problem }`, which is null where a server runs, and POST with `{ url }` of a new database, empty or, at `/ledger`, as a new ledger is. */
    readonly postgres: string
  }
}

/** Offers the tests of a run one PostgreSQL server, which the first that asks starts. */
export const setup = async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  let server: Promise<PostgresServer> | undefined
  const door = createServer(({ method, url }, response) => {
    server ??= startPostgres()
    server
      .then(async ({ createDatabase }) =>
        method === "POST" ? { url: await createDatabase(url === "/ledger" ? "ledger" : "nothing") } : { problem: null }
      )
      .catch((error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }))
      .then((answer) => response.end(JSON.stringify(answer)))
      .catch(() => response.destroy())
  })
  door.listen(0, "127.0.0.1")
  await once(door, "listening")
  const address = door.address()
  if (address === null || typeof address === "string") throw new Error("no port for the offer of databases")
  provide("postgres", `http://127.0.0.1:${address.port}`)
  return async () => {
    door.closeAllConnections()
    door.close()
    await server?.then((postgres) => postgres.stop()).catch(() => {})
  }
}
