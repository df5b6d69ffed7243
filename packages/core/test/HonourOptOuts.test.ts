import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect, Layer } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import {
  builtInProfiles,
  CallLedger,
  type Conversation,
  getCall,
  LedgerError,
  placeCall,
  PhoneNumber,
  releaseNumber,
  Suppressions
} from "@outbound-call/core"
import { inWorld, ledgerWith, pass, place, provider, request, rings, type RigOptions } from "./Rig.ts"
import { sampleCall, sampleId, sampleNow } from "./SampleCall.ts"
import { sampleConversation } from "./SampleConversation.ts"

const diskFull = new LedgerError({ operation: "record", phoneMayHaveRung: false, cause: "disk full" })
const to = PhoneNumber.make("+14155550100")

/** The provider, whose record of every call that is done is changed so. */
const recording = (change: (record: Record<string, unknown>) => Record<string, unknown>): typeof provider =>
  Layer.effect(
    HttpClient.HttpClient,
    Effect.map(HttpClient.HttpClient, (client) =>
      HttpClient.transform(
        client,
        Effect.fnUntraced(function* (answering, asked) {
          const answer = yield* answering
          if (asked.method !== "GET" || !/conversations\/conv_[^/]+$/.test(asked.url)) return answer
          const record = JSON.parse(yield* answer.text) as Record<string, unknown>
          const told = record["status"] === "done" ? change(record) : record
          return HttpClientResponse.fromWeb(asked, Response.json(told))
        })
      )
    )
  ).pipe(Layer.provideMerge(provider))

const speech = "Please do not call me again, my other number is +14155550177."

const saysNo = recording((record) => ({
  ...record,
  transcript: [{ role: "user", message: speech, time_in_call_secs: 3 }]
}))

/** Calls that would ring, and that nothing but the list can stand against. */
const real = (network: typeof provider, options: RigOptions = {}): RigOptions => ({
  ...options,
  network,
  kind: "elevenlabs",
  settings: { purpose: "requested", profile: { ...builtInProfiles.rig, name: "free" } }
})

const listed = Effect.map(
  Suppressions.use((list) => list.list({ limit: 10 })),
  ({ suppressions }) => suppressions
)

/** A call that is over, and was looked at. */
const talked = Effect.gen(function* () {
  const placed = yield* place({ to })
  yield* pass(60)
  return yield* getCall(placed.id)
})

const waiting = sampleCall({ id: sampleId(7), status: "planned", to, simulated: false })
const plan = (call = waiting) => CallLedger.use((ledger) => ledger.claim(call, call.id, { type: "new" }, null))

