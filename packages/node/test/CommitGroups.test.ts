import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { assert, describe, it } from "@effect/vitest"
import { CurrentPrincipal, type Principal } from "@outbound-call/core"
import { Effect, Exit, Fiber } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import { isSqlError } from "effect/sql/SqlError"
import * as SqliteClient from "../src/SqliteClient.ts"

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-groups-"))),
  (made) => Effect.sync(() => rmSync(made, { recursive: true, force: true }))
)

const schema = [
  "PRAGMA journal_mode = WAL",
  "PRAGMA foreign_keys = ON",
  "CREATE TABLE calls (id TEXT PRIMARY KEY)",
  "CREATE TABLE events (call_id TEXT NOT NULL REFERENCES calls (id) DEFERRABLE INITIALLY DEFERRED)"
]

/** A client on a new file, and what another process reads there. */
const onFile = <A, E>(
  test: (sql: SqlClient.SqlClient, committed: () => ReadonlyArray<string>) => Effect.Effect<A, E>
) =>
  Effect.gen(function* () {
    const file = join(yield* folder, "ledger.sqlite")
    return yield* Effect.gen(function* () {
      const other = new DatabaseSync(file, { readOnly: true })
      const committed = () => other.prepare("SELECT id FROM calls ORDER BY id").all().map(idOf)
      return yield* test(yield* SqlClient.SqlClient, committed)
    }).pipe(Effect.provide(SqliteClient.layer(file, schema)))
  }).pipe(Effect.scoped)

const idOf = ({ id }: { readonly id?: unknown }): string => String(id)

const add = (sql: SqlClient.SqlClient, id: string) => sql`INSERT INTO calls (id) VALUES (${id})`
const seen = (sql: SqlClient.SqlClient) =>
  Effect.map(sql<{ id: string }>`SELECT id FROM calls ORDER BY id`, (rows) => rows.map(idOf))

const together = (effects: ReadonlyArray<Effect.Effect<unknown, unknown>>) =>
  Effect.forEach(effects, Effect.exit, { concurrency: "unbounded" })

