import { assert, describe, it } from "@effect/vitest"
import {
  type DisabledReason,
  type EndpointId,
  Endpoints,
  MessageQueue,
  Messages,
  resendMessage,
  testEndpoint
} from "@outbound-call/core"
import type { Ticket } from "@outbound-call/core/Messages"
import { Context, DateTime, Effect, type Layer } from "effect"
import { LedgerDatabase } from "../src/LedgerDatabase.ts"
import type { Outbox, Stores } from "../src/LedgerFile.ts"
import { start } from "./LedgerCall.ts"
import { endpointAt, messagesOf } from "./OutboxRig.ts"
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
  })
}
