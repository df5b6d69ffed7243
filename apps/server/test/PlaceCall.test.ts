import { assert, describe, it } from "@effect/vitest"
import { Emulator } from "@outbound-call/emulator"
import { DateTime, Effect } from "effect"
import { TestClock } from "effect/testing"
import { connect, inMemory, requestTo, rings } from "./Rig.ts"

const answers = "+14155550100"
const key = (name: string) => ({ "idempotency-key": name })

const inService = <A, E>(test: (client: Effect.Success<typeof connect>) => Effect.Effect<A, E, Emulator>) =>
  Effect.scoped(Effect.flatMap(connect, test)).pipe(Effect.provide(inMemory))

describe("placing a call", () => {
  it.effect("answers 201 with the call and where it is", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }) {
        const [placed, { status }] = yield* calls.place({
          headers: key("a"),
          payload: requestTo(answers),
          responseMode: "decoded-and-response"
        })
        assert.strictEqual(status, 201)
        assert.strictEqual(placed.headers.location, `/v1/calls/${placed.body.id}`)
        assert.deepInclude(placed.body, { status: "initiated", replayed: false, simulated: true, warnings: [] })
        assert.strictEqual(yield* rings, 1)
      })
    )
  )

  it.effect("answers 200 with the same call to the same key, and rings once", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }) {
        const first = yield* calls.place({ headers: key("a"), payload: requestTo(answers) })
        const [second, { headers, status }] = yield* calls.place({
          headers: key("a"),
          payload: requestTo(answers),
          responseMode: "decoded-and-response"
        })
        assert.strictEqual(status, 200)
        assert.strictEqual(headers["idempotent-replay"], "true")
        assert.strictEqual(second.body.id, first.body.id)
        assert.isTrue(second.body.replayed)
        assert.strictEqual(yield* rings, 1)
      })
    )
  )

  it.effect("takes a consent as it is written, with its instants", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }) {
        const at = DateTime.makeUnsafe("2026-01-02T03:04:05Z")
        const payload = { ...requestTo(answers), consent: { kind: "express", source: "form 7", at } as const }
        const first = yield* calls.place({ headers: key("a"), payload })
        const second = yield* calls.place({ headers: key("a"), payload })
        assert.deepStrictEqual([second.body.id, second.body.replayed], [first.body.id, true])
        assert.strictEqual(yield* rings, 1)
      })
    )
  )

  it.effect("answers 400 to a text with a character that does not show, names the field, and rings nobody", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }) {
        const bent = { ...requestTo(answers), variables: { customer_name: "Ada\u200B" } }
        const problem = yield* Effect.flip(calls.place({ headers: key("a"), payload: bent }))
        assert.deepInclude(problem, { _tag: "InvalidRequestProblem", status: 400, phone_may_have_rung: false })
        assert.match(
          JSON.stringify(problem),
          /"code":"invisible-character","field":"variables.customer_name","message":"[^"]*does not show, U\+200B/
        )
        assert.match(JSON.stringify(problem), /"detail":"[^"]*No phone rang for this request\.[^"]* may have rung/)
        const check = yield* calls.check({ payload: bent })
        assert.isFalse(check.allowed)
        assert.strictEqual(yield* rings, 0)
      })
    )
  )

  it.effect("answers 422 to the same key with another request", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }) {
        const first = yield* calls.place({ headers: key("a"), payload: requestTo(answers) })
        const problem = yield* Effect.flip(calls.place({ headers: key("a"), payload: requestTo("+14155550101") }))
        assert.deepInclude(problem, {
          _tag: "IdempotencyMismatchProblem",
          status: 422,
          type: "urn:outbound-call:problem:idempotency-key-reused",
          call_id: first.body.id,
          phone_may_have_rung: false
        })
        assert.strictEqual(yield* rings, 1)
      })
    )
  )

  it.effect("with a window the same request is the same call under another key, also while it is over", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }) {
        const place = (name: string, payload = requestTo(answers)) =>
          calls.place({ headers: { ...key(name), "idempotency-window": "600" }, payload })
        const first = yield* place("a")
        yield* calls.hangUp({ params: { id: first.body.id } })
        yield* TestClock.adjust("599 seconds")
        const second = yield* place("b", { ...requestTo("+1 (415) 555-0100"), variables: { customer_name: "Ada" } })
        assert.deepEqual([second.body.id, second.body.replayed], [first.body.id, true])
        assert.strictEqual(yield* rings, 1)
        yield* TestClock.adjust("2 seconds")
        const later = yield* place("c")
        assert.deepEqual([later.body.id === first.body.id, later.body.replayed], [false, false])
        assert.strictEqual(yield* rings, 2)
        for (const name of ["a", "b"]) {
          const late = yield* place(name)
          assert.deepEqual([late.body.id, late.body.replayed], [first.body.id, true], "however late a sending arrives")
        }
        const other = yield* Effect.flip(place("b", { ...requestTo(answers), variables: { customer_name: "Bob" } }))
        assert.strictEqual(other._tag, "IdempotencyMismatchProblem")
        assert.strictEqual(yield* rings, 2)
      })
    )
  )

  it.effect("refuses who takes it for a service that rings phones, and records nothing", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }) {
        const place = (simulated: "true" | "false") =>
          calls.place({ headers: { ...key("a"), "outbound-simulated": simulated }, payload: requestTo(answers) })
        const refused = yield* Effect.flip(place("false"))
        assert.deepInclude<object>(refused, { status: 403, code: "service-simulates", phone_may_have_rung: false })
        assert.strictEqual(yield* rings, 0)
        assert.isFalse((yield* place("true")).body.replayed)
      })
    )
  )

  it.effect("without the window another key rings again: the header is what holds it back", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }) {
        const first = yield* calls.place({ headers: key("a"), payload: requestTo(answers) })
        yield* calls.hangUp({ params: { id: first.body.id } })
        yield* TestClock.adjust("599 seconds")
        yield* calls.place({ headers: key("b"), payload: requestTo(answers) })
        assert.strictEqual(yield* rings, 2)
      })
    )
  )

  it.effect("a window that is no number of seconds is refused, and nothing rings", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }) {
        for (const window of ["0", "-1", "1.5", "soon", "99999"]) {
          const headers = { ...key("a"), "idempotency-window": window }
          const error = yield* Effect.flip(calls.place({ headers, payload: requestTo(answers) }))
          assert.include(String(error), "idempotency-window", window)
        }
        assert.strictEqual(yield* rings, 0)
      })
    )
  )

  it.effect("answers 202 with a call that may have rung, also to its replay", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }) {
        const emulator = yield* Emulator
        yield* emulator.fault({ target: "dial", when: "after", kind: "status", status: 502 })
        const place = calls.place({
          headers: key("a"),
          payload: requestTo(answers),
          responseMode: "decoded-and-response"
        })
        const [placed, first] = yield* place
        const [, second] = yield* place
        assert.deepEqual([first.status, second.status], [202, 202])
        assert.deepEqual([first.headers["idempotent-replay"], second.headers["idempotent-replay"]], [undefined, "true"])
        assert.deepInclude(placed.body, { status: "unknown", phoneMayHaveRung: true, retrySafe: false })
        assert.strictEqual(yield* rings, 1)
      })
    )
  )

  it.effect("answers 409 while the number has a live call", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }) {
        const first = yield* calls.place({ headers: key("a"), payload: requestTo(answers) })
        const problem = yield* Effect.flip(calls.place({ headers: key("b"), payload: requestTo(answers) }))
        assert.deepInclude(problem, { _tag: "NumberBusyProblem", code: "number-busy", call_id: first.body.id })
        assert.strictEqual(yield* rings, 1)
      })
    )
  )

  it.effect("answers 403 to what policy refuses, with the rule", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }) {
        const problem = yield* Effect.flip(calls.place({ headers: key("a"), payload: requestTo("911") }))
        assert.deepInclude(problem, { _tag: "CallRefusedProblem", status: 403, code: "emergency-number" })
        const verdicts = problem._tag === "CallRefusedProblem" ? (problem.verdicts ?? []) : []
        assert.deepStrictEqual(
          verdicts.map(({ decision, rule }) => `${decision} ${rule}`),
          ["refuse emergency-number"]
        )
        assert.strictEqual(yield* rings, 0)
      })
    )
  )

  it.effect("answers 424 with the recorded call when the provider says no, again to its replay", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }) {
        const place = Effect.flip(calls.place({ headers: key("a"), payload: requestTo("+14155550111") }))
        const first = yield* place
        assert.deepInclude(first, { _tag: "CallNotDialledProblem", status: 424, code: "rejected", replayed: false })
        assert.deepInclude(first, { phone_may_have_rung: false, retry_safe: true })
        const second = yield* place
        assert.isTrue(second._tag === "CallNotDialledProblem" && second.replayed)
        assert.strictEqual(yield* rings, 0)
      })
    )
  )

  it.effect("answers 400 with everything that is wrong at once", () =>
    inService(
      Effect.fnUntraced(function* ({ calls }) {
        const payload = { to: "+14155550100", variables: { system__x: "1" }, overrides: { prompt: "Hi" } }
        const problem = yield* Effect.flip(calls.place({ headers: key("a"), payload }))
        assert.isTrue(problem._tag === "InvalidRequestProblem")
        const errors = problem._tag === "InvalidRequestProblem" ? problem.errors.map(({ code }) => code) : []
        assert.includeMembers(errors, ["reserved-variable", "missing-variable", "override-not-allowed"])
        assert.strictEqual(yield* rings, 0)
      })
    )
  )
})