describe("transactions that are asked for together", () => {
  it.live("see one another in order, are on disk together, and have no end before", () =>
    onFile((sql, committed) =>
      Effect.gen(function* () {
        const before: Array<ReadonlyArray<string>> = []
        const step = (id: string) =>
          sql
            .withTransaction(
              add(sql, id).pipe(
                Effect.andThen(seen(sql)),
                Effect.tap(() => Effect.sync(() => before.push(committed())))
              )
            )
            .pipe(Effect.map((own) => ({ own, committed: committed() })))
        const exits = yield* together([step("a"), step("b"), step("c")])
        assert.deepEqual(before, [[], [], []])
        const all = ["a", "b", "c"]
        assert.deepEqual(
          exits,
          [["a"], ["a", "b"], all].map((own) => Exit.succeed({ own, committed: all }))
        )
      })
    )
  )

  it.live("are undone alone when they fail, and so is what fails within one of them", () =>
    onFile((sql, committed) =>
      Effect.gen(function* () {
        const nested = sql.withTransaction(Effect.andThen(add(sql, "d"), Effect.fail("inner")))
        const exits = yield* together([
          sql.withTransaction(add(sql, "a")),
          sql.withTransaction(Effect.andThen(add(sql, "b"), Effect.fail("outer"))),
          sql.withTransaction(Effect.andThen(add(sql, "b"), Effect.die("broken"))),
          sql.withTransaction(Effect.andThen(add(sql, "c"), Effect.flip(nested)))
        ])
        assert.deepEqual(exits.map(Exit.isSuccess), [true, false, false, true])
        assert.deepEqual(exits[1], Exit.fail("outer"))
        assert.deepEqual(exits[2], Exit.die("broken"))
        assert.deepEqual(committed(), ["a", "c"])
        const only = sql.withTransaction(Effect.andThen(add(sql, "e"), Effect.fail("only")))
        assert.deepEqual(yield* Effect.exit(only), Exit.fail("only"))
        assert.deepEqual(committed(), ["a", "c"])
      })
    )
  )

  it.live("all fail when their commit does, also those that only read, and the next ones are as ever", () =>
    onFile((sql, committed) =>
      Effect.gen(function* () {
        const orphan = sql`INSERT INTO events (call_id) VALUES ('nobody')`
        const exits = yield* together([
          sql.withTransaction(add(sql, "a")),
          sql.withTransaction(Effect.andThen(seen(sql), orphan)),
          sql.withTransaction(seen(sql)),
          sql.withTransaction(Effect.fail("own"))
        ])
        for (const exit of exits) assert.isTrue(Exit.isFailure(exit) && exit.cause.reasons.every(isStorageFailure))
        assert.deepEqual(committed(), [])
        yield* sql.withTransaction(add(sql, "b"))
        assert.deepEqual(committed(), ["b"])
      })
    )
  )

  it.live("all fail when the database undoes them midway, and those that come after are not begun", () =>
    onFile((sql, committed) =>
      Effect.gen(function* () {
        let isBegun = false
        const exits = yield* together([
          sql.withTransaction(add(sql, "a")),
          sql.withTransaction(Effect.ignore(sql.unsafe("ROLLBACK"))),
          sql.withTransaction(
            Effect.andThen(
              Effect.sync(() => (isBegun = true)),
              add(sql, "c")
            )
          )
        ])
        assert.deepEqual(exits.map(Exit.isSuccess), [false, false, false])
        assert.isFalse(isBegun)
        assert.deepEqual(committed(), [])
        yield* sql.withTransaction(add(sql, "b"))
        assert.deepEqual(committed(), ["b"])
      })
    )
  )

  it.live("each know who asks for them, and not who asks for the others", () =>
    onFile((sql) =>
      Effect.gen(function* () {
        const principal: Principal = { owner: "ada", scopes: [], key: null }
        const who = sql.withTransaction(Effect.map(CurrentPrincipal, (asks) => asks?.owner ?? null))
        const exits = yield* together([Effect.provideService(who, CurrentPrincipal, principal), who, who])
        assert.deepEqual(exits, [Exit.succeed("ada"), Exit.succeed(null), Exit.succeed(null)])
      })
    )
  )

  it.live("come to their end when whoever asked is gone, and however many there are", () =>
    onFile((sql, committed) =>
      Effect.gen(function* () {
        const ids = Array.from({ length: 200 }, (_, n) => `id-${String(n).padStart(3, "0")}`)
        const fibers = yield* Effect.forEach(ids, (id) =>
          Effect.forkChild(sql.withTransaction(add(sql, id)), { startImmediately: true })
        )
        yield* Effect.forEach(fibers, Fiber.interrupt, { concurrency: "unbounded" })
        assert.deepEqual(committed(), ids)
      })
    )
  )

  it.live(
    "leave none without an end, wherever the one that leads is interrupted",
    () =>
      onFile((sql, committed) =>
        Effect.gen(function* () {
          const aBudget = 2048
          for (let steps = aBudget - 30; steps <= aBudget; steps++) {
            const leading = yield* Effect.gen(function* () {
              for (let step = 0; step < steps; step++) yield* Effect.sync(() => step)
              yield* sql.withTransaction(add(sql, `a${steps}`))
            }).pipe(Effect.forkChild({ startImmediately: true }))
            yield* Effect.forkChild(Fiber.interrupt(leading), { startImmediately: true })
            yield* sql.withTransaction(add(sql, `b${steps}`))
          }
          assert.lengthOf(
            committed().filter((id) => id.startsWith("b")),
            31
          )
        })
      ),
    10_000
  )
})

const isStorageFailure = (reason: { readonly _tag: string; readonly error?: unknown }): boolean =>
  reason._tag === "Fail" && isSqlError(reason.error)
