import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect } from "effect"
import { Emulator } from "@outbound-call/emulator"
import type { Conversation } from "@outbound-call/core"
import { compare, lookUpCall } from "@outbound-call/core/LookUpCall"
import { baseUrl, inWorld, pass, place, posts, rings, Traffic } from "./Rig.ts"
import { sampleCall, sampleNow } from "./SampleCall.ts"
import { sampleConversation, samplePhoneCall } from "./SampleConversation.ts"

const call = sampleCall({ status: "unknown" })
const echo = { outbound_call_id: call.id }
const own = sampleConversation({ variables: echo })
const phoneCall = (change: Partial<typeof samplePhoneCall>): Partial<Conversation> => ({
  phoneCall: { ...samplePhoneCall, ...change }
})

describe("compare", () => {
  it("knows the conversation that carries the call's id back", () => {
    assert.strictEqual(compare(call, own), "same")
    assert.strictEqual(compare(call, { ...own, ...phoneCall({ direction: null, phoneNumberId: null }) }), "same")
    for (const status of ["initiated", "in-progress", "processing", "done", "failed", "on-hold"]) {
      assert.strictEqual(compare(call, { ...own, status }), "same")
    }
  })

  const foreign: ReadonlyArray<readonly [string, Partial<Conversation>]> = [
    ["another number", phoneCall({ externalNumber: "+14155550101" })],
    ["another direction", phoneCall({ direction: "inbound" })],
    ["another phone number id", phoneCall({ phoneNumberId: "phnum_sip" })],
    ["another agent", { agentId: "agent_other" }],
    ["no telephone", { phoneCall: null }],
    ["no start", { startedAt: null }],
    ["a start eleven minutes later", { startedAt: DateTime.add(sampleNow, { minutes: 11 }) }],
    ["a start eleven minutes earlier", { startedAt: DateTime.subtract(sampleNow, { minutes: 11 }) }]
  ]
  it.each(foreign.map(([name, change]) => ({ name, change })))("does not adopt its own id with $name", ({ change }) =>
    assert.strictEqual(compare(call, { ...own, ...change }), "undecided")
  )

  it("takes a start within ten minutes of the dial for its own", () => {
    assert.strictEqual(compare(call, { ...own, startedAt: DateTime.add(sampleNow, { minutes: 10 }) }), "same")
    assert.strictEqual(compare(call, { ...own, startedAt: DateTime.subtract(sampleNow, { minutes: 10 }) }), "same")
  })

  it("cannot tell a call of the same agent to the same number that brings no id back", () => {
    assert.strictEqual(compare(call, sampleConversation()), "undecided")
    for (const [name, change] of foreign) {
      if (name === "another phone number id") continue
      assert.strictEqual(compare(call, { ...sampleConversation(), ...change }), "other", name)
    }
  })

  it("leaves the conversation of another call of ours alone", () =>
    assert.strictEqual(compare(call, sampleConversation({ variables: { outbound_call_id: "call_other" } })), "other"))
})

/** A call whose dial was placed and whose answer was lost. */
const lostAfterRing = Effect.gen(function* () {
  yield* Effect.orDie((yield* Emulator).fault({ target: "dial", when: "after", kind: "drop" }))
  return yield* place()
})

/** Somebody else's dial, straight to the provider. */
const dialElsewhere = Effect.fnUntraced(function* (body: {
  readonly to?: string
  readonly agent?: string
  readonly variables?: Record<string, string>
}) {
  const emulator = yield* Emulator
  yield* emulator.handle({
    method: "POST",
    url: `${baseUrl}/v1/convai/twilio/outbound-call`,
    headers: { "xi-api-key": "k" },
    body: JSON.stringify({
      agent_id: body.agent ?? "agent_demo",
      agent_phone_number_id: "phnum_demo",
      to_number: body.to ?? "+14155550100",
      conversation_initiation_client_data: { dynamic_variables: { customer_name: "Eve", ...body.variables } }
    })
  })
})

const placedConversations = Effect.map(
  Effect.flatMap(Emulator, (emulator) => Effect.orDie(emulator.rings)),
  (report) => report.rings.map(({ conversationId }) => conversationId)
)

