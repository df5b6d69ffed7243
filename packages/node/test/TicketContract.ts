import { assert, describe, it } from "@effect/vitest"
import { type EndpointId, MessageQueue, type MessageId, removeEndpoint, testEndpoint } from "@outbound-call/core"
import { type Context, Effect, Fiber, Latch, Layer, type Scope } from "effect"
import { LedgerDatabase } from "../src/LedgerDatabase.ts"
import type { Outbox, Stores } from "../src/Stores.ts"
import * as MessageTickets from "../src/MessageTickets.ts"
import { callOf } from "./LedgerCall.ts"
import { claim } from "./LedgerDeeds.ts"
import { endpointAt, messagesOf, played } from "./OutboxRig.ts"

/** Everything that a process has of a ledger, with tickets in its database. */
export const process = <E>(ledger: Layer.Layer<Stores | Outbox, E>) =>
  Layer.provideMerge(MessageTickets.layer(), ledger).pipe(Layer.merge(played))

type Services = Layer.Success<ReturnType<typeof process>>

export const relayAll = Effect.gen(function* () {
  yield* Effect.repeat((yield* MessageQueue).relay, { while: (isMore) => isMore })
})

const count = Effect.fnUntraced(function* (table: "webhook_messages" | "webhook_tickets") {
  const sql = yield* LedgerDatabase
  const [row] = yield* sql<{ readonly n: number }>`SELECT count(*) AS n FROM ${sql(table)}`
  return Number(row?.n)
})

const taken = Effect.fnUntraced(function* (endpoint: EndpointId, times: number) {
  const queue = yield* MessageQueue
  const ids = new Array<MessageId>()
  const take = queue.take(endpoint, ({ message }) => Effect.sync(() => void ids.push(message)))
  yield* Effect.replicateEffect(take, times, { concurrency: 4, discard: true })
  return ids
})

/** What the tickets promise on every database. `another` is a second process on the same ledger. */
export const ticketContract = <E>(
  name: string,
  openTwo: Effect.Effect<
    readonly [Layer.Layer<Stores | Outbox, E>, Layer.Layer<Stores | Outbox, E>],
    unknown,
    Scope.Scope
  >
): void => {
  const promises = (
    promise: string,
    test: (another: Context.Context<Services>) => Effect.Effect<void, unknown, Services>
  ) =>
    it.live(`${promise} (${name})`, () =>
      Effect.gen(function* () {
        const [one, other] = yield* openTwo
        const first = yield* Layer.build(process(one))
        const second = yield* Layer.build(process(other))
        yield* Effect.provideContext(test(second), first)
      }).pipe(Effect.scoped)
    )

  describe("the tickets of messages", () => {
    promises("are offered in the transaction that makes their messages and moves the cursor", () =>
      Effect.gen(function* () {
        const sql = yield* LedgerDatabase
        const { endpoint } = yield* endpointAt("https://a.example.com/")
        yield* claim(callOf(1))
        const crash = sql.withTransaction(Effect.andThen(relayAll, Effect.fail("crash")))
        assert.strictEqual(yield* Effect.flip(crash), "crash")
        assert.deepEqual([yield* count("webhook_messages"), yield* count("webhook_tickets")], [0, 0])
        // A step that fails by itself, at its first offer, leaves nothing behind either.
        yield* sql`ALTER TABLE webhook_tickets RENAME TO webhook_tickets_away`
        assert.strictEqual((yield* Effect.flip(relayAll))._tag, "LedgerError")
        yield* sql`ALTER TABLE webhook_tickets_away RENAME TO webhook_tickets`
        assert.strictEqual(yield* count("webhook_messages"), 0)
        yield* relayAll
        // An event that is relayed once more is the same message.
        yield* sql`UPDATE webhook_cursor SET position = 0`
        yield* sql`UPDATE webhook_endpoints SET since = 0`
        yield* relayAll
        assert.deepEqual([yield* count("webhook_messages"), yield* count("webhook_tickets")], [1, 1])
        assert.deepEqual(
          yield* taken(endpoint.id, 1),
          (yield* messagesOf(endpoint.id)).map(({ id }) => id)
        )
      })
    )

    promises("are made once and given once by two processes that relay and take at the same time", (another) =>
      Effect.gen(function* () {
        const { endpoint } = yield* endpointAt("https://a.example.com/")
        const there = Effect.provideContext(another)
        const relaying = yield* Effect.all([relayAll, there(relayAll)], { concurrency: "unbounded" }).pipe(
          Effect.forever,
          Effect.forkChild
        )
        for (let n = 1; n <= 30; n++) yield* claim(callOf(n))
        const [here, elsewhere] = yield* Effect.all([taken(endpoint.id, 15), there(taken(endpoint.id, 15))], {
          concurrency: "unbounded"
        })
        yield* Fiber.interrupt(relaying)
        const ids = [...here, ...elsewhere]
        assert.strictEqual(new Set(ids).size, 30)
        assert.sameMembers(
          ids,
          (yield* messagesOf(endpoint.id)).map(({ id }) => id)
        )
        assert.strictEqual(yield* count("webhook_tickets"), 30)
      })
    )

    promises("come again at once when their work is interrupted", (another) =>
      Effect.gen(function* () {
        const queue = yield* MessageQueue
        const { endpoint } = yield* endpointAt("https://a.example.com/")
        const { id } = yield* testEndpoint(endpoint.id)
        yield* relayAll
        const begun = yield* Latch.make()
        const working = yield* queue
          .take(endpoint.id, () => Effect.andThen(begun.open, Effect.never))
          .pipe(Effect.forkChild)
        yield* begun.await
        yield* Fiber.interrupt(working)
        assert.deepEqual(yield* Effect.provideContext(taken(endpoint.id, 1), another), [id])
      })
    )

    promises("of an endpoint that was removed are forgotten", () =>
      Effect.gen(function* () {
        const { endpoint } = yield* endpointAt("https://a.example.com/")
        const other = yield* endpointAt("https://b.example.com/")
        yield* testEndpoint(endpoint.id)
        yield* testEndpoint(other.endpoint.id)
        yield* relayAll
        yield* removeEndpoint(endpoint.id)
        yield* (yield* MessageQueue).tidy
        assert.deepEqual([yield* count("webhook_messages"), yield* count("webhook_tickets")], [1, 1])
      })
    )
  })
}
