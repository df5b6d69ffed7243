import { assert, describe, it } from "@effect/vitest"
import { resendMessage, testEndpoint } from "@outbound-call/core"
import { Effect, Fiber, Latch, Layer } from "effect"
import { LedgerDatabase } from "../src/LedgerDatabase.ts"
import * as LedgerFile from "../src/LedgerFile.ts"
import * as LedgerPostgres from "../src/LedgerPostgres.ts"
import { disable, messageContract, stateOf } from "./MessageContract.ts"
import { endpointAt, temporaryFile } from "./OutboxRig.ts"
import { newDatabase, skipsPostgres } from "./PostgresDatabase.ts"
import { process } from "./TicketContract.ts"

const isSkipped = await skipsPostgres()

messageContract("in a file", Layer.unwrap(Effect.map(temporaryFile, LedgerFile.layer)))

describe.skipIf(isSkipped)("on a server", () => {
  messageContract("on PostgreSQL", Layer.unwrap(Effect.map(newDatabase, LedgerPostgres.layer)))

  it.live("messages for an endpoint wait until who disables it has ended, and are refused then", () =>
    Effect.gen(function* () {
      const sql = yield* LedgerDatabase
      const { endpoint } = yield* endpointAt("https://a.example.com/")
      const { id } = yield* testEndpoint(endpoint.id)
      const [disabled, ended] = [yield* Latch.make(), yield* Latch.make()]
      const disabling = yield* disable(endpoint.id).pipe(
        Effect.andThen(disabled.open),
        Effect.andThen(ended.await),
        sql.withTransaction,
        Effect.forkChild
      )
      yield* disabled.await
      const asking = yield* Effect.forEach([testEndpoint(endpoint.id), resendMessage(id)], (ask) =>
        Effect.forkChild(Effect.flip(ask))
      )
      // Both are held up, or have gone on without a look.
      yield* sql<{ readonly n: number }>`SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted`.pipe(
        Effect.repeat({
          until: ([row]) => row?.n === 2 || asking.some((fiber) => fiber.pollUnsafe() !== undefined)
        })
      )
      yield* ended.open
      yield* Fiber.join(disabling)
      const refusals = yield* Effect.forEach(asking, Fiber.join)
      assert.deepEqual(
        refusals.map(({ _tag }) => _tag),
        ["EndpointDisabled", "EndpointDisabled"]
      )
      assert.deepEqual(yield* stateOf(endpoint.id), ["dead"])
    }).pipe(Effect.provide(process(Layer.unwrap(Effect.map(newDatabase, LedgerPostgres.layer)))), Effect.scoped)
  )
})