describe("a person who asks for no more calls", () => {
  it.effect("is called no more: the very next claim is refused", () =>
    Effect.gen(function* () {
      const call = yield* talked
      assert.strictEqual(call.status, "done")
      const refusal = yield* Effect.flip(placeCall(request({ to })))
      assert.deepInclude(refusal, { _tag: "CallRefused", code: "suppression" })
      assert.strictEqual(yield* rings, 1)
      const [entry, ...others] = yield* listed
      assert.deepInclude(entry, { number: to, source: "asked for in a call", note: call.id, addedBy: "the service" })
      assert.deepStrictEqual(others, [])
    }).pipe(inWorld(real(saysNo)))
  )

  it.effect("would be called again if nobody listened", () =>
    Effect.gen(function* () {
      yield* talked
      yield* place({ to })
      yield* pass(1)
      assert.strictEqual(yield* rings, 2)
      assert.deepStrictEqual(yield* listed, [])
    }).pipe(inWorld(real(provider)))
  )

  it.effect("may say so to the agent, whose data collection tells it", () =>
    Effect.gen(function* () {
      yield* talked
      assert.deepInclude(yield* Effect.flip(placeCall(request({ to }))), { code: "suppression" })
    }).pipe(
      inWorld(
        real(
          recording((record) => ({
            ...record,
            analysis: { data_collection_results: { opt_out: { data_collection_id: "opt_out", value: true } } }
          }))
        )
      )
    )
  )

  it.effect("has what waited cancelled, for every owner, and no call of another number", () =>
    Effect.gen(function* () {
      const placed = yield* place({ to })
      const elsewhere = { ...waiting.identity, workspace: "another" }
      const other = sampleCall({ id: sampleId(8), status: "planned", to: PhoneNumber.make("+14155550177") })
      yield* plan({ ...waiting, owner: "bob", identity: elsewhere })
      yield* plan(other)
      yield* pass(60)
      yield* getCall(placed.id)
      const ledger = yield* CallLedger
      assert.deepInclude(yield* ledger.find(waiting.id), { status: "cancelled" })
      assert.strictEqual((yield* ledger.find(other.id)).status, "planned")
      const [event] = (yield* ledger.events(waiting.id, 0)).slice(-1)
      assert.strictEqual(event?.message, "Its number was put on the do-not-call list.")
    }).pipe(inWorld(real(saysNo)))
  )

  it.effect("counts once: who was taken off the list since stays off, however often the old news comes", () =>
    Effect.gen(function* () {
      const call = yield* talked
      yield* releaseNumber(to)
      const ledger = yield* CallLedger
      const conversation: Conversation = sampleConversation({
        id: call.conversationId ?? assert.fail("no conversation"),
        status: "done",
        turns: [{ n: 1, speaker: "recipient", atSeconds: 3, text: speech, interrupted: false, tools: [] }]
      })
      yield* ledger.record(call.id, { type: "conversation", conversation, cause: "poll" })
      yield* ledger.record(call.id, { type: "conversation", conversation, cause: "webhook" })
      assert.deepStrictEqual(yield* listed, [])
      yield* talked
      assert.lengthOf(yield* listed, 1)
    }).pipe(inWorld(real(saysNo)))
  )

  it.effect(
    "is heard also where a person's word, or the carrier's, had ended the call before its conversation was read",
    () =>
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        const turns = [
          { n: 1, speaker: "recipient" as const, atSeconds: 3, text: speech, interrupted: false, tools: [] }
        ]
        for (const [n, ending] of [
          [
            21,
            [
              { type: "attention", code: "undecided", message: "?" },
              { type: "verdict", dialled: true, by: "ada" }
            ]
          ],
          [22, [{ type: "notice", conversationId: "conv_22", says: "failed", detail: null }]]
        ] as const) {
          const number = PhoneNumber.make(`+141555501${n}`)
          const base = sampleCall({ id: sampleId(n), to: number, createdAt: sampleNow, simulated: false })
          const id = `conv_${n}` as Conversation["id"]
          yield* plan({ ...base, conversationId: id, status: "initiated" })
          for (const news of ending) yield* ledger.record(base.id, news as never)
          assert.deepInclude(yield* ledger.find(base.id), { status: "failed", analysedAt: null })
          const conversation = sampleConversation({ id, status: "done", durationSeconds: 21, turns })
          const heard = yield* ledger.record(base.id, { type: "conversation", conversation, cause: "webhook" })
          assert.deepInclude(heard, { status: "failed", durationSeconds: 21 })
          assert.isNotNull(heard.analysedAt)
          assert.deepInclude(yield* Suppressions.use((list) => list.find(number)), { note: base.id })
          yield* releaseNumber(number)
          yield* ledger.record(base.id, { type: "conversation", conversation, cause: "poll" })
          assert.isNull(yield* Suppressions.use((list) => list.find(number)), "once")
        }
      }).pipe(inWorld(real(provider)))
  )

  it.effect("is looked for when a call is read whose end only a person told", () =>
    Effect.gen(function* () {
      const placed = yield* place({ to })
      const ledger = yield* CallLedger
      yield* ledger.record(placed.id, { type: "attention", code: "silent-provider", message: "?" })
      yield* ledger.record(placed.id, { type: "verdict", dialled: true, by: "ada" })
      yield* pass(60)
      assert.deepInclude(yield* getCall(placed.id), { status: "failed" })
      assert.lengthOf(yield* listed, 1)
    }).pipe(inWorld(real(saysNo)))
  )

  it.effect("does not lose the wish when the process ends before the conversation is recorded", () => {
    let broken = true
    const ledger = ledgerWith((inner) => ({
      record: (id, news) =>
        broken && news.type === "conversation" && news.conversation.status === "done"
          ? Effect.fail(diskFull)
          : inner.record(id, news)
    }))
    return Effect.gen(function* () {
      const placed = yield* place({ to })
      yield* pass(60)
      assert.strictEqual((yield* Effect.flip(getCall(placed.id)))._tag, "LedgerError")
      assert.lengthOf(yield* listed, 1)
      broken = false
      assert.strictEqual((yield* getCall(placed.id)).status, "done")
      assert.lengthOf(yield* listed, 1)
    }).pipe(inWorld(real(saysNo, { ledger })))
  })

  it.effect("adds no other number than its own, and none of what was said is kept", () =>
    Effect.gen(function* () {
      yield* talked
      const entries = yield* listed
      assert.deepStrictEqual(
        entries.map(({ number }) => number),
        [to]
      )
      const ledger = yield* CallLedger
      const { calls } = yield* ledger.list({})
      const events = yield* Effect.forEach(calls, ({ id }) => ledger.events(id, 0))
      for (const kept of [entries, calls, events]) assert.notInclude(JSON.stringify(kept), "again")
    }).pipe(inWorld(real(saysNo)))
  )

  it.effect("is not heard in the conversation of another call", () =>
    Effect.gen(function* () {
      const call = sampleCall({ id: sampleId(9), to, createdAt: sampleNow })
      yield* plan({ ...call, conversationId: sampleConversation().id, status: "initiated" })
      const ledger = yield* CallLedger
      const turns = [{ n: 1, speaker: "recipient" as const, atSeconds: 3, text: speech, interrupted: false, tools: [] }]
      const strange = sampleConversation({ status: "done", turns, startedAt: DateTime.makeUnsafe(0) })
      yield* ledger.record(call.id, {
        type: "conversation",
        cause: "poll",
        conversation: { ...strange, id: "conv_another" as typeof strange.id }
      })
      assert.deepStrictEqual(yield* listed, [])
      yield* ledger.record(call.id, { type: "conversation", cause: "poll", conversation: strange })
      assert.lengthOf(yield* listed, 1)
    }).pipe(inWorld(real(provider)))
  )
})
