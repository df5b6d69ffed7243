import { assert, describe, it } from "@effect/vitest"
import { type CallEvent } from "@outbound-call/core"
import { DateTime, Effect, Fiber, Latch, Stream } from "effect"
import { TestClock } from "effect/testing"
import { eventBytes, pageBytes } from "../src/SharedBytes.ts"
import { connect, inMemory, requestTo } from "./Rig.ts"

type Client = Effect.Success<typeof connect>

const inService = <A, E>(test: (client: Client) => Effect.Effect<A, E>) =>
  Effect.scoped(Effect.flatMap(connect, test)).pipe(Effect.provide(inMemory))

const place = (client: Client, to: string) =>
  Effect.map(
    client.calls.place({ headers: { "idempotency-key": to }, payload: requestTo(to) }),
    ({ body }) => body.id as string
  )

const follow = ({ feed }: Client, lastEventId?: string) =>
  feed.follow({ headers: lastEventId === undefined ? {} : { "last-event-id": lastEventId } })

/** The first events of the feed, once so many came; pings aside. */
const first = (client: Client, count: number, lastEventId?: string) =>
  Effect.flatMap(follow(client, lastEventId), (events) =>
    events.pipe(
      Stream.filter((event) => event.event !== "ping"),
      Stream.take(count),
      Stream.runCollect
    )
  )

const idOf = (event: object | undefined): string =>
  event !== undefined && "id" in event && typeof event.id === "string" ? event.id : ""

describe("the feed", () => {
  it.effect("says where it begins, then tells the events of all calls in order", () =>
    inService(
      Effect.fnUntraced(function* (client) {
        yield* place(client, "+14155550107")
        const following = yield* Effect.forkChild(first(client, 8), { startImmediately: true })
        yield* TestClock.adjust(0)
        const ids = [yield* place(client, "+14155550100"), yield* place(client, "+14155550103")]
        yield* TestClock.adjust("1 minute")
        const [begin, ...news] = yield* Fiber.join(following)
        assert.deepInclude<object>(begin ?? {}, { event: "begin", data: "{}" })
        assert.match(idOf(begin), /^2\.\d+$/)
        const told = news.flatMap(({ data, event }) =>
          typeof data === "object" && "callId" in data ? [[data.callId as string | null, event, data.cursor]] : []
        )
        assert.lengthOf(told, 7)
        assert.includeMembers(
          told.map(([id]) => id),
          ids
        )
        assert.deepEqual(
          told.map(([, , cursor]) => cursor),
          news.map((event) => idOf(event))
        )
        const positions = news.map((event) => Number(idOf(event).split(".")[0]))
        assert.deepEqual(positions, [3, 4, 5, 6, 7, 8, 9])
      })
    )
  )

  it.effect("goes on after Last-Event-ID, also after the one of its beginning", () =>
    inService(
      Effect.fnUntraced(function* (client) {
        const [begin] = yield* first(client, 1)
        yield* place(client, "+14155550100")
        yield* place(client, "+14155550103")
        const all = (yield* first(client, 5, idOf(begin))).slice(1)
        assert.deepEqual(
          all.map((event) => Number(idOf(event).split(".")[0])),
          [1, 2, 3, 4]
        )
        const rest = (yield* first(client, 3, idOf(all[1]))).slice(1)
        assert.deepEqual(rest, all.slice(2))
      })
    )
  )

  it.effect("answers 410 to an event that the ledger does not hold, and says what to do", () =>
    inService(
      Effect.fnUntraced(function* (client) {
        yield* place(client, "+14155550100")
        const problem = yield* Effect.flip(follow(client, "99.1795426200000"))
        assert.deepInclude(problem, { _tag: "CursorExpiredProblem", status: 410, code: "cursor-expired" })
        assert.include("next_step" in problem ? problem.next_step : "", "GET /v1/calls")
      })
    )
  )

  it.effect("is kept alive every 15 s", () =>
    inService(
      Effect.fnUntraced(function* (client) {
        const events = yield* follow(client)
        const begun = yield* Latch.make()
        const pings = yield* Effect.forkChild(
          events.pipe(
            Stream.tap(() => begun.open),
            Stream.filter(({ event }) => event === "ping"),
            Stream.take(2),
            Stream.runCount
          )
        )
        yield* begun.await
        yield* turns
        yield* TestClock.adjust("15 seconds")
        yield* turns
        yield* TestClock.adjust("14 seconds")
        yield* turns
        assert.isUndefined(pings.pollUnsafe())
        yield* TestClock.adjust("1 second")
        assert.strictEqual(yield* Fiber.join(pings), 2)
      })
    )
  )
})

/** Lets run what waits for no clock. */
const turns = Effect.promise(async () => {
  // oxlint-disable-next-line eslint/no-await-in-loop -- one turn after the other is the point
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
})

describe("an event", () => {
  it("is written once, however many streams tell it, alone or with others", () => {
    let reads = 0
    const event: CallEvent = {
      type: "analysed",
      cursor: "1.0",
      at: DateTime.makeUnsafe(0),
      callId: null,
      conversationId: null,
      get evaluation() {
        reads++
        return null
      }
    }
    const page = [event, { ...event, cursor: "2.0" }]
    reads = 0
    const bytes = eventBytes(event)
    const first = reads
    assert.isAbove(first, 0)
    assert.strictEqual(eventBytes(event), bytes)
    assert.strictEqual(pageBytes([event]), bytes)
    assert.strictEqual(pageBytes(page), pageBytes(page))
    assert.strictEqual(reads, first)
    const text = new TextDecoder().decode(pageBytes(page))
    assert.match(text, /^id: 1\.0\nevent: analysed\n.*\n\nid: 2\.0\nevent: analysed\n.*\n\n$/)
    assert.strictEqual(new TextDecoder().decode(pageBytes([])), "event: ping\ndata: {}\n\n")
  })
})

describe("the events of one call", () => {
  it.effect("are 410 after an event that the ledger does not hold", () =>
    inService(
      Effect.fnUntraced(function* (client) {
        const id = yield* place(client, "+14155550100")
        const after = (lastEventId: string) =>
          client.calls.events({ params: { id }, headers: { "last-event-id": lastEventId } })
        assert.deepInclude(yield* Effect.flip(after("3.0")), { _tag: "CursorExpiredProblem", status: 410 })
        yield* Effect.flatMap(after("2.0"), (events) => Stream.runHead(events)).pipe(
          Effect.raceFirst(TestClock.adjust("1 minute"))
        )
      })
    )
  )
})
