import { assert, describe, it } from "@effect/vitest"
import { type Call, CallFollower, CallLedger, readPhoneNumber } from "@outbound-call/core"
import { Emulator } from "@outbound-call/emulator"
import { Effect, Layer, Result } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { inWorld, pass, place, provider, settle, Traffic } from "./Rig.ts"
import { sampleStart } from "./SampleCall.ts"

interface Row {
  readonly conversation_id: string
  readonly status: string
}

interface Page {
  readonly conversations: ReadonlyArray<Row>
  readonly has_more: boolean
  readonly next_cursor: string | null
}

/** The emulator behind a proxy that spoils each page of the list. `nth` counts the pages from 0. */
const spoilt = (spoil: (page: Page, nth: number) => Page): typeof provider => {
  let nth = 0
  return Layer.effect(
    HttpClient.HttpClient,
    Effect.map(HttpClient.HttpClient, (client) =>
      HttpClient.make(
        Effect.fnUntraced(function* (request, url) {
          const response = yield* client.execute(request)
          if (url.pathname !== "/v1/convai/conversations" || response.status !== 200) return response
          const page = JSON.parse(yield* response.text) as Page
          const { headers } = response
          return HttpClientResponse.fromWeb(request, new Response(JSON.stringify(spoil(page, nth++)), { headers }))
        })
      )
    )
  ).pipe(Layer.provideMerge(provider))
}

const honest = (page: Page): Page => page

/** 110 numbers, more than a page of the list; each person ends the call in another way. */
const people = ["0101", "0102", "0100", "0103", "0105", "0110", "0100", "0104"]
const numbers = Array.from({ length: 700 }, (_, n) => n)
  .filter((n) => Result.isSuccess(readPhoneNumber(`+1${201 + n}5550100`)))
  .slice(0, 110)
  .map((n, index) => `+1${201 + n}555${people[index % people.length]}`)

const listReads = Effect.map(
  Traffic,
  ({ sent }) => sent.filter(({ path }) => path === "/v1/convai/conversations").length
)

const reads = Effect.map(
  Traffic,
  ({ sent }) => sent.filter(({ path }) => path.startsWith("/v1/convai/conversations/")).length
)

/** Follows the calls that are live in the ledger as a server does, for so many seconds. */
const hold = Effect.gen(function* () {
  const ledger = yield* CallLedger
  const holding = yield* (yield* CallFollower).hold({ isAwaited: true })
  yield* holding.add(yield* ledger.liveCalls(null, 1000))
  yield* holding.sweep
})

const placeAll = Effect.forEach(numbers, (to) => place({ to }))

/** The longest that a call was over at the provider and not in the ledger, in seconds; it fails when one still is. */
const latest = Effect.fnUntraced(function* (calls: ReadonlyArray<Call>) {
  const ledger = yield* CallLedger
  let worst = 0
  for (const { id, to } of calls) {
    const call = yield* ledger.find(id)
    assert.isTrue(call.status === "done" || call.status === "failed", `${to} is ${call.status}`)
    const told = (call.analysedAt?.epochMilliseconds ?? 0) - sampleStart
    worst = Math.max(worst, told / 1000 - (overAfter[to?.slice(-4) ?? ""] ?? 0))
  }
  return worst
})

/** When each person's record is complete, in seconds after the dial. */
const overAfter: { readonly [digits: string]: number } = {
  "0100": 44,
  "0101": 2,
  "0102": 60,
  "0103": 6,
  "0104": 26,
  "0105": 5,
  "0110": 1
}

