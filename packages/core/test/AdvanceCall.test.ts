import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, DateTime, Schema } from "effect"
import { advance, type News } from "@outbound-call/core/AdvanceCall"
import { Call, type CallProblem, type CallStatus, ConversationId, isFinal, phoneMayHaveRung } from "@outbound-call/core"
import { sampleCall, sampleNow } from "./SampleCall.ts"
import { sampleConversation, samplePhoneCall } from "./SampleConversation.ts"

const later = DateTime.add(sampleNow, { seconds: 40 })
const muchLater = DateTime.add(sampleNow, { minutes: 9 })
const id = ConversationId.make("conv_1")

const says = (status: string, change: Parameters<typeof sampleConversation>[0] = {}): News => ({
  type: "conversation",
  conversation: sampleConversation({ status, ...change }),
  cause: "poll"
})

const news = {
  dialled: { type: "answer", answer: { type: "dialled", conversationId: id, callSid: "CA01", detail: "{}" } },
  rejected: { type: "answer", answer: { type: "rejected", message: "No.", status: 404, detail: "{}" } },
  "not-sent": { type: "answer", answer: { type: "not-sent", message: "No connection." } },
  "rate-limited": { type: "answer", answer: { type: "rate-limited", message: "Busy.", status: 429, detail: "{}" } },
  unclear: {
    type: "answer",
    answer: { type: "unclear", message: "Lost.", status: null, conversationId: null, detail: "" }
  },
  silence: { type: "silence" },
  initiated: says("initiated"),
  "in-progress": says("in-progress", { answeredAt: later }),
  processing: says("processing", { answeredAt: later, durationSeconds: 30 }),
  done: says("done", { answeredAt: later, durationSeconds: 30 }),
  failed: says("failed", { error: { code: 486, reason: "Busy Here" } }),
  strange: says("on-hold")
} satisfies Record<string, News>

type Kind = keyof typeof news
const kinds = Object.keys(news) as ReadonlyArray<Kind>

const problem = (code: CallProblem["code"]): CallProblem => ({ code, message: "Why.", status: null })

const states = {
  planned: sampleCall({ status: "planned" }),
  dialing: sampleCall(),
  unknown: sampleCall({ status: "unknown", problem: problem("no-clear-answer") }),
  initiated: sampleCall({ status: "initiated", conversationId: id }),
  "in-progress": sampleCall({ status: "in-progress", conversationId: id }),
  processing: sampleCall({ status: "processing", conversationId: id, endedAt: later }),
  done: sampleCall({ status: "done", conversationId: id, endedAt: later, analysedAt: later }),
  "call-failed": sampleCall({ status: "failed", conversationId: id, endedAt: later, problem: problem("call-failed") }),
  refused: sampleCall({ status: "refused" }),
  cancelled: sampleCall({ status: "cancelled" }),
  "not-placed": sampleCall({ status: "not-placed", endedAt: sampleNow, problem: problem("not-sent") }),
  "rejected-call": sampleCall({ status: "failed", endedAt: sampleNow, problem: problem("rejected") })
}

const row = (answers: string, records: string): ReadonlyArray<string> => `${answers} ${records}`.split(" ")
const always = (status: CallStatus): ReadonlyArray<string> => kinds.map(() => status)
const forward = "initiated in-progress processing done failed initiated"
const answered = "initiated failed not-placed unknown unknown unknown"

/** For each state, where each of the news takes it, in the order of `kinds`. */
const table: Record<keyof typeof states, ReadonlyArray<string>> = {
  planned: row("initiated planned planned planned planned planned", forward),
  dialing: row(answered, forward),
  unknown: row(answered, forward),
  initiated: row("initiated initiated initiated initiated initiated initiated", forward),
  "in-progress": row(
    "in-progress in-progress in-progress in-progress in-progress in-progress",
    "in-progress in-progress processing done failed in-progress"
  ),
  processing: row(
    "processing processing processing processing processing processing",
    "processing processing processing done failed processing"
  ),
  done: always("done"),
  "call-failed": always("failed"),
  refused: always("refused"),
  cancelled: always("cancelled"),
  "not-placed": row("initiated not-placed not-placed not-placed not-placed not-placed", forward),
  "rejected-call": row("initiated failed failed failed failed failed", forward)
}

