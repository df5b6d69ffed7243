import { assert, describe, it } from "@effect/vitest"
import type { CallLedger } from "@outbound-call/core"
import { Emulator } from "@outbound-call/emulator"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { readWait } from "../src/ReadWait.ts"
import { connect, inMemory, requestTo, rings } from "./Rig.ts"

type Client = Effect.Success<typeof connect>

const inService = <A, E>(test: (client: Client) => Effect.Effect<A, E, Emulator | CallLedger>) =>
  Effect.scoped(Effect.flatMap(connect, test)).pipe(Effect.provide(inMemory))

const place = (client: Client, prefer: string, to = "+14155550100") =>
  client.calls.place({
    headers: { "idempotency-key": "a", prefer },
    payload: requestTo(to),
    responseMode: "decoded-and-response"
  })

/** Places in the background, lets so many seconds pass, and says whether the answer had come a second before. */
const placeAndPass = Effect.fnUntraced(function* (client: Client, prefer: string, seconds: number, to?: string) {
  const placing = yield* Effect.forkChild(place(client, prefer, to), { startImmediately: true })
  for (let second = 1; second < seconds; second++) yield* TestClock.adjust("1 second")
  const before = placing.pollUnsafe() !== undefined
  yield* TestClock.adjust("1 second")
  const [{ body, headers }, { status }] = yield* Fiber.join(placing)
  return { before, body, headers, status }
})

describe("Prefer: wait", () => {
  it.effect("answers when the call is over, with the call as it is then", () =>
    inService(
      Effect.fnUntraced(function* (client) {
        const { body, headers, status } = yield* placeAndPass(client, "wait=60", 50)
        assert.deepInclude(body, { status: "done", outcome: "answered", replayed: false })
        assert.deepEqual([status, headers["preference-applied"]], [201, "wait=60"])
        assert.strictEqual(yield* rings, 1)
      })
    )
  )

  it.effect("answers when the time is over, and the call goes on", () =>
    inService(
      Effect.fnUntraced(function* (client) {
        const { before, body, headers, status } = yield* placeAndPass(client, "wait=20", 20)
        assert.isFalse(before)
        assert.strictEqual(body.status, "in-progress")
        assert.deepEqual([status, headers["preference-applied"]], [201, "wait=20"])
        yield* TestClock.adjust("2 minutes")
        assert.strictEqual((yield* client.calls.get({ params: { id: body.id } })).status, "done")
      })
    )
  )

  it.effect("waits 60 s at most, and says so", () =>
    inService(
      Effect.fnUntraced(function* (client) {
        const { before, body, headers } = yield* placeAndPass(client, "wait=600", 60, "+14155550107")
        assert.isFalse(before)
        assert.notStrictEqual(body.status, "done")
        assert.strictEqual(headers["preference-applied"], "wait=60")
      })
    )
  )

  it.effect("waits for a replayed call as well", () =>
    inService(
      Effect.fnUntraced(function* (client) {
        yield* place(client, "")
        const { body, headers, status } = yield* placeAndPass(client, "wait=60", 50)
        assert.deepInclude(body, { status: "done", replayed: true })
        assert.deepEqual([status, headers["preference-applied"]], [200, "wait=60"])
        assert.strictEqual(yield* rings, 1)
      })
    )
  )

  it.effect("tells a call of unknown fate as 201 once it was found", () =>
    inService(
      Effect.fnUntraced(function* (client) {
        yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "drop" })
        const { body, status } = yield* placeAndPass(client, "wait=60", 60)
        assert.deepEqual([status, body.status], [201, "done"])
        assert.strictEqual(yield* rings, 1)
      })
    )
  )

  it.effect("gives the call as it was when it cannot be followed: a dialled call is never an error", () =>
    inService(
      Effect.fnUntraced(function* (client) {
        yield* (yield* Emulator).fault({ target: "conversation", kind: "status", status: 401, times: 9 })
        const { body, status } = yield* placeAndPass(client, "wait=60", 5)
        assert.deepEqual([status, body.status], [201, "initiated"])
      })
    )
  )

  it.effect("is not asked for by others", () =>
    inService(
      Effect.fnUntraced(function* (client) {
        const [{ headers }] = yield* place(client, "respond-async, return=minimal")
        assert.notProperty(headers, "preference-applied")
      })
    )
  )

  const rows: ReadonlyArray<readonly [string | undefined, number | null]> = [
    [undefined, null],
    ["", null],
    ["wait=10", 10],
    ["WAIT = 10", 10],
    ['wait="10"', 10],
    ["respond-async, wait=10; strict", 10],
    ["wait=10, wait=20", 10],
    ["wait=0", 0],
    ["wait=61", 60],
    ["wait", null],
    ["wait=soon", null],
    ["wait=-1", null],
    ["wait=1.5", null],
    ["waiting=5", null],
    ['note="later, wait=5"', null]
  ]
  it.each(rows)("is read of %j as %j", (prefer, seconds) => {
    assert.strictEqual(readWait(prefer), seconds)
  })
})