describe("every call is found to be over, and none is read in a storm", () => {
  const cases: ReadonlyArray<{
    readonly name: string
    readonly spoil?: (page: Page, nth: number) => Page
    readonly change?: Parameters<Emulator["Service"]["change"]>[0]
    /** Seconds after which the last one is found, and reads in all, at most. */
    readonly within: number
    readonly most: number
  }> = [
    { name: "by an honest list", within: 10, most: 112 },
    { name: "by a list that lags twenty seconds", change: { indexLagSeconds: 20 }, within: 25, most: 330 },
    {
      name: "by a server that ignores every filter",
      change: { ignoreFilters: ["exclude_statuses", "call_start_after_unix", "agent_id"] },
      within: 10,
      most: 115
    },
    {
      name: "by a list that lost every seventh record",
      spoil: (page) => ({
        ...page,
        conversations: page.conversations.filter(({ conversation_id: id }) => id.charCodeAt(id.length - 1) % 7 > 0)
      }),
      within: 70,
      most: 280
    },
    {
      name: "by a list whose cursor ends after the first page",
      spoil: (page) => ({ ...page, has_more: false, next_cursor: null }),
      within: 70,
      most: 180
    },
    {
      name: "by a list whose cursor never ends",
      spoil: (page) => ({ ...page, has_more: true, next_cursor: page.next_cursor ?? "YWZ0ZXI6MA" }),
      within: 25,
      most: 250
    },
    {
      name: "by a list that gives each page twice",
      spoil: (() => {
        let last: Page | null = null
        return (page, nth) => {
          if (nth % 2 === 0) last = page
          return nth % 2 === 0 ? { ...page, has_more: true, next_cursor: "YWZ0ZXI6MTEw" } : (last ?? page)
        }
      })(),
      within: 70,
      most: 330
    },
    {
      name: "by a list of words that nobody knows",
      spoil: (page) => ({
        ...page,
        conversations: page.conversations.map((row) => ({ ...row, status: `new-${row.status}` }))
      }),
      within: 10,
      most: 115
    },
    { name: "by an empty list", spoil: (page) => ({ ...page, conversations: [] }), within: 70, most: 650 },
    {
      name: "by a list that says for ever what its first page said first",
      spoil: (() => {
        let first: Page | null = null
        return (page) => (first ??= page)
      })(),
      // It is believed for ten minutes.
      within: 620,
      most: 140
    }
  ]

  it.effect.each(cases)("$name", ({ change, most, name, spoil = honest, within }) =>
    Effect.gen(function* () {
      yield* Effect.orDie((yield* Emulator).change(change ?? {}))
      const calls = yield* placeAll
      yield* hold
      yield* pass(Math.max(140, within))
      const worst = yield* latest(calls)
      const [lists, single] = [yield* listReads, yield* reads]
      console.log(`${name}: ${lists} lists, ${single} reads, the last one found after ${worst.toFixed(1)} s`)
      assert.isAtMost(worst, within)
      assert.isAtMost(single, most)
      const before = (yield* Traffic).sent.length
      yield* pass(120)
      assert.strictEqual((yield* Traffic).sent.length, before, "something is still asked")
    }).pipe(Effect.scoped, inWorld({ network: spoilt(spoil) }))
  )

  it.effect("by reads alone, evenly, where the list cannot be had", () =>
    Effect.gen(function* () {
      yield* Effect.orDie((yield* Emulator).fault({ target: "list", kind: "status", status: 403, times: 1000 }))
      const calls = yield* placeAll
      yield* hold
      yield* pass(180)
      assert.isAtMost(yield* latest(calls), 45)
      assert.isAtMost(yield* reads, 700)
      assert.isAtMost(yield* listReads, 12)
    }).pipe(Effect.scoped, inWorld())
  )

  it.effect("with fewer and fewer requests while the provider says that they are too many", () =>
    Effect.gen(function* () {
      const calls = yield* placeAll
      yield* Effect.orDie((yield* Emulator).fault({ target: "list", kind: "rate-limited", times: 8 }))
      yield* Effect.orDie((yield* Emulator).fault({ target: "conversation", kind: "rate-limited", times: 30 }))
      yield* hold
      yield* settle
      const before = (yield* Traffic).sent.length
      yield* pass(300)
      const limited = (yield* Traffic).sent.length - before
      assert.isAtMost(limited, 40)
      yield* pass(1500)
      yield* latest(calls)
    }).pipe(Effect.scoped, inWorld())
  )

  it.effect("with few requests while every sweep dies", () =>
    Effect.gen(function* () {
      const calls = yield* placeAll
      yield* hold
      yield* pass(180)
      assert.isAtMost(yield* listReads, 12)
      yield* latest(calls)
    }).pipe(
      Effect.scoped,
      inWorld({
        network: spoilt(() => {
          throw new Error("a page that nobody can read")
        })
      })
    )
  )

  it.effect("asks nothing at all before the time that the provider names", () =>
    Effect.gen(function* () {
      yield* placeAll
      const limit = { kind: "rate-limited", retryAfterSeconds: 90 } as const
      yield* Effect.orDie((yield* Emulator).fault({ target: "conversation", ...limit }))
      yield* hold
      yield* pass(6)
      const before = (yield* Traffic).sent.length
      yield* pass(84)
      assert.strictEqual((yield* Traffic).sent.length, before)
      yield* pass(60)
      assert.isAbove((yield* Traffic).sent.length, before + 80)
    }).pipe(Effect.scoped, inWorld())
  )

  it.effect("by reads, while the list alone is limited, and the list is asked less and less", () =>
    Effect.gen(function* () {
      const calls = yield* placeAll
      yield* Effect.orDie((yield* Emulator).fault({ target: "list", kind: "rate-limited", times: 1000 }))
      yield* hold
      yield* pass(180)
      assert.isAtMost(yield* latest(calls), 60)
      assert.isAtMost(yield* listReads, 14)
      assert.isAtMost(yield* reads, 700)
    }).pipe(Effect.scoped, inWorld())
  )

  it.effect("with no request for a list that has lacked every call of late, except now and then", () =>
    Effect.gen(function* () {
      yield* Effect.forEach(["+12015550107", "+12025550107"], (to) => place({ to }))
      yield* pass(30)
      yield* hold
      yield* pass(120)
      assert.isAtMost(yield* listReads, 8)
    }).pipe(Effect.scoped, inWorld({ network: spoilt((page) => ({ ...page, conversations: [] })) }))
  )
})
