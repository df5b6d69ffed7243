import { describe } from "@effect/vitest"
import { Effect, Layer } from "effect"
import * as LedgerFile from "../src/LedgerFile.ts"
import * as LedgerPostgres from "../src/LedgerPostgres.ts"
import { temporaryFile } from "./OutboxRig.ts"
import { newDatabase, skipsPostgres } from "./PostgresDatabase.ts"
import { ticketContract } from "./TicketContract.ts"

const isSkipped = await skipsPostgres()

// Within one process two connections to a file would stop each other's thread: the second queue shares the first one's.
ticketContract(
  "in a file",
  Effect.gen(function* () {
    const ledger = Layer.succeedContext(yield* Layer.build(LedgerFile.layer(yield* temporaryFile)))
    return [ledger, ledger] as const
  })
)

describe.skipIf(isSkipped)("on a server", () => {
  ticketContract(
    "on PostgreSQL",
    Effect.map(newDatabase, (url) => [LedgerPostgres.layer(url), LedgerPostgres.layer(url)] as const)
  )
})
