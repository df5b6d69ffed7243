import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { Emulator } from "@outbound-call/emulator"
import {
  AgentId,
  CallId,
  checkCall,
  CurrentPrincipal,
  followCall,
  getCall,
  getConversation,
  getRecording,
  getTranscript,
  hangUp,
  type KeyScope,
  listCalls,
  mayDo,
  monitorCall,
  PhoneNumber,
  PhoneNumberId,
  placeCall,
  recoverCall,
  resolveCall,
  VoiceProvider
} from "@outbound-call/core"
import { inWorld, pass, place, request, rings, settle, Traffic, twilioAccount } from "./Rig.ts"

const as = (owner: string, ...scopes: ReadonlyArray<KeyScope>) =>
  Effect.provideService(CurrentPrincipal, { owner, scopes, key: null })

const ada = as("ada", "calls:read", "calls:place", "calls:hang-up", "transcripts:read")
const bob = as("bob", "calls:read", "calls:place", "calls:hang-up", "transcripts:read")
const admin = as("carol", "admin")

const outcome = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.match(effect, { onSuccess: () => "found", onFailure: ({ _tag }) => _tag as string })

/** Every way to ask for a call by an id, and its error or `found`. */
const ask = (id: string) =>
  Effect.all([
    outcome(getCall(id)),
    outcome(getConversation(id)),
    outcome(getTranscript(id)),
    outcome(Stream.runDrain(getRecording(id))),
    outcome(Stream.runDrain(Stream.take(followCall(id), 1))),
    outcome(monitorCall(id, { duration: 0 })),
    outcome(hangUp(id)),
    outcome(recoverCall(id)),
    outcome(resolveCall(id, { dialled: true, by: "a test" }))
  ])

/** A call that somebody else placed in the same workspace. */
const foreignConversation = Effect.gen(function* () {
  const provider = yield* VoiceProvider
  const callId = CallId.make(`call_${"0".repeat(26)}`)
  const dialled = {
    to: PhoneNumber.make("+14155550100"),
    agentId: AgentId.make("agent_demo"),
    phoneNumberId: PhoneNumberId.make("phnum_demo"),
    purpose: "test",
    variables: { customer_name: "Ada" }
  } as const
  const order = { callId, userId: "stranger", request: dialled, carrier: "twilio" } as const
  const answer = yield* provider.dial(order, Effect.void)
  return answer.type === "dialled" ? answer.conversationId : assert.fail(answer.type)
})

const nothing = Array.from({ length: 9 }, () => "CallNotFound")

describe("who asks", () => {
  it.effect("places calls as itself, whatever the settings say", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* bob(place())).owner, "bob")
      assert.strictEqual((yield* admin(place({ to: "+14155550101" }))).owner, "carol")
      assert.strictEqual((yield* place({ to: "+14155550102" })).owner, "ada")
    }).pipe(inWorld())
  )

  it.effect("finds its own calls by either id, and another owner's by none", () =>
    Effect.gen(function* () {
      const call = yield* ada(place())
      yield* pass(60)
      for (const id of [call.id, call.conversationId ?? ""]) {
        const { sent } = yield* Traffic
        const before = sent.length
        assert.deepStrictEqual(yield* bob(ask(id)), nothing)
        assert.strictEqual(sent.length, before, "the provider was asked")
        for (const who of [ada, admin]) {
          const found = yield* who(ask(id))
          assert.deepStrictEqual(
            found.slice(0, 8),
            Array.from({ length: 8 }, () => "found")
          )
          assert.strictEqual(found[8], "CallNotResolvable")
        }
      }
      assert.deepStrictEqual((yield* bob(listCalls())).calls, [])
      assert.lengthOf((yield* ada(listCalls())).calls, 1)
    }).pipe(inWorld({ carrier: twilioAccount }))
  )

  it.effect("reads a conversation that is no call of ours only as admin", () =>
    Effect.gen(function* () {
      const conversationId = yield* foreignConversation
      yield* pass(60)
      assert.deepStrictEqual(yield* ada(ask(conversationId)), nothing)
      const found = ["CallNotFound", "found", "found", "found", "found", "found", ...nothing.slice(6)]
      assert.deepStrictEqual(yield* admin(ask(conversationId)), found)
      assert.deepStrictEqual(yield* ask(conversationId), found)
    }).pipe(inWorld({ carrier: twilioAccount }))
  )

  it.effect("is not told whose call makes a number busy, nor which one", () =>
    Effect.gen(function* () {
      const { id } = yield* ada(place())
      const refused = yield* Effect.flip(bob(placeCall(request())))
      assert.deepInclude<object>(refused, { _tag: "CallRefused", code: "number-busy", callId: null })
      assert.notInclude(refused.message, id)
      assert.notInclude(refused.message, "ada")
      const check = yield* bob(checkCall(request()))
      assert.deepInclude<object>(check, { allowed: false, blockedBy: null })
      assert.deepStrictEqual(
        check.problems.map(({ code }) => code),
        ["number-busy"]
      )
      assert.notInclude(JSON.stringify(check), id)
      for (const who of [ada, admin]) {
        assert.deepInclude<object>(yield* Effect.flip(who(placeCall(request()))), { callId: id })
        assert.strictEqual((yield* who(checkCall(request()))).blockedBy?.id, id)
      }
    }).pipe(inWorld())
  )

  it.effect("is not kept from a number by another owner's call that is over, or was lost", () =>
    Effect.gen(function* () {
      yield* ada(place())
      yield* pass(60)
      yield* bob(place())
      yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "drop" })
      yield* ada(place({ to: "+14155550101" }))
      yield* pass(60)
      yield* bob(place({ to: "+14155550101" }))
      assert.strictEqual(yield* rings, 4)
    }).pipe(inWorld())
  )

  it.effect("hears what was said only with transcripts:read, and is told the rest without", () =>
    Effect.gen(function* () {
      const call = yield* ada(place())
      yield* pass(60)
      const told = (...scopes: ReadonlyArray<KeyScope>) =>
        as(
          "ada",
          ...scopes
        )(Stream.runCollect(followCall(call.id))).pipe(
          Effect.map((events) => [...new Set(events.map(({ type }) => type))].toSorted())
        )
      yield* settle
      assert.deepStrictEqual(yield* told("calls:read"), ["analysed", "ended", "status"])
      assert.deepStrictEqual(yield* told("calls:read", "transcripts:read"), ["analysed", "ended", "status", "turn"])
    }).pipe(inWorld())
  )

  it("may do what its scopes say, everything as admin, and everything when it is this process's own user", () => {
    const scopes = ["calls:read", "calls:place", "calls:hang-up", "transcripts:read", "admin"] as const
    for (const scope of scopes) {
      assert.isTrue(mayDo(null, scope))
      for (const held of scopes) {
        assert.strictEqual(
          mayDo({ owner: "ada", scopes: [held], key: null }, scope),
          held === scope || held === "admin"
        )
      }
    }
  })
})
