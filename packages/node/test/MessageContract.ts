import { assert, describe, it } from "@effect/vitest"
import {
  changeEndpoint,
  type DisabledReason,
  type EndpointId,
  Endpoints,
  getEndpoint,
  LedgerError,
  MessageQueue,
  listEndpoints,
  Messages,
  MessageSender,
  removeEndpoint,
  resendMessage,
  rotateEndpointSecret,
  testEndpoint
} from "@outbound-call/core"
import type { Ticket } from "@outbound-call/core/Messages"
import type { AttemptOutcome } from "@outbound-call/core/Attempt"
import { deliverMessage } from "@outbound-call/core/DeliverMessage"
import { Context, DateTime, Duration, Effect, Layer, Logger, Redacted, type Scope } from "effect"
import { LedgerDatabase } from "../src/LedgerDatabase.ts"
import type { Outbox, Stores } from "../src/Stores.ts"
import { callOf, start } from "./LedgerCall.ts"
import { claim } from "./LedgerDeeds.ts"
import { answered, endpointAt, messagesOf, Receivers, shown } from "./OutboxRig.ts"
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

const failed = (hours: number): AttemptOutcome => ({
  at: later(hours),
  state: "waiting",
  status: 503,
  error: "the endpoint answered 503",
  nextAttemptAt: later(hours),
  disable: null
})
const dead = { state: "dead", nextAttemptAt: null } as const
const delivered = (hours: number): AttemptOutcome => ({
  ...failed(hours),
  state: "delivered",
  status: 200,
  error: null,
  nextAttemptAt: null
})

