import { assert, describe, it } from "@effect/vitest"
import { DateTime } from "effect"
import { advance, type News } from "@outbound-call/core/AdvanceCall"
import { type Call, CallStatus, ConversationId, phoneMayHaveRung, retrySafe } from "@outbound-call/core"
import { sampleCall } from "./SampleCall.ts"

const start = DateTime.makeUnsafe("2026-11-23T12:00:00Z")
const after = (seconds: number) => DateTime.add(start, { seconds })

const through = (call: Call, news: ReadonlyArray<readonly [number, News]>): Call =>
  news.reduce((current, [seconds, one]) => advance(current, one, after(seconds)).call, call)

const absent = (witness: "provider" | "carrier"): News => ({ type: "absence", witness })
const unknown = sampleCall({
  status: "unknown",
  conversationId: null,
  problem: { code: "no-clear-answer", message: "HTTP 502", status: 502 }
})
const limited = sampleCall({
  status: "unknown",
  conversationId: null,
  problem: { code: "rate-limited", message: "HTTP 429", status: 429 }
})

describe("an unknown call", () => {
  it("is not placed when both witnesses showed no trace twice", () => {
    const call = through(unknown, [
      [0, absent("provider")],
      [0, absent("carrier")],
      [30, absent("provider")],
      [30, absent("carrier")]
    ])
    assert.strictEqual(call.status, "not-placed")
    assert.isFalse(phoneMayHaveRung(call))
    assert.isTrue(retrySafe(call))
  })

  it.each([
    [
      "one witness alone",
      [
        [0, absent("provider")],
        [30, absent("provider")],
        [90, absent("provider")]
      ]
    ],
    [
      "the carrier alone",
      [
        [0, absent("carrier")],
        [30, absent("carrier")]
      ]
    ],
    [
      "each once",
      [
        [0, absent("provider")],
        [30, absent("carrier")]
      ]
    ],
    [
      "both twice within 30 s",
      [
        [0, absent("provider")],
        [0, absent("carrier")],
        [29, absent("provider")],
        [29, absent("carrier")]
      ]
    ]
  ] as const)("stays unknown after %s", (_, news) => {
    assert.strictEqual(through(unknown, news).status, "unknown")
  })

  it("that met the provider's limit needs the provider's two alone", () => {
    assert.strictEqual(through(limited, [[0, absent("provider")]]).status, "unknown")
    assert.strictEqual(
      through(limited, [
        [0, absent("provider")],
        [31, absent("provider")]
      ]).status,
      "not-placed"
    )
  })

  it("with a conversation of its own is never found absent", () => {
    const named = sampleCall({
      status: "unknown",
      conversationId: ConversationId.make("conv_1"),
      problem: limited.problem
    })
    assert.strictEqual(
      through(named, [
        [0, absent("provider")],
        [40, absent("provider")]
      ]).status,
      "unknown"
    )
  })

  it("asks for attention once, with an event that says why", () => {
    const news: News = { type: "attention", code: "undecided", message: "Two calls look alike." }
    const first = advance(unknown, news, after(0))
    assert.strictEqual(first.call.attention?.code, "undecided")
    assert.include(first.events[0]?.message ?? "", "Two calls look alike.")
    assert.isEmpty(advance(first.call, news, after(10)).events)
  })

  it.each([
    [true, "failed", true],
    [false, "not-placed", false]
  ] as const)("ends by a person's word (dialled: %s), which is kept with the name", (dialled, status, mayHaveRung) => {
    const { call, events } = advance(unknown, { type: "verdict", dialled, by: "operator" }, after(0))
    assert.strictEqual(call.status, status)
    assert.strictEqual(phoneMayHaveRung(call), mayHaveRung)
    assert.strictEqual(events[0]?.cause, "person")
    assert.include(events[0]?.message ?? "", "operator")
  })
})

it.each(CallStatus.literals.filter((status) => status !== "unknown"))(
  "a call that is %s is never found absent",
  (status) => {
    const call = sampleCall({ status, conversationId: null })
    const later = through(call, [
      [0, absent("provider")],
      [0, absent("carrier")],
      [40, absent("provider")],
      [40, absent("carrier")]
    ])
    assert.strictEqual(later.status, status)
  }
)

it.each(["planned", "dialing", "initiated", "in-progress", "processing"] as const)(
  "a call that is %s is not found undialled by a person",
  (status) => {
    for (const dialled of [true, false]) {
      assert.strictEqual(
        advance(sampleCall({ status }), { type: "verdict", dialled, by: "operator" }, after(0)).call.status,
        status
      )
    }
  }
)

it("a call of unknown fate with a conversation was dialled, whatever a person says", () => {
  const call = sampleCall({ status: "unknown", conversationId: ConversationId.make("conv_1") })
  assert.strictEqual(
    advance(call, { type: "verdict", dialled: false, by: "operator" }, after(0)).call.status,
    "unknown"
  )
})

it("a call that the provider forgot can be ended as dialled, and as nothing else", () => {
  const attention = { code: "conversation-gone" as const, message: "Gone.", since: start }
  const call = sampleCall({ status: "in-progress", conversationId: ConversationId.make("conv_1"), attention })
  assert.strictEqual(
    advance(call, { type: "verdict", dialled: false, by: "operator" }, after(0)).call.status,
    "in-progress"
  )
  assert.strictEqual(advance(call, { type: "verdict", dialled: true, by: "operator" }, after(0)).call.status, "failed")
})

it.each(["rang-after-all", "rang-twice"] as const)(
  "a call that is over and %s keeps its end, and needs no attention once a person looked at it",
  (code) => {
    const attention = { code, message: "It rang.", since: start }
    const conversationId = ConversationId.make("conv_1")
    const call = sampleCall({ status: "done", outcome: "answered", conversationId, endedAt: start, attention })
    const { call: seen, events } = advance(call, { type: "verdict", dialled: true, by: "ada" }, after(0))
    assert.deepStrictEqual(seen, { ...call, attention: null })
    assert.deepInclude(events[0], { cause: "person", status: "done", message: "ada looked at what needed attention." })
    assert.strictEqual(advance(call, { type: "verdict", dialled: false, by: "ada" }, after(0)).call, call)
  }
)

it.each(["done", "failed", "refused", "cancelled"] as const)(
  "a call that is %s does not heed a person's later word",
  (status) => {
    const call = sampleCall({ status })
    assert.strictEqual(advance(call, { type: "verdict", dialled: true, by: "operator" }, after(0)).call.status, status)
  }
)
