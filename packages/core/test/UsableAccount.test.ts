import { assert, describe, it } from "@effect/vitest"
import {
  AgentId,
  getAgent,
  listAgents,
  listPhoneNumbers,
  PhoneNumber,
  PhoneNumberId,
  ProviderAccount
} from "@outbound-call/core"
import { Effect } from "effect"
import { inWorld } from "./Rig.ts"

describe("what may be used", () => {
  it.effect("of an agent: the variables it needs and the overrides it takes", () =>
    Effect.gen(function* () {
      const demo = yield* getAgent(AgentId.make("agent_demo"))
      assert.deepInclude<object>(demo, { isDefault: true, name: "Demo agent", requiredVariables: ["customer_name"] })
      assert.deepInclude<object>(demo.allowedOverrides, { firstMessage: true, language: true, prompt: false })
      const tools = yield* getAgent(AgentId.make("agent_tools"))
      assert.deepInclude<object>(tools, { isDefault: false, requiredVariables: ["case_id"] })
      const errand = yield* getAgent(AgentId.make("agent_errand"))
      assert.deepInclude<object>(errand, {
        requiredVariables: ["task"],
        declaredVariables: ["task", "callee_name"]
      })
    }).pipe(inWorld())
  )

  it.effect("says which agent the account has not", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(getAgent(AgentId.make("agent_none")))
      assert.deepInclude<object>(error, { _tag: "AgentNotFound", id: "agent_none" })
    }).pipe(inWorld())
  )

  it.effect("fails with the provider's reason when the key is refused, or may not look", () =>
    Effect.gen(function* () {
      const refused = { _tag: "ProviderError", reason: "unauthorized" }
      assert.deepInclude<object>(yield* Effect.flip(getAgent(AgentId.make("agent_demo"))), refused)
      assert.deepInclude<object>(yield* Effect.flip(listPhoneNumbers()), refused)
      const error = yield* Effect.flip(listAgents())
      assert.deepInclude<object>(error, refused)
      const account = yield* ProviderAccount
      const untold = Effect.succeed({ type: "untold", detail: "No permission.", error } as const)
      const blind = { ...account, agent: () => untold, agents: untold, callerNumbers: untold }
      for (const reading of [Effect.asVoid(getAgent(AgentId.make("agent_demo"))), Effect.asVoid(listAgents())]) {
        const told = yield* Effect.flip(reading.pipe(Effect.provideService(ProviderAccount, blind)))
        assert.strictEqual(told, error)
      }
    }).pipe(inWorld({ apiKey: "invalid" }))
  )

  it.effect("lists the agents, and which of them speaks unless told", () =>
    Effect.gen(function* () {
      const agents = yield* listAgents()
      assert.includeMembers(
        agents.map(({ id, isDefault }) => `${id} ${isDefault}`),
        ["agent_demo true", "agent_plain false"]
      )
    }).pipe(inWorld())
  )

  it.effect("lists the numbers, which of them can call out, and which does unless told", () =>
    Effect.gen(function* () {
      const numbers = yield* listPhoneNumbers()
      const demo = numbers.find(({ id }) => id === "phnum_demo")
      assert.deepInclude<object>(demo ?? {}, { isUsable: true, isDefault: true, carrier: "twilio" })
      assert.isNotEmpty(numbers.filter(({ isUsable }) => !isUsable))
      assert.lengthOf(
        numbers.filter(({ isDefault }) => isDefault),
        1
      )
    }).pipe(inWorld())
  )

  it.effect("finds the default number by the caller id when no id is set", () =>
    Effect.gen(function* () {
      const first = (yield* listPhoneNumbers()).find(({ isDefault }) => isDefault)
      assert.strictEqual(first?.number, "+14155550199")
    }).pipe(inWorld({ settings: { phoneNumberId: undefined, callerNumber: PhoneNumber.make("+14155550199") } }))
  )
})

describe("PhoneNumberId", () => {
  it.effect("of the settings wins over their caller id", () =>
    Effect.gen(function* () {
      const first = (yield* listPhoneNumbers()).find(({ isDefault }) => isDefault)
      assert.strictEqual(first?.id, "phnum_sip")
    }).pipe(
      inWorld({
        settings: { phoneNumberId: PhoneNumberId.make("phnum_sip"), callerNumber: PhoneNumber.make("+14155550199") }
      })
    )
  )
})
