import { assert, describe, it } from "@effect/vitest"
import {
  CallLedger,
  changeEndpoint,
  disableEndpoint,
  enableEndpoint,
  getEndpoint,
  listEndpoints,
  Messages,
  MessageSender,
  removeEndpoint,
  resendMessage,
  rotateEndpointSecret,
  testEndpoint
} from "@outbound-call/core"
import { DateTime, Duration, Effect, Exit, Fiber, Layer, Redacted, Scope } from "effect"
import { TestClock } from "effect/testing"
import * as LedgerFile from "../src/LedgerFile.ts"
import { callOf, start } from "./LedgerCall.ts"
import { claim, end } from "./LedgerDeeds.ts"
import {
  answered,
  atStart,
  endpointAt,
  listeners,
  messagesOf,
  ok,
  played,
  Receivers,
  shown,
  temporaryFile,
  ticketsInMemory
} from "./OutboxRig.ts"
import { isSignedBy } from "./StandardSignature.ts"

/** The stores and the queue; a test starts and stops senders over them. */
const outbox = Layer.unwrap(Effect.map(temporaryFile, LedgerFile.layer)).pipe(
  (stores) => Layer.provideMerge(ticketsInMemory, stores),
  Layer.merge(played),
  Layer.provide(atStart)
)

const sending = Effect.suspend(() => Layer.build(MessageSender.layer()))

/** For tests of days: what this process does itself needs no look. */
const sendingForDays = Effect.suspend(() => Layer.build(MessageSender.layer({ lookEvery: "1 minute" })))

const test = <A, E>(name: string, body: Effect.Effect<A, E, Scope.Scope | Layer.Success<typeof outbox>>) =>
  it.effect(name, () => Effect.provide(body, outbox))

const a = "https://a.example.com/hook"
const b = "https://b.example.com/hook"
const step = Effect.repeat(TestClock.adjust("100 millis"), { times: 9 })

const bodyOf = (post: { readonly body: string }) => JSON.parse(post.body)

/** Seconds since the first of these posts, by their own headers. */
const secondsOf = (posts: ReadonlyArray<{ readonly headers: { readonly [name: string]: string } }>) => {
  const at = posts.map(({ headers }) => Number(headers["webhook-timestamp"]))
  return at.map((seconds) => seconds - (at[0] ?? 0))
}

/** Lets a gap and its jitter pass, in small steps. */
const waitFor = (gap: number) =>
  Effect.andThen(step, Effect.repeat(TestClock.adjust(Duration.seconds((gap * 1.1) / 20)), { times: 19 }))

/** The timetable as it is documented, in seconds. */
const gaps = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]

/** A sender that starts so many days later tidies up at once. */
const forgetAfter = (days: number) =>
  Effect.gen(function* () {
    const now = yield* DateTime.now
    yield* TestClock.setTime(DateTime.toEpochMillis(DateTime.add(now, { days })))
    yield* Effect.scoped(Effect.andThen(sending, step))
  })

