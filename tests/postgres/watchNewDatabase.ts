import { inject } from "vitest"
import { type DatabaseWatch, watchDatabase } from "../torture/LedgerWatch.ts"

/** Whether what needs PostgreSQL is left out, since it cannot run here; the reason is printed. In CI it fails instead. */
export const skipsPostgres = async (): Promise<boolean> => {
  const { problem } = (await (await fetch(inject("postgres"))).json()) as { readonly problem: string | null }
  if (problem === null) return false
  const isSkipped = process.env["CI"] !== "true"
  console.log(`PostgreSQL is ${isSkipped ? "not checked" : "to be checked"}: ${problem}`)
  return isSkipped
}

/** A new empty database of the run's server, for a rig. */
export const watchNewDatabase = async (): Promise<DatabaseWatch> => {
  const answer = (await (await fetch(inject("postgres"), { method: "POST" })).json()) as Readonly<
    Record<string, string>
  >
  if (answer["url"] === undefined) throw new Error(answer["problem"])
  return watchDatabase(answer["url"])
}