const encode = Schema.encodeSync(Call)
const show = (call: Call) => JSON.stringify(encode(call))

const takeAll = (start: Call, kindsOfNews: ReadonlyArray<Kind>) =>
  kindsOfNews.reduce(
    ({ call, events }, kind) => {
      const next = advance(call, news[kind], later)
      return { call: next.call, events: [...events, ...next.events] }
    },
    { call: start, events: [] as ReadonlyArray<ReturnType<typeof advance>["events"][number]> }
  )

describe("advance", () => {
  it.each(Object.keys(states) as ReadonlyArray<keyof typeof states>)(
    "takes each news to its place from %s",
    (state) => {
      const reached = kinds.map((kind) => `${kind} → ${advance(states[state], news[kind], muchLater).call.status}`)
      assert.deepStrictEqual(
        reached,
        kinds.map((kind, index) => `${kind} → ${table[state][index]}`)
      )
    }
  )

  it.each(Object.keys(states) as ReadonlyArray<keyof typeof states>)(
    "learns nothing from hearing it twice, from %s",
    (state) => {
      for (const kind of kinds) {
        const once = advance(states[state], news[kind], later).call
        const twice = advance(once, news[kind], muchLater)
        assert.strictEqual(show(twice.call), show(once), kind)
        assert.deepStrictEqual(twice.events, [], kind)
      }
    }
  )

  it("tells the steps of a whole call once each and in order", () => {
    const { call, events } = takeAll(sampleCall(), ["dialled", "initiated", "in-progress", "processing", "done"])
    assert.deepStrictEqual(
      events.map((event) => `${event.type} ${event.status} ${event.cause}`),
      [
        "status initiated dial",
        "status in-progress poll",
        "status processing poll",
        "ended processing poll",
        "status done poll",
        "analysed done poll"
      ]
    )
    assert.strictEqual(call.outcome, "answered")
    assert.strictEqual(call.durationSeconds, 30)
    assert.strictEqual(call.callSid, "CA01")
    assert.deepStrictEqual(call.answeredAt, later)
  })

  it("ends a call whose steps were missed with every event that belongs to the end", () => {
    const { events } = takeAll(sampleCall({ status: "initiated", conversationId: id }), ["done"])
    assert.deepStrictEqual(
      events.map((event) => event.type),
      ["status", "ended", "analysed"]
    )
  })

  it("ignores news that comes late and out of order", () => {
    const ended = takeAll(sampleCall(), ["dialled", "processing"]).call
    for (const kind of ["initiated", "in-progress", "dialled", "silence", "rejected", "unclear"] as const) {
      const next = advance(ended, news[kind], muchLater)
      assert.strictEqual(show(next.call), show(ended), kind)
      assert.deepStrictEqual(next.events, [], kind)
    }
  })

  it("takes the end from the record, however late it is read", () => {
    const end = DateTime.add(later, { seconds: 30 })
    assert.deepStrictEqual(advance(states["in-progress"], news.done, muchLater).call.endedAt, end)
  })

  it("keeps the instant at which the line was seen down when the record does not tell it", () => {
    const ended = advance(states["in-progress"], says("processing"), later).call
    assert.deepStrictEqual(ended.endedAt, later)
    assert.deepStrictEqual(advance(ended, news.done, muchLater).call.endedAt, later)
  })

  it("keeps a word that the provider never used before, tells it once, and does not take it for the end", () => {
    const first = advance(states["in-progress"], says("on-hold"), later)
    assert.strictEqual(first.call.providerStatus, "on-hold")
    assert.strictEqual(first.call.status, "in-progress")
    assert.isFalse(isFinal(first.call))
    assert.deepStrictEqual(
      first.events.map((event) => event.message),
      ['The provider says "on-hold".']
    )
    assert.deepStrictEqual(advance(first.call, says("on-hold"), muchLater).events, [])
    assert.strictEqual(advance(first.call, news.done, muchLater).call.status, "done")
  })

  it("ignores a conversation that is not this call's", () => {
    const other = says("done", { id: ConversationId.make("conv_2") })
    assert.deepStrictEqual(advance(states.initiated, other, later), { call: states.initiated, events: [] })
    const answer: News = {
      type: "answer",
      answer: { type: "dialled", conversationId: ConversationId.make("conv_2"), callSid: null, detail: "" }
    }
    assert.deepStrictEqual(advance(states.initiated, answer, later), { call: states.initiated, events: [] })
  })

  it("keeps the conversation that an unclear answer named", () => {
    const answer: News = {
      type: "answer",
      answer: { type: "unclear", message: "Hm.", status: 200, conversationId: id, detail: "{}" }
    }
    const doubtful = advance(states.dialing, answer, later).call
    assert.strictEqual(doubtful.conversationId, id)
    assert.strictEqual(advance(doubtful, news.unclear, later).call.conversationId, id)
  })

  it("fills in the call sid that only the answer to the dial told", () => {
    const found = advance(
      states.unknown,
      says("initiated", { phoneCall: { ...samplePhoneCall, callSid: null } }),
      later
    )
    assert.isNull(found.call.callSid)
    assert.strictEqual(advance(found.call, news.dialled, muchLater).call.callSid, "CA01")
  })

  it("says why a call failed, and what the provider found of one that worked", () => {
    assert.strictEqual(advance(states.initiated, news.failed, later).call.problem?.message, "Busy Here")
    assert.strictEqual(advance(states.initiated, says("failed"), later).call.problem?.code, "call-failed")
    assert.isNull(advance(states.unknown, news.done, later).call.problem)
  })

  describe("when a phone rang after all", () => {
    for (const state of ["not-placed", "rejected-call"] as const) {
      it(`brings a ${state} back to life, with an end of its own`, () => {
        const back = takeAll(states[state], ["dialled"])
        assert.strictEqual(back.call.status, "initiated")
        assert.isTrue(phoneMayHaveRung(back.call))
        assert.isNull(back.call.problem)
        assert.isNull(back.call.endedAt)
        const over = takeAll(back.call, ["processing", "done"])
        assert.deepStrictEqual(
          over.events.map((event) => event.type),
          ["status", "ended", "status", "analysed"]
        )
        assert.deepStrictEqual(over.call.endedAt, DateTime.add(later, { seconds: 30 }))
      })

      it(`believes the provider's record of a ${state}, whatever it says`, () => {
        for (const kind of ["initiated", "in-progress", "processing", "done", "failed", "strange"] as const) {
          const { call, events } = advance(states[state], news[kind], later)
          assert.isTrue(phoneMayHaveRung(call), kind)
          assert.strictEqual(call.conversationId, id, kind)
          assert.isAbove(events.length, 0, kind)
          if (!isFinal(call) && call.status !== "processing") assert.isNull(call.endedAt, kind)
        }
      })
    }
  })

  const ranks: Record<CallStatus, number> = {
    planned: 0,
    dialing: 1,
    unknown: 2,
    initiated: 3,
    "in-progress": 4,
    processing: 5,
    done: 6,
    failed: 6,
    refused: 6,
    cancelled: 6,
    "not-placed": 6
  }
  const rang: ReadonlySet<Kind> = new Set(["dialled", ...kinds.slice(6)])
  const isUnrung = (call: Call) => call.status === "not-placed" || call.problem?.code === "rejected"
  const sequence = Arbitrary.array(Arbitrary.schema(Schema.Literals(kinds)), { maxLength: 12 })
  const start = Schema.Literals(Object.keys(states) as ReadonlyArray<keyof typeof states>)

  it.prop(
    "never moves backwards and never leaves an end, except when a phone rang after all",
    { sequence, start },
    ({ sequence, start }) => {
      let call: Call = states[start]
      for (const kind of sequence) {
        const next = advance(call, news[kind], muchLater)
        const resurrected = isUnrung(call) && rang.has(kind)
        if (!resurrected) {
          assert.isAtLeast(ranks[next.call.status], ranks[call.status], kind)
          if (isFinal(call)) assert.strictEqual(next.call.status, call.status, kind)
        }
        if (next.call.status !== call.status) assert.strictEqual(next.events[0]?.status, next.call.status)
        assert.strictEqual(next.call.id, call.id)
        if (call.conversationId !== null) assert.strictEqual(next.call.conversationId, call.conversationId)
        call = next.call
      }
    }
  )
})
