import { Effect, Redacted } from "effect"
import { inject } from "vitest"
import type { DatabaseUrl } from "../src/DatabaseUrl.ts"

declare module "vitest" {
  interface ProvidedContext {
    readonly postgres: string
  }
}

/** Whether what needs PostgreSQL is left out, since it cannot run here; the reason is printed. In CI it fails instead. */
export const skipsPostgres = async (): Promise<boolean> => {
  const { problem } = (await (await fetch(inject("postgres"))).json()) as { readonly problem: string | null }
  if (problem === null) return false
  const isSkipped = process.env["CI"] !== "true"
  console.log(`The ledger on PostgreSQL is ${isSkipped ? "not checked" : "to be checked"}: ${problem}`)
  return isSkipped
}

const databaseOf = (content: "" | "ledger"): Effect.Effect<DatabaseUrl, unknown> =>
  Effect.tryPromise(async () => {
    const answer = (await (await fetch(`${inject("postgres")}/${content}`, { method: "POST" })).json()) as Readonly<
      Record<string, string>
    >
    if (answer["url"] === undefined) throw new Error(answer["problem"])
    return Redacted.make(answer["url"])
  })

/** A new empty database. */
export const newDatabase = databaseOf("")

/** A new database that is up to date, with nothing in it. */
export const newLedgerDatabase = databaseOf("ledger")
