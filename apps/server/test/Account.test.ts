import { assert, describe, it } from "@effect/vitest"
import { AgentId } from "@outbound-call/core"
import { Effect } from "effect"
import { connect, inMemory } from "./Rig.ts"

const inService = <A, E>(test: (client: Effect.Success<typeof connect>) => Effect.Effect<A, E>) =>
  Effect.scoped(Effect.flatMap(connect, test)).pipe(Effect.provide(inMemory))

describe("who asks", () => {
  it.effect("is the service's own user where no key is needed", () =>
    inService(
      Effect.fnUntraced(function* ({ account }) {
        const told = yield* account.whoAsks({})
        assert.deepInclude(told, { owner: "ada", keyId: null, expiresAt: null, version: "1.2.3", simulated: true })
        assert.include(told.scopes, "admin")
      })
    )
  )
})

describe("what may be used", () => {
  it.effect("are agents, with what a request must say to each", () =>
    inService(
      Effect.fnUntraced(function* ({ account }) {
        const { agents, simulated } = yield* account.agents({})
        assert.isTrue(simulated)
        assert.deepInclude(agents, { id: AgentId.make("agent_demo"), name: "Demo agent", isDefault: true })
        const agent = yield* account.agent({ params: { id: AgentId.make("agent_demo") } })
        assert.deepInclude(agent, { requiredVariables: ["customer_name"], isDefault: true })
        assert.deepInclude(agent.allowedOverrides, { firstMessage: true, prompt: false })
      })
    )
  )

  it.effect("is no agent that the account does not have: 404", () =>
    inService(
      Effect.fnUntraced(function* ({ account }) {
        const problem = yield* Effect.flip(account.agent({ params: { id: AgentId.make("agent_none") } }))
        assert.deepInclude(problem, { _tag: "AgentNotFoundProblem", status: 404, code: "agent-not-found" })
      })
    )
  )

  it.effect("are phone numbers that can call out", () =>
    inService(
      Effect.fnUntraced(function* ({ account }) {
        const { phoneNumbers, simulated } = yield* account.phoneNumbers({})
        assert.isTrue(simulated)
        const usable = Object.fromEntries(phoneNumbers.map(({ id, isUsable }) => [id, isUsable]))
        assert.deepInclude(usable, { phnum_demo: true, phnum_inbound: false })
        assert.deepEqual(
          phoneNumbers.filter(({ isDefault }) => isDefault).map(({ number }) => number as string),
          ["+14155550199"]
        )
      })
    )
  )
})
