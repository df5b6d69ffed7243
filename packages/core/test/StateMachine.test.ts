import { assert, describe, it } from "@effect/vitest"
import { DateTime } from "effect"
import { advance, type News } from "@outbound-call/core/AdvanceCall"
import { Attention, type Call, CallStatus, ConversationId, isFinal } from "@outbound-call/core"
import type { DialAnswer } from "@outbound-call/core/DialAnswer"
import type { NoticeWord } from "@outbound-call/core/TakeNotice"
import { sampleCall, sampleNow } from "./SampleCall.ts"
import { sampleConversation, sampleSummary } from "./SampleConversation.ts"

/** Every kind of news. A type that is added to `News` or `DialAnswer` is missing below until it has a column. */
type Told = "answer" | "conversation" | "listed" | "absence" | "attention" | "verdict" | "notice"
type Column =
  | Exclude<News["type"], Told>
  | DialAnswer["type"]
  | `${"says" | "is listed as"} ${"initiated" | "in-progress" | "processing" | "done" | "failed" | "on-hold"}`
  | `absent for the ${"provider" | "carrier"}`
  | `needs attention: ${Attention["code"]}`
  | `a person says: ${"dialled" | "not dialled"}`
  | `notice: ${NoticeWord}`
  | "notice of another conversation"

const id = ConversationId.make("conv_1")
const now = DateTime.add(sampleNow, { minutes: 9 })
const earlier = DateTime.subtract(now, { seconds: 31 })

const says = (status: string): News => ({
  type: "conversation",
  conversation: sampleConversation({ id, status }),
  cause: "poll"
})
const lists = (status: string): News => ({ type: "listed", row: sampleSummary({ id, status }) })
const notice = (says: NoticeWord, conversationId = id): News => ({
  type: "notice",
  conversationId,
  says,
  detail: "{}"
})
const needs = (code: Attention["code"]): News => ({ type: "attention", code, message: "Look." })

const columns: Record<Column, News> = {
  dialled: { type: "answer", answer: { type: "dialled", conversationId: id, callSid: "CA01", detail: "{}" } },
  rejected: { type: "answer", answer: { type: "rejected", message: "No.", status: 404, detail: "{}" } },
  "not-sent": { type: "answer", answer: { type: "not-sent", message: "No connection." } },
  "rate-limited": { type: "answer", answer: { type: "rate-limited", message: "Busy.", status: 429, detail: "{}" } },
  unclear: {
    type: "answer",
    answer: { type: "unclear", message: "Lost.", status: null, conversationId: null, detail: "" }
  },
  silence: { type: "silence" },
  "hang-up": { type: "hang-up" },
  suppressed: { type: "suppressed" },
  denied: { type: "denied", by: "ada" },
  time: { type: "time" },
  "says initiated": says("initiated"),
  "says in-progress": says("in-progress"),
  "says processing": says("processing"),
  "says done": says("done"),
  "says failed": says("failed"),
  "says on-hold": says("on-hold"),
  "is listed as initiated": lists("initiated"),
  "is listed as in-progress": lists("in-progress"),
  "is listed as processing": lists("processing"),
  "is listed as done": lists("done"),
  "is listed as failed": lists("failed"),
  "is listed as on-hold": lists("on-hold"),
  "absent for the provider": { type: "absence", witness: "provider" },
  "absent for the carrier": { type: "absence", witness: "carrier" },
  "needs attention: no-second-witness": needs("no-second-witness"),
  "needs attention: undecided": needs("undecided"),
  "needs attention: silent-provider": needs("silent-provider"),
  "needs attention: conversation-gone": needs("conversation-gone"),
  "needs attention: rang-twice": needs("rang-twice"),
  "needs attention: rang-after-all": needs("rang-after-all"),
  "a person says: dialled": { type: "verdict", dialled: true, by: "operator" },
  "a person says: not dialled": { type: "verdict", dialled: false, by: "operator" },
  "notice: busy": notice("busy"),
  "notice: no-answer": notice("no-answer"),
  "notice: failed": notice("failed"),
  "notice: machine": notice("machine"),
  "notice of another conversation": notice("busy", ConversationId.make("conv_2"))
}

type Moves = { readonly [column in Column]?: CallStatus }

const talked: Moves = { "says done": "done", "says failed": "failed" }
const rung: Moves = { ...talked, "says in-progress": "in-progress", "says processing": "processing" }
const begun: Moves = { ...rung, "says initiated": "initiated", "says on-hold": "initiated", dialled: "initiated" }
const answered: Moves = { ...begun, rejected: "failed", "not-sent": "not-placed" }
const judged: Moves = { "a person says: dialled": "failed", "a person says: not dialled": "not-placed" }

/** A row of the list moves a call whose conversation is known, and ends none. */
const listed: Moves = { "is listed as in-progress": "in-progress", "is listed as processing": "processing" }
const firstListed: Moves = {
  ...listed,
  "is listed as initiated": "initiated",
  "is listed as on-hold": "initiated"
}

const unanswered: Moves = { "notice: busy": "failed", "notice: no-answer": "failed", "notice: failed": "failed" }

const because = (code: NonNullable<Call["problem"]>["code"]) => ({ code, message: "Why.", status: null })
const attention = { code: "undecided" as const, message: "Look.", since: sampleNow }
const approval = (minutes: number) => ({
  requestedAt: sampleNow,
  expiresAt: DateTime.add(sampleNow, { minutes }),
  reasons: [{ rule: "approval", says: "Ask." }],
  decision: null,
  decidedAt: null,
  decidedBy: null
})
const lost = { status: "unknown", problem: because("no-clear-answer") } as const

