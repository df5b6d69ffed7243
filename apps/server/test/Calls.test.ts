import { assert, describe, it } from "@effect/vitest"
import { Emulator } from "@outbound-call/emulator"
import { Effect, Fiber, Latch, Stream } from "effect"
import { TestClock } from "effect/testing"
import { connect, inMemory, requestTo, rings } from "./Rig.ts"

const inService = <A, E>(
  test: (
    client: Effect.Success<typeof connect>,
    placeTo: (to: string) => Effect.Effect<string>
  ) => Effect.Effect<A, E, Emulator>
) =>
  Effect.scoped(
    Effect.flatMap(connect, (client) =>
      test(client, (to) =>
        client.calls.place({ headers: { "idempotency-key": to }, payload: requestTo(to) }).pipe(
          Effect.map(({ body }) => body.id),
          Effect.orDie
        )
      )
    )
  ).pipe(Effect.provide(inMemory))

const format = (name: "text" | "md" | "srt" | "vtt") => ({ format: name })

describe("the calls of the service", () => {
  it.effect("are listed newest first, by status, by life and in pages", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }, placeTo) {
        const first = yield* placeTo("+14155550101")
        yield* TestClock.adjust("2 minutes")
        yield* calls.get({ params: { id: first } })
        const second = yield* placeTo("+14155550100")
        const ids = (query: Parameters<typeof calls.list>[0]["query"]) =>
          Effect.map(calls.list({ query }), (page) => page.calls.map(({ id }) => id as string))
        assert.deepEqual(yield* ids({}), [second, first])
        assert.deepEqual(yield* ids({ live: true }), [second])
        assert.deepEqual(yield* ids({ status: ["failed", "done"] }), [first])
        const page = yield* calls.list({ query: { limit: 1 } })
        assert.deepEqual(
          page.calls.map(({ id }) => id as string),
          [second]
        )
        assert.deepEqual(yield* ids({ limit: 1, cursor: page.nextCursor ?? "" }), [first])
        assert.isTrue(page.simulated)
      })
    )
  )

  it.effect("are read by call id and by conversation id, with the latest news", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }, placeTo) {
        const id = yield* placeTo("+14155550100")
        yield* TestClock.adjust("2 minutes")
        const call = yield* calls.get({ params: { id } })
        assert.deepInclude(call, { status: "done", outcome: "answered", durationSeconds: 36 })
        const same = yield* calls.get({ params: { id: call.conversationId ?? "" } })
        assert.strictEqual(same.id, call.id)
      })
    )
  )

  it.effect("are 404 when nobody knows them", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }) {
        const params = { id: "call_01JD0000000000000000000000" }
        const problems = yield* Effect.all([
          Effect.flip(calls.get({ params })),
          Effect.flip(calls.events({ params, headers: {} })),
          Effect.flip(calls.hangUp({ params })),
          Effect.flip(calls.resolve({ params, payload: { dialled: true } })),
          Effect.flip(calls.recording({ params, headers: {} })),
          Effect.flip(calls.recover({ params }))
        ])
        assert.deepEqual(
          problems.map(({ _tag }) => _tag),
          Array.from({ length: 6 }, () => "CallNotFoundProblem")
        )
      })
    )
  )

  it.effect("have their transcript in every format", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }, placeTo) {
        const params = { id: yield* placeTo("+14155550100") }
        yield* TestClock.adjust("2 minutes")
        const json = yield* calls.transcript({ params, query: {} })
        assert.isTrue(typeof json === "object" && json.complete && json.turns.length === 7)
        const starts = { text: "[00:00] Agent:", md: "# Transcript", srt: "1\n00:00:00,000", vtt: "WEBVTT" } as const
        for (const name of ["text", "md", "srt", "vtt"] as const) {
          const [body, response] = yield* calls.transcript({
            params,
            query: format(name),
            responseMode: "decoded-and-response"
          })
          assert.isTrue(typeof body === "string" && body.startsWith(starts[name]), name)
          assert.match(response.headers["content-type"] ?? "", /^(text\/(plain|markdown|vtt)|application\/x-subrip);/)
        }
      })
    )
  )

  it.effect("are followed to their end, and again from where a reader was", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }, placeTo) {
        const params = { id: yield* placeTo("+14155550100") }
        const follow = (headers: { readonly "last-event-id"?: string }) =>
          Effect.flatMap(calls.events({ params, headers }), (events) => Stream.runCollect(events))
        const following = yield* Effect.forkChild(follow({}))
        yield* TestClock.adjust("2 minutes")
        const events = yield* Fiber.join(following)
        const news = events.filter((event) => "id" in event)
        assert.includeMembers(
          news.map(({ event }) => event as string),
          ["status", "turn", "ended", "analysed"]
        )
        assert.strictEqual(news.at(-1)?.event, "analysed")
        const middle = news[4]
        const rest = yield* follow(middle === undefined ? {} : { "last-event-id": middle.id })
        assert.deepEqual(
          rest.flatMap((event) => ("id" in event ? [event.id] : [])),
          news.slice(5).map(({ id }) => id)
        )
      })
    )
  )

  it.effect("keep the stream of a quiet call alive every 15 s", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }, placeTo) {
        const params = { id: yield* placeTo("+14155550107") }
        const events = yield* calls.events({ params, headers: {} })
        const told = yield* Latch.make()
        const pings = yield* Effect.forkChild(
          events.pipe(
            Stream.tap(() => told.open),
            Stream.filter(({ event }) => event === "ping"),
            Stream.take(3),
            Stream.runCount
          )
        )
        yield* told.await
        yield* TestClock.adjust("44 seconds")
        assert.isUndefined(pings.pollUnsafe())
        yield* TestClock.adjust("1 second")
        assert.strictEqual(yield* Fiber.join(pings), 3)
      })
    )
  )

  it.effect("end their stream with the reason when the provider refuses the key", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }, placeTo) {
        const emulator = yield* Emulator
        const params = { id: yield* placeTo("+14155550107") }
        const events = yield* calls.events({ params, headers: {} })
        yield* emulator.fault({ target: "conversation", kind: "status", status: 401, times: 9 })
        const following = yield* Effect.forkChild(Stream.runCollect(events))
        yield* TestClock.adjust("5 seconds")
        const last = (yield* Fiber.join(following)).at(-1)
        assert.isTrue(last?.event === "problem")
        assert.deepInclude(last?.event === "problem" ? last.data : {}, { code: "provider-unauthorized" })
      })
    )
  )

  it.effect("are hung up while they last, and given back when they are over", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }, placeTo) {
        const params = { id: yield* placeTo("+14155550114") }
        yield* TestClock.adjust("20 seconds")
        const { call, result, simulated } = yield* calls.hangUp({ params })
        assert.deepEqual([result, call.status, simulated], ["over", "processing", true])
        yield* TestClock.adjust("10 seconds")
        assert.deepInclude(yield* calls.get({ params }), { status: "done", durationSeconds: 16 })
        assert.deepInclude((yield* calls.hangUp({ params })).call, { status: "done" })
      })
    )
  )

  it.effect("keeps the wish to hang up while it is not known which call it is, and says how it is settled", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }, placeTo) {
        yield* (yield* Emulator).fault({ target: "dial", when: "before", kind: "drop" })
        const params = { id: yield* placeTo("+14155550100") }
        const { call, result } = yield* calls.hangUp({ params })
        assert.deepEqual([result, call.status], ["requested", "unknown"])
        assert.isNotNull(call.hangUpRequestedAt)
        assert.include(call.nextStep, `outbound recover ${params.id}`)
      })
    )
  )

  it.effect("that Twilio refuses to end are 502 with what to correct", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }, placeTo) {
        const params = { id: yield* placeTo("+14155550114") }
        yield* (yield* Emulator).fault({ target: "twilio", kind: "status", status: 401 })
        const problem = yield* Effect.flip(calls.hangUp({ params }))
        assert.deepInclude(problem, { _tag: "ProviderProblem", status: 502, code: "carrier-unauthorized" })
        assert.include("next_step" in problem ? problem.next_step : "", "Twilio")
      })
    )
  )

  it.effect("are settled by asking the provider, without a second ring", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }, placeTo) {
        const emulator = yield* Emulator
        yield* emulator.fault({ target: "dial", when: "after", kind: "drop" })
        const params = { id: yield* placeTo("+14155550100") }
        const { call, result } = yield* calls.recover({ params })
        assert.strictEqual(result, "found")
        assert.notStrictEqual(call.status, "unknown")
        assert.strictEqual(yield* rings, 1)
      })
    )
  )

  it.effect("are found by their number, which stands in no address", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }, placeTo) {
        const id = yield* placeTo("+14155550100")
        yield* placeTo("+14155550107")
        const found = yield* calls.search({ payload: { to: "+1 (415) 555-0100", live: true, status: ["initiated"] } })
        assert.deepEqual(
          found.calls.map((call) => call.id as string),
          [id]
        )
        assert.isTrue(found.simulated)
        const first = yield* calls.search({ payload: { limit: 1 } })
        const rest = yield* calls.search({ payload: { cursor: first.nextCursor ?? "" } })
        assert.deepEqual([first.calls.length, rest.calls.length, rest.nextCursor], [1, 1, null])
        const problem = yield* Effect.flip(calls.search({ payload: { to: "nobody" } }))
        assert.deepInclude(problem, { _tag: "InvalidRequestProblem", status: 400 })
      })
    )
  )

  it.effect("of unknown fate are ended by a person's word, and no others", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }, placeTo) {
        const live = { id: yield* placeTo("+14155550107") }
        const refused = yield* Effect.flip(calls.resolve({ params: live, payload: { dialled: false } }))
        assert.deepInclude(refused, { _tag: "CallNotResolvableProblem", status: 409, code: "call-not-resolvable" })
        yield* (yield* Emulator).fault({ target: "dial", when: "before", kind: "drop" })
        const params = { id: yield* placeTo("+14155550100") }
        const resolved = yield* calls.resolve({ params, payload: { dialled: false, by: "grace" } })
        assert.deepInclude(resolved, { status: "not-placed", phoneMayHaveRung: false })
        assert.include(resolved.problem?.message, "grace")
        const again = yield* Effect.flip(calls.resolve({ params, payload: { dialled: false } }))
        assert.strictEqual(again._tag, "CallNotResolvableProblem")
        assert.strictEqual(yield* rings, 1)
      })
    )
  )

  it.effect("are ended by the owner's word when nobody is named", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }, placeTo) {
        yield* (yield* Emulator).fault({ target: "dial", when: "before", kind: "drop" })
        const params = { id: yield* placeTo("+14155550100") }
        const resolved = yield* calls.resolve({ params, payload: { dialled: true } })
        assert.deepInclude(resolved, { status: "failed", phoneMayHaveRung: true })
        assert.include(resolved.problem?.message, "ada")
      })
    )
  )

  it.effect("are checked without being placed", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }, placeTo) {
        const id = yield* placeTo("+14155550107")
        const blocked = yield* calls.check({ payload: requestTo("+14155550107") })
        assert.strictEqual(blocked.blockedBy?.id as string, id)
        const refused = yield* calls.check({ payload: requestTo("911") })
        assert.deepEqual(
          refused.problems.map(({ code }) => code),
          ["emergency-number"]
        )
        assert.isTrue((yield* calls.check({ payload: requestTo("+14155550100") })).allowed)
        assert.strictEqual(yield* rings, 1)
      })
    )
  )
})
