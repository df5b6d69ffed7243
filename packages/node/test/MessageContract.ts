import { assert, describe, it } from "@effect/vitest"
import {
  type DisabledReason,
  type EndpointId,
  Endpoints,
  MessageQueue,
  listEndpoints,
  Messages,
  removeEndpoint,
  resendMessage,
  rotateEndpointSecret,
  testEndpoint
} from "@outbound-call/core"
import type { Ticket } from "@outbound-call/core/Messages"
import { deliverMessage } from "@outbound-call/core/DeliverMessage"
import { Context, DateTime, Effect, type Layer, Logger } from "effect"
import { LedgerDatabase } from "../src/LedgerDatabase.ts"
import type { Outbox, Stores } from "../src/LedgerFile.ts"
import { callOf, start } from "./LedgerCall.ts"
import { claim } from "./LedgerDeeds.ts"
import { endpointAt, messagesOf, Receivers, shown } from "./OutboxRig.ts"
import { process, relayAll } from "./TicketContract.ts"

type Services = Layer.Success<ReturnType<typeof process>>

export const later = (hours: number): DateTime.Utc => DateTime.makeUnsafe(start + hours * 3_600_000)

export const disable = Effect.fnUntraced(function* (id: EndpointId, reason: DisabledReason = "gone") {
  yield* (yield* Endpoints).disable(id, reason, later(0))
})

/** Stores whose endpoint somebody disables right after it, or a message of it, was found. */
const disabledOnceFound = Effect.gen(function* () {
  const [endpoints, messages] = [yield* Endpoints, yield* Messages]
  const end = (id: EndpointId) => endpoints.disable(id, "gone", later(0))
  return Context.make(Endpoints, { ...endpoints, find: (id) => Effect.tap(endpoints.find(id), () => end(id)) }).pipe(
    Context.add(Messages, {
      ...messages,
      find: (id) =>
        Effect.tap(messages.find(id), (message) => (message === null ? Effect.void : end(message.endpointId)))
    })
  )
})

export const stateOf = Effect.fnUntraced(function* (id: EndpointId) {
  return (yield* messagesOf(id)).map(({ state }) => state)
})

/** The next ticket of an endpoint, which must be there. */
const nextTicket = Effect.fnUntraced(function* (id: EndpointId) {
  yield* relayAll
  const tickets = new Array<Ticket>()
  yield* (yield* MessageQueue).take(id, (ticket) => Effect.sync(() => void tickets.push(ticket)))
  return tickets[0] ?? assert.fail()
})