/** Each state, and where news takes it; whatever is not listed leaves it where it is. */
const states: { readonly [state: string]: { readonly call: Call; readonly moves: Moves } } = {
  planned: {
    call: sampleCall({ status: "planned" }),
    moves: { ...begun, "hang-up": "cancelled", suppressed: "cancelled" }
  },
  "planned, for a person": {
    call: sampleCall({ status: "planned", approval: approval(10) }),
    moves: { ...begun, "hang-up": "cancelled", suppressed: "cancelled", denied: "cancelled" }
  },
  "planned, for too long": {
    call: sampleCall({ status: "planned", approval: approval(9) }),
    moves: { ...begun, "hang-up": "cancelled", suppressed: "cancelled", denied: "cancelled", time: "cancelled" }
  },
  "cancelled, and waited": { call: sampleCall({ status: "cancelled", approval: approval(9) }), moves: begun },
  "refused, and waited": { call: sampleCall({ status: "refused", approval: approval(9) }), moves: begun },
  dialing: {
    call: sampleCall({ status: "dialing" }),
    moves: { ...answered, "rate-limited": "unknown", unclear: "unknown", silence: "unknown" }
  },
  unknown: { call: sampleCall(lost), moves: { ...answered, ...judged } },
  "unknown, absent all but once": {
    call: sampleCall({ ...lost, absences: { provider: [sampleNow, earlier], carrier: [earlier] } }),
    moves: { ...answered, ...judged, "absent for the carrier": "not-placed" }
  },
  "unknown, and the provider was at its limit": {
    call: sampleCall({
      ...lost,
      problem: because("rate-limited"),
      absences: { provider: [earlier], carrier: [] }
    }),
    moves: { ...answered, ...judged, "absent for the provider": "not-placed" }
  },
  "unknown, with a conversation": {
    call: sampleCall({ ...lost, conversationId: id, absences: { provider: [sampleNow, earlier], carrier: [earlier] } }),
    moves: { ...answered, ...firstListed, ...unanswered, "a person says: dialled": "failed" }
  },
  initiated: {
    call: sampleCall({ status: "initiated", conversationId: id }),
    moves: { ...rung, ...listed, ...unanswered }
  },
  "in-progress": {
    call: sampleCall({ status: "in-progress", conversationId: id }),
    moves: { ...talked, "says processing": "processing", "is listed as processing": "processing" }
  },
  "in-progress, needs attention": {
    call: sampleCall({ status: "in-progress", conversationId: id, attention }),
    moves: {
      ...talked,
      "says processing": "processing",
      "is listed as processing": "processing",
      "a person says: dialled": "failed"
    }
  },
  processing: { call: sampleCall({ status: "processing", conversationId: id, endedAt: sampleNow }), moves: talked },
  done: { call: sampleCall({ status: "done", conversationId: id, endedAt: sampleNow }), moves: {} },
  "failed after the dial": {
    call: sampleCall({ status: "failed", conversationId: id, problem: because("call-failed"), endedAt: sampleNow }),
    moves: {}
  },
  "failed by the provider's no": {
    call: sampleCall({ status: "failed", problem: because("rejected"), endedAt: sampleNow }),
    moves: begun
  },
  refused: { call: sampleCall({ status: "refused" }), moves: {} },
  cancelled: { call: sampleCall({ status: "cancelled" }), moves: {} },
  "not-placed": {
    call: sampleCall({ status: "not-placed", problem: because("not-sent"), endedAt: sampleNow }),
    moves: { ...begun, "a person says: dialled": "failed" }
  },
  "not-placed, with a conversation": {
    call: sampleCall({
      status: "not-placed",
      conversationId: id,
      problem: because("not-sent"),
      endedAt: sampleNow
    }),
    moves: { ...begun, ...unanswered, "a person says: dialled": "failed" }
  }
}

const kinds = Object.keys(columns) as ReadonlyArray<Column>

describe("every state and all news", () => {
  it("has a row for each status, and a column for each reason to need attention", () => {
    assert.sameMembers([...new Set(Object.values(states).map(({ call }) => call.status))], [...CallStatus.literals])
    assert.includeMembers(
      [...kinds],
      Attention.fields.code.literals.map((code): Column => `needs attention: ${code}`)
    )
  })

  it.each(Object.entries(states))("%s: each news takes it to its place", (_, { call, moves }) => {
    assert.deepStrictEqual(
      kinds.map((kind) => `${kind} → ${advance(call, columns[kind], now).call.status}`),
      kinds.map((kind) => `${kind} → ${moves[kind] ?? call.status}`)
    )
  })

  it.each(Object.entries(states))("%s: asks for a person while it can change, and for two rings always", (_, row) => {
    for (const code of Attention.fields.code.literals) {
      const told = advance(row.call, needs(code), now)
      const expected = isFinal(row.call) && code !== "rang-twice" ? row.call.attention?.code : code
      assert.strictEqual(told.call.attention?.code, expected, code)
    }
  })

  it.each(Object.entries(states))("%s: every move is told, and no other news claims one", (_, { call }) => {
    for (const kind of kinds) {
      const { call: after, events } = advance(call, columns[kind], now)
      if (after.status !== call.status)
        assert.isTrue(
          events.some(({ status }) => status === after.status),
          kind
        )
      for (const event of events) assert.strictEqual(event.status, after.status, kind)
    }
  })
})