describe("messages", () => {
  test(
    "tell each endpoint what it wants of the calls that it may hear of, once, in the words of the feed",
    Effect.gen(function* () {
      const { posts } = yield* Receivers
      yield* claim(callOf(9))
      yield* endpointAt(a)
      yield* endpointAt(b, { owner: "bob", events: ["call.ended"] })
      yield* sendingForDays
      yield* claim(callOf(1))
      yield* claim(callOf(2, { owner: "bob" }))
      yield* end(1)
      yield* end(2)
      yield* step
      const told = posts.map(
        (post) => `${post.url === a ? "a" : "b"} ${bodyOf(post).type} ${bodyOf(post).data.callId.slice(-1)}`
      )
      assert.sameMembers(told, [
        ...["1", "2"].flatMap((n) =>
          ["status", "status", "status", "ended", "analysed"].map((type) => `a call.${type} ${n}`)
        ),
        "b call.ended 2"
      ])
      const ended = posts.find((post) => post.url === b) ?? assert.fail()
      assert.deepEqual(bodyOf(ended), {
        type: "call.ended",
        timestamp: "2026-11-22T12:00:00.000Z",
        data: {
          cursor: `${(yield* (yield* CallLedger).feed(0, 100)).find(({ call, event }) => call?.owner === "bob" && event.type === "ended")?.position}.${start}`,
          at: "2026-11-22T12:00:00.000Z",
          callId: callOf(2).id,
          conversationId: "conv_2",
          type: "ended",
          outcome: "answered",
          durationSeconds: 7
        }
      })
      yield* TestClock.adjust("2 days")
      assert.strictEqual(posts.length, 11)
      assert.strictEqual(new Set(posts.map(({ headers }) => headers["webhook-id"])).size, 11)
    })
  )

  test(
    "are signed with the endpoint's secret, and with two while it is rotated",
    Effect.gen(function* () {
      const { posts } = yield* Receivers
      const { endpoint, secret: first } = yield* endpointAt(a)
      yield* sending
      const send = Effect.andThen(testEndpoint(endpoint.id), step)
      yield* send
      const { endpoint: rotated, secret: second } = yield* rotateEndpointSecret(endpoint.id, Duration.hours(1))
      assert.deepEqual(rotated.oldSecretUntil, DateTime.makeUnsafe(start + 1_000 + 3_600_000))
      yield* send
      yield* TestClock.adjust("1 hour")
      yield* send
      const signed = posts.map((post) => [first, second].map((secret) => isSignedBy(secret, post)))
      assert.deepEqual(signed, [
        [true, false],
        [true, true],
        [false, true]
      ])
      assert.deepEqual(
        posts.map(({ headers }) => headers["webhook-signature"]?.split(" ").length),
        [1, 2, 1]
      )
      assert.match(Redacted.value(first), /^whsec_[A-Za-z0-9+/]{43}=$/)
    })
  )

  test(
    "are tried ten times within a little more than three days, under one id, and then dead",
    Effect.gen(function* () {
      const { posts, scripts } = yield* Receivers
      scripts.set(a, [
        answered(500),
        answered(302),
        { type: "failed", reason: "no connection (ECONNREFUSED)" },
        answered(404)
      ])
      const { endpoint } = yield* endpointAt(a)
      yield* sendingForDays
      yield* testEndpoint(endpoint.id)
      yield* step
      for (const gap of gaps) yield* waitFor(gap)
      assert.strictEqual(posts.length, 10)
      assert.strictEqual(new Set(posts.map(({ headers }) => headers["webhook-id"])).size, 1)
      const seconds = secondsOf(posts)
      const gapsSeen = seconds.slice(1).map((at, n) => at - (seconds[n] ?? 0))
      for (const [n, gap] of gaps.entries()) {
        assert.isAtLeast(gapsSeen[n] ?? 0, gap - 1, `gap ${n}`)
        assert.isAtMost(gapsSeen[n] ?? 0, gap * 1.1 + 2, `gap ${n}`)
      }
      const [dead] = yield* messagesOf(endpoint.id)
      assert.deepInclude(dead, {
        state: "dead",
        attempts: 10,
        lastStatus: 404,
        lastError: "the endpoint answered 404",
        nextAttemptAt: null
      })
      assert.strictEqual((yield* getEndpoint(endpoint.id)).state, "enabled")
    })
  )

  test(
    "wait as long as the endpoint asks, and a day at most",
    Effect.gen(function* () {
      const { posts, scripts } = yield* Receivers
      scripts.set(a, [answered(503, 120), answered(429, 10_000_000), ok])
      const { endpoint } = yield* endpointAt(a)
      yield* sendingForDays
      yield* testEndpoint(endpoint.id)
      yield* step
      yield* TestClock.adjust("118 seconds")
      assert.strictEqual(posts.length, 1)
      yield* TestClock.adjust("3 seconds")
      assert.strictEqual(posts.length, 2)
      yield* TestClock.adjust("23 hours")
      assert.strictEqual(posts.length, 2)
      yield* TestClock.adjust("62 minutes")
      assert.strictEqual(posts.length, 3)
      assert.deepEqual((yield* messagesOf(endpoint.id)).map(shown), ["endpoint.test delivered 3 200"])
    })
  )

  test(
    "end, with the endpoint, when it answers that it is gone",
    Effect.gen(function* () {
      const { posts, scripts } = yield* Receivers
      scripts.set(a, [answered(500), answered(410)])
      const { endpoint } = yield* endpointAt(a)
      yield* sending
      yield* testEndpoint(endpoint.id)
      yield* step
      yield* testEndpoint(endpoint.id)
      yield* step
      assert.deepInclude(yield* getEndpoint(endpoint.id), { state: "disabled", disabledReason: "gone" })
      assert.deepEqual(
        (yield* messagesOf(endpoint.id)).map(({ state }) => state),
        ["dead", "dead"]
      )
      assert.deepEqual(
        [
          yield* Effect.flip(testEndpoint(endpoint.id)),
          yield* Effect.flip(Effect.flatMap(messagesOf(endpoint.id), ([one]) => resendMessage(one?.id ?? "")))
        ].map(({ _tag }) => _tag),
        ["EndpointDisabled", "EndpointDisabled"]
      )
      yield* claim(callOf(1))
      yield* TestClock.adjust("10 minutes")
      assert.strictEqual(posts.length, 2)
      yield* enableEndpoint(endpoint.id)
      scripts.set(a, [ok])
      yield* claim(callOf(2))
      yield* step
      assert.deepEqual(
        posts.slice(2).map((post) => bodyOf(post).data.callId),
        [callOf(2).id]
      )
    })
  )

  test(
    "stop for an endpoint that took nothing for five days",
    Effect.gen(function* () {
      const { scripts } = yield* Receivers
      scripts.set(a, [answered(500)])
      const { endpoint } = yield* endpointAt(a)
      yield* sendingForDays
      yield* testEndpoint(endpoint.id)
      for (let hour = 0; hour < 90; hour++) yield* TestClock.adjust("1 hour")
      yield* testEndpoint(endpoint.id)
      for (let hour = 0; hour < 24; hour++) yield* TestClock.adjust("1 hour")
      assert.strictEqual((yield* getEndpoint(endpoint.id)).state, "enabled")
      for (let hour = 0; hour < 24; hour++) yield* TestClock.adjust("1 hour")
      assert.deepInclude(yield* getEndpoint(endpoint.id), { state: "disabled", disabledReason: "failing" })
    })
  )

  /** An hour at a time, as attempts come. */
  const hours = (count: number) => Effect.repeat(TestClock.adjust("1 hour"), { times: count - 1 })

  test(
    "do not stop for an endpoint that failed once after days in which nothing was sent",
    Effect.gen(function* () {
      const { posts, scripts } = yield* Receivers
      scripts.set(a, [answered(500)])
      const { endpoint } = yield* endpointAt(a)
      yield* sendingForDays
      yield* testEndpoint(endpoint.id)
      yield* hours(24 * 6)
      assert.deepEqual(
        (yield* messagesOf(endpoint.id)).map(({ state }) => state),
        ["dead"]
      )
      yield* testEndpoint(endpoint.id)
      yield* hours(1)
      assert.isAbove(posts.length, 10)
      assert.strictEqual((yield* getEndpoint(endpoint.id)).state, "enabled")
    })
  )

  test(
    "do not stop for an endpoint while no sender ran, nor soon after it has another address",
    Effect.gen(function* () {
      const { scripts } = yield* Receivers
      scripts.set(a, [answered(500)])
      scripts.set(b, [answered(500)])
      const { endpoint } = yield* endpointAt(a)
      const first = yield* Scope.make()
      yield* Layer.buildWithScope(MessageSender.layer(), first)
      yield* testEndpoint(endpoint.id)
      yield* step
      yield* Scope.close(first, Exit.void)
      yield* hours(24 * 6)
      yield* sendingForDays
      yield* hours(2)
      assert.strictEqual((yield* getEndpoint(endpoint.id)).state, "enabled")
      // Four days of failures at one address, then two at the next.
      yield* hours(24 * 2)
      yield* testEndpoint(endpoint.id)
      yield* hours(24 * 2)
      yield* changeEndpoint(endpoint.id, { url: b })
      yield* testEndpoint(endpoint.id)
      yield* hours(24 * 2)
      assert.strictEqual((yield* getEndpoint(endpoint.id)).state, "enabled")
    })
  )

  test(
    "are sent again when a person says so, dead or delivered, under the same id, to where the endpoint is now",
    Effect.gen(function* () {
      const { posts, scripts } = yield* Receivers
      scripts.set(a, [ok, answered(500)])
      const { endpoint } = yield* endpointAt(a)
      yield* sending
      const { id } = yield* testEndpoint(endpoint.id)
      yield* step
      yield* resendMessage(id)
      yield* step
      yield* changeEndpoint(endpoint.id, { url: b })
      yield* resendMessage(id)
      yield* step
      assert.deepEqual(
        posts.map(({ url }) => url),
        [a, a, b]
      )
      assert.strictEqual(new Set(posts.map(({ headers }) => headers["webhook-id"])).size, 1)
      assert.deepEqual((yield* messagesOf(endpoint.id)).map(shown), ["endpoint.test delivered 1 200"])
      yield* TestClock.adjust("10 minutes")
      assert.strictEqual(posts.length, 3)
    })
  )

  test(
    "that wait and are sent again at once are not sent by the ticket that they had",
    Effect.gen(function* () {
      const { posts, scripts } = yield* Receivers
      scripts.set(a, [answered(500)])
      const { endpoint } = yield* endpointAt(a)
      yield* sending
      const { id } = yield* testEndpoint(endpoint.id)
      yield* step
      yield* resendMessage(id)
      yield* step
      assert.strictEqual(posts.length, 2)
      yield* TestClock.adjust("3800 millis")
      assert.strictEqual(posts.length, 2)
      yield* TestClock.adjust("2 seconds")
      assert.strictEqual(posts.length, 3)
    })
  )

  test(
    "of an endpoint that hangs hold up no other, and are cut off after 15 s",
    Effect.gen(function* () {
      const { posts, scripts } = yield* Receivers
      scripts.set(a, ["hang"])
      const slow = yield* endpointAt(a)
      yield* endpointAt(b)
      yield* sending
      for (let n = 1; n <= 40; n++) yield* claim(callOf(n))
      yield* step
      const sent = (url: string) => posts.filter((post) => post.url === url).length
      assert.deepEqual([sent(a), sent(b)], [4, 40])
      scripts.set(a, [ok])
      yield* Effect.repeat(TestClock.adjust("1 second"), { times: 15 })
      const late = (yield* messagesOf(slow.endpoint.id)).filter(({ lastError }) => lastError !== null)
      assert.deepEqual(
        new Set(late.map(shown)),
        new Set(["call.status waiting 1 the endpoint did not answer within 15 s"])
      )
      yield* Effect.repeat(TestClock.adjust("1 second"), { times: 29 })
      assert.strictEqual(sent(a), 44)
    })
  )

  test(
    "have the live calls followed while an endpoint is enabled",
    Effect.gen(function* () {
      yield* sending
      yield* step
      assert.strictEqual(listeners.count, 0)
      const { endpoint } = yield* endpointAt(a)
      yield* endpointAt(b)
      yield* step
      assert.strictEqual(listeners.count, 1)
      yield* disableEndpoint(endpoint.id)
      yield* step
      assert.strictEqual(listeners.count, 1)
      for (const { id } of yield* listEndpoints()) yield* disableEndpoint(id)
      yield* step
      assert.strictEqual(listeners.count, 0)
    })
  )

  test(
    "under way when the sender stops have their bound, and are recorded",
    Effect.gen(function* () {
      const { scripts } = yield* Receivers
      scripts.set(a, ["hang"])
      const { endpoint } = yield* endpointAt(a)
      const scope = yield* Scope.make()
      yield* Layer.buildWithScope(MessageSender.layer(), scope)
      yield* testEndpoint(endpoint.id)
      yield* step
      const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void))
      yield* step
      assert.isUndefined(closing.pollUnsafe())
      yield* TestClock.adjust("15 seconds")
      yield* Fiber.join(closing)
      const told = (yield* messagesOf(endpoint.id)).map(shown)
      assert.deepEqual(told, ["endpoint.test waiting 1 the endpoint did not answer within 15 s"])
    })
  )

  test(
    "outlive the process: a sender that stops finishes what is under way, and the next one does the rest",
    Effect.gen(function* () {
      const { posts, scripts } = yield* Receivers
      scripts.set(a, [answered(500), ok])
      yield* endpointAt(a)
      const first = yield* Scope.make()
      yield* Layer.buildWithScope(MessageSender.layer(), first)
      yield* claim(callOf(1))
      yield* step
      yield* Scope.close(first, Exit.void)
      yield* end(1)
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(posts.length, 1)
      yield* sending
      yield* step
      assert.strictEqual(posts.length, 6)
      assert.strictEqual(new Set(posts.map(({ headers }) => headers["webhook-id"])).size, 5)
      assert.deepEqual(yield* (yield* Messages).counts, { waiting: 0, dead: 0 })
    })
  )

  test(
    "are made once by two senders on one ledger",
    Effect.gen(function* () {
      const { posts } = yield* Receivers
      yield* endpointAt(a)
      yield* Effect.all([sending, sending])
      for (let n = 1; n <= 60; n++) yield* claim(callOf(n))
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual(posts.length, 60)
      assert.strictEqual(new Set(posts.map(({ headers }) => headers["webhook-id"])).size, 60)
    })
  )

  test(
    "go no more to an endpoint that is disabled or removed, and are forgotten in their time",
    Effect.gen(function* () {
      const { posts, scripts } = yield* Receivers
      scripts.set(a, [ok, answered(500)])
      scripts.set(b, [answered(500)])
      const { endpoint } = yield* endpointAt(a)
      const gone = yield* endpointAt(b)
      const first = yield* Scope.make()
      yield* Layer.buildWithScope(MessageSender.layer(), first)
      yield* testEndpoint(endpoint.id)
      yield* testEndpoint(gone.endpoint.id)
      yield* step
      yield* testEndpoint(endpoint.id)
      yield* step
      yield* disableEndpoint(endpoint.id)
      yield* removeEndpoint(gone.endpoint.id)
      yield* TestClock.adjust("1 minute")
      assert.strictEqual(posts.length, 3)
      assert.deepEqual(
        (yield* messagesOf(endpoint.id)).map(({ state }) => state),
        ["delivered", "dead"]
      )
      yield* Scope.close(first, Exit.void)
      yield* forgetAfter(31)
      assert.deepEqual(
        (yield* messagesOf(endpoint.id)).map(({ state }) => state),
        ["dead"]
      )
      yield* forgetAfter(60)
      assert.deepEqual(yield* messagesOf(endpoint.id), [])
      assert.strictEqual((yield* Effect.flip(getEndpoint(gone.endpoint.id)))._tag, "EndpointNotFound")
    })
  )
})