/** What messages and endpoints promise on every database. */
export const messageContract = <E>(name: string, layer: Layer.Layer<Stores | Outbox, E>): void => {
  const promises = (promise: string, test: Effect.Effect<void, unknown, Services>) =>
    it.live(`${promise} (${name})`, () => Effect.scoped(Effect.provide(test, process(layer))))

  describe("messages", () => {
    promises(
      "never wait for an endpoint that is disabled between the look and the write",
      Effect.gen(function* () {
        const { endpoint } = yield* endpointAt("https://a.example.com/")
        const { id } = yield* testEndpoint(endpoint.id)
        const raced = yield* disabledOnceFound
        const tried = yield* Effect.flip(Effect.provideContext(testEndpoint(endpoint.id), raced))
        assert.strictEqual(tried._tag, "EndpointDisabled")
        assert.deepEqual(yield* stateOf(endpoint.id), ["dead"])
        yield* (yield* Endpoints).enable(endpoint.id)
        const again = yield* Effect.flip(Effect.provideContext(resendMessage(id), raced))
        assert.strictEqual(again._tag, "EndpointDisabled")
        assert.deepEqual(yield* stateOf(endpoint.id), ["dead"])
      })
    )

    promises(
      "that waited for a disabled endpoint, their tickets used up, have new ones once it is enabled",
      Effect.gen(function* () {
        const sql = yield* LedgerDatabase
        const { endpoint } = yield* endpointAt("https://a.example.com/")
        const { id } = yield* testEndpoint(endpoint.id)
        const used = yield* nextTicket(endpoint.id)
        yield* disable(endpoint.id)
        yield* sql`UPDATE webhook_messages SET state = 'waiting', turn = 1, settled_at = NULL`
        yield* (yield* Endpoints).enable(endpoint.id)
        const ticket = yield* nextTicket(endpoint.id)
        assert.deepEqual([used.message, ticket.message], [id, id])
        assert.isNotNull(yield* (yield* Messages).due(ticket))
      })
    )

    promises(
      "go past an endpoint that cannot be read: it is shown as unusable, logged once, and mended or removed",
      Effect.gen(function* () {
        const sql = yield* LedgerDatabase
        const spoiled = yield* endpointAt("https://a.example.com/")
        const bad = spoiled.endpoint.id
        const well = (yield* endpointAt("https://b.example.com/")).endpoint.id
        const waiting = (yield* testEndpoint(bad)).id
        for (const [column, garbage] of [
          ["events", "no JSON"],
          ["disabled_reason", "bored"],
          ["secrets", "[]"]
        ] as const) {
          const before = yield* sql<{ readonly text: string | null }>`SELECT ${sql(column)} AS text
            FROM webhook_endpoints WHERE id = ${bad}`
          yield* sql`UPDATE webhook_endpoints SET ${sql.update({ [column]: garbage })} WHERE id = ${bad}`
          assert.deepEqual(
            (yield* listEndpoints()).map(({ id, state }) => [id, state]),
            [
              [well, "enabled"],
              [bad, "unusable"]
            ],
            column
          )
          if (column !== "secrets")
            yield* sql`UPDATE webhook_endpoints SET ${sql.update({ [column]: before[0]?.text })} WHERE id = ${bad}`
        }
        const logged = new Array<string>()
        const listening = Logger.layer([Logger.make(({ message }) => void logged.push(String(message)))])
        for (const n of [1, 2]) {
          yield* claim(callOf(n))
          yield* Effect.provide(relayAll, listening)
        }
        assert.deepEqual(yield* stateOf(well), ["waiting", "waiting"])
        assert.strictEqual(logged.length, 1)
        assert.include(logged[0], bad)
        // What waits for it is an attempt that failed, and nothing is posted.
        const { posts } = yield* Receivers
        yield* deliverMessage(yield* nextTicket(bad))
        assert.deepEqual((yield* messagesOf(bad)).map(shown), [
          "endpoint.test waiting 1 the endpoint cannot be read from the ledger"
        ])
        assert.deepEqual(posts, [])
        assert.strictEqual((yield* rotateEndpointSecret(bad)).endpoint.state, "enabled")
        yield* resendMessage(waiting)
        yield* deliverMessage(yield* nextTicket(bad))
        assert.deepEqual(yield* stateOf(bad), ["delivered"])
        yield* sql`UPDATE webhook_endpoints SET url = '', events = '{}' WHERE id = ${bad}`
        assert.strictEqual((yield* removeEndpoint(bad)).state, "unusable")
      })
    )

    promises(
      "go past an event whose call cannot be read, which is logged",
      Effect.gen(function* () {
        const sql = yield* LedgerDatabase
        const { id } = (yield* endpointAt("https://a.example.com/")).endpoint
        for (const n of [1, 2, 3]) yield* claim(callOf(n))
        yield* sql`UPDATE calls SET call = 'no JSON +14155550100' WHERE id = ${callOf(2).id}`
        const logged = new Array<string>()
        yield* relayAll.pipe(
          Effect.provide(Logger.layer([Logger.make(({ message }) => void logged.push(String(message)))]))
        )
        assert.deepEqual(yield* stateOf(id), ["waiting", "waiting"])
        assert.strictEqual(logged.length, 1)
        assert.include(logged[0], callOf(2).id)
        assert.notInclude(logged[0], "555")
        yield* claim(callOf(4))
        yield* relayAll
        assert.strictEqual((yield* stateOf(id)).length, 3)
      })
    )
  })
}