describe("lookUpCall", () => {
  it.effect("finds the call by its user id and adopts it, as far as it has come", () =>
    Effect.gen(function* () {
      const lost = yield* lostAfterRing
      yield* pass(20)
      const { call: found, result } = yield* lookUpCall(lost)
      assert.strictEqual(result, "found")
      assert.strictEqual(found.status, "in-progress")
      assert.strictEqual(found.conversationId, (yield* placedConversations)[0])
      assert.isNull(found.problem)
      const { sent } = yield* Traffic
      assert.include(sent.find(({ search }) => search.includes("user_id"))?.search, lost.id)
      assert.strictEqual(yield* posts, 1)
      assert.strictEqual(yield* rings, 1)
    }).pipe(inWorld())
  )

  it.effect("finds it by the attempt variable when the caller set a user id of their own", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "drop" })
      const lost = yield* place({ userId: "crm-77" })
      assert.strictEqual((yield* lookUpCall(lost)).result, "found")
    }).pipe(inWorld())
  )

  it.effect("finds it at a server that ignores every filter, among the calls of others", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.change({
        ignoreFilters: ["user_id", "dynamic_variable_params", "agent_id", "call_start_after_unix"]
      })
      yield* dialElsewhere({ to: "+14155550100" })
      const lost = yield* lostAfterRing
      const [, conversationId] = yield* placedConversations
      for (const to of ["+14155550101", "+14155550114"]) yield* dialElsewhere({ to })
      yield* dialElsewhere({ agent: "agent_plain", variables: { outbound_call_id: "call_of_another" } })
      const { call: found, result } = yield* lookUpCall(lost)
      assert.strictEqual(result, "found")
      assert.strictEqual(found.conversationId, conversationId)
    }).pipe(inWorld())
  )

  it.effect("adopts nothing when an unfiltered list holds only the calls of others", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.change({ ignoreFilters: ["user_id", "dynamic_variable_params", "agent_id"] })
      yield* emulator.fault({ target: "dial", when: "before", kind: "drop" })
      const lost = yield* place()
      yield* dialElsewhere({ to: "+14155550101" })
      yield* dialElsewhere({ agent: "agent_plain" })
      const { call: same, result } = yield* lookUpCall(lost)
      assert.strictEqual(result, "nothing")
      assert.deepStrictEqual(same, lost)
    }).pipe(inWorld())
  )

  it.effect("does not adopt a conversation that carries the id back from another number", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "before", kind: "drop" })
      const lost = yield* place()
      yield* dialElsewhere({ to: "+14155550101", variables: { outbound_call_id: lost.id } })
      const { call: same, result } = yield* lookUpCall(lost)
      assert.strictEqual(result, "undecided")
      assert.strictEqual(same.status, "unknown")
      assert.isNull(same.conversationId)
    }).pipe(inWorld())
  )

  it.effect("cannot decide about a call of the same agent to the same number", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.change({ ignoreFilters: ["user_id", "dynamic_variable_params"] })
      yield* emulator.fault({ target: "dial", when: "before", kind: "drop" })
      const lost = yield* place()
      yield* dialElsewhere({})
      assert.strictEqual((yield* lookUpCall(lost)).result, "undecided")
    }).pipe(inWorld())
  )

  it.effect("finds nothing while the provider's index lags, and finds it afterwards", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).change({ indexLagSeconds: 30 })
      const lost = yield* lostAfterRing
      assert.strictEqual((yield* lookUpCall(lost)).result, "nothing")
      yield* pass(31)
      assert.strictEqual((yield* lookUpCall(lost)).result, "found")
    }).pipe(inWorld())
  )

  it.effect("reads each candidate once", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.change({ ignoreFilters: ["user_id", "dynamic_variable_params"] })
      for (let n = 0; n < 3; n++) yield* dialElsewhere({ to: "+14155550101" })
      yield* emulator.fault({ target: "dial", when: "before", kind: "drop" })
      const lost = yield* place()
      const { sent } = yield* Traffic
      const before = sent.length
      yield* lookUpCall(lost)
      assert.strictEqual(sent.length - before, 4 + 3)
    }).pipe(inWorld())
  )
})