/** What messages and endpoints promise on every database. */
export const messageContract = <E>(name: string, layer: Layer.Layer<Stores | Outbox, E>): void => {
  const promises = (promise: string, test: Effect.Effect<void, unknown, Services | Scope.Scope>) =>
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

    promises(
      "are settled by an attempt with their own ticket, once, and with the endpoint that it ends",
      Effect.gen(function* () {
        const messages = yield* Messages
        const { id } = (yield* endpointAt("https://a.example.com/")).endpoint
        const first = (yield* testEndpoint(id)).id
        const ticket = yield* nextTicket(id)
        const due = (yield* messages.due(ticket)) ?? assert.fail()
        assert.deepInclude(due, { id: first, attempts: 0 })
        assert.deepEqual([due.to.endpoint.id, due.to.secrets.length, due.to.failures], [id, 1, null])
        assert.isTrue(yield* messages.record(ticket, failed(0)))
        assert.isFalse(yield* messages.record(ticket, failed(0)))
        assert.isNull(yield* messages.due(ticket))
        assert.deepEqual((yield* messagesOf(id)).map(shown), ["endpoint.test waiting 1 503"])
        const next = yield* nextTicket(id)
        assert.strictEqual(next.turn, ticket.turn + 1)
        const { to } = (yield* messages.due(next)) ?? assert.fail()
        assert.deepEqual(to.failures, { since: later(0), last: later(0) })
        assert.deepEqual(yield* messages.counts, { waiting: 1, dead: 0 })
        yield* testEndpoint(id)
        assert.isTrue(yield* messages.record(next, { ...failed(1), ...dead, disable: "gone" }))
        assert.deepInclude(yield* getEndpoint(id), { state: "disabled", disabledReason: "gone", disabledAt: later(1) })
        assert.deepEqual(yield* stateOf(id), ["dead", "dead"])
        assert.deepEqual(yield* messages.counts, { waiting: 0, dead: 2 })
      })
    )

    promises(
      "end no endpoint as failing that went well, or has another address, since their attempt began",
      Effect.gen(function* () {
        const messages = yield* Messages
        const { id } = (yield* endpointAt("https://a.example.com/")).endpoint
        yield* testEndpoint(id)
        yield* messages.record(yield* nextTicket(id), failed(0))
        yield* testEndpoint(id)
        const [slow, quick] = [yield* nextTicket(id), yield* nextTicket(id)]
        assert.isTrue(yield* messages.record(quick, delivered(121)))
        assert.isTrue(yield* messages.record(slow, { ...failed(121), ...dead, disable: "failing" }))
        assert.strictEqual((yield* getEndpoint(id)).state, "enabled")
        yield* changeEndpoint(id, { url: "https://b.example.com/", owner: "sales", events: ["call.ended"] })
        assert.deepInclude(yield* getEndpoint(id), {
          url: "https://b.example.com/",
          owner: "sales",
          events: ["call.ended"]
        })
        yield* testEndpoint(id)
        const moved = yield* nextTicket(id)
        assert.isNull(((yield* messages.due(moved)) ?? assert.fail()).to.failures)
        yield* messages.record(moved, { ...failed(122), ...dead })
        yield* testEndpoint(id)
        yield* messages.record(yield* nextTicket(id), { ...failed(123), ...dead, disable: "failing" })
        assert.deepInclude(yield* getEndpoint(id), { state: "disabled", disabledReason: "failing" })
      })
    )

    promises(
      "are signed by both secrets of a rotation, and told as such while both are good",
      Effect.gen(function* () {
        const messages = yield* Messages
        const { endpoint, secret } = yield* endpointAt("https://a.example.com/")
        yield* testEndpoint(endpoint.id)
        const rotated = yield* rotateEndpointSecret(endpoint.id, Duration.hours(1))
        assert.isNotNull(rotated.endpoint.oldSecretUntil)
        const { to } = (yield* messages.due(yield* nextTicket(endpoint.id))) ?? assert.fail()
        assert.deepEqual(
          to.secrets.map((one) => [Redacted.value(one.secret), one.until === null]),
          [
            [Redacted.value(rotated.secret), true],
            [Redacted.value(secret), false]
          ]
        )
        yield* (yield* Endpoints).setSecrets(endpoint.id, [
          { secret: rotated.secret, until: null },
          { secret, until: later(-1) }
        ])
        assert.isNull((yield* getEndpoint(endpoint.id)).oldSecretUntil)
      })
    )

    promises(
      "that are settled are forgotten, each kind in its time, and none that waits",
      Effect.gen(function* () {
        const messages = yield* Messages
        const { id } = (yield* endpointAt("https://a.example.com/")).endpoint
        for (const outcome of [delivered(1), { ...failed(1), ...dead }, failed(1)]) {
          yield* testEndpoint(id)
          yield* messages.record(yield* nextTicket(id), outcome)
        }
        yield* messages.forget({ delivered: later(1), dead: later(1) })
        assert.strictEqual((yield* messagesOf(id)).length, 3)
        yield* messages.forget({ delivered: later(2), dead: later(1) })
        assert.deepEqual(yield* stateOf(id), ["dead", "waiting"])
        yield* messages.forget({ delivered: later(2), dead: later(2) })
        assert.deepEqual(yield* stateOf(id), ["waiting"])
      })
    )

    promises(
      "that are given up are told without a word of where their endpoint is, and a failed ledger once",
      Effect.gen(function* () {
        const sql = yield* LedgerDatabase
        const { scripts } = yield* Receivers
        const url = "https://a.example.com/"
        scripts.set(url, [{ type: "failed", reason: "a.example.com leads to 10.0.0.7" }])
        const { id } = (yield* endpointAt(url)).endpoint
        const message = (yield* testEndpoint(id)).id
        const ticket = yield* nextTicket(id)
        yield* sql`UPDATE webhook_messages SET attempts = 9`
        const logged = new Array<string>()
        yield* deliverMessage(ticket).pipe(
          Effect.provide(Logger.layer([Logger.make(({ message: line }) => void logged.push(String(line)))]))
        )
        assert.deepEqual(yield* stateOf(id), ["dead"])
        assert.deepEqual(logged, [`The message ${message} for ${id} is given up: no answer came.`])
        yield* resendMessage(message)
        yield* relayAll
        const broken = new LedgerError({ operation: "read", phoneMayHaveRung: false, cause: "closed" })
        const told = yield* Effect.flip((yield* MessageQueue).take(id, () => Effect.fail(broken)))
        assert.strictEqual(told.message, broken.message)
      })
    )

    promises(
      "reach whoever the sender posts to: told once by two senders, ended by 410",
      Effect.gen(function* () {
        const { posts, scripts } = yield* Receivers
        scripts.set("https://b.example.com/", [answered(410)])
        const { id } = (yield* endpointAt("https://a.example.com/")).endpoint
        const gone = (yield* endpointAt("https://b.example.com/")).endpoint.id
        yield* Layer.build(Layer.fresh(MessageSender.layer()))
        yield* Layer.build(Layer.fresh(MessageSender.layer()))
        for (let n = 1; n <= 10; n++) yield* claim(callOf(n))
        yield* Effect.repeat(Effect.all([stateOf(id), getEndpoint(gone)]), {
          until: ([states, { state }]) =>
            states.filter((one) => one === "delivered").length === 10 && state === "disabled"
        })
        const told = posts.filter(({ url }) => url === "https://a.example.com/")
        assert.deepEqual([told.length, new Set(told.map(({ headers }) => headers["webhook-id"])).size], [10, 10])
        assert.deepEqual([...new Set(yield* stateOf(gone))], ["dead"])
      })
    )
  })
}
