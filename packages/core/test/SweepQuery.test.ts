import { assert, describe, it } from "@effect/vitest"
import { FollowedCalls } from "@outbound-call/core/FollowedCalls"
import { followDefaults } from "@outbound-call/core/FollowSettings"
import { lookFor } from "@outbound-call/core/SweepQuery"

const followed = (...agents: ReadonlyArray<string | null>) => {
  const calls = new FollowedCalls(followDefaults)
  for (const [n, agentId] of agents.entries()) {
    const entry = calls.take(`conv_${n}`)
    entry.agentId = agentId
    calls.list(entry, entry.key)
  }
  return calls
}

describe("the query of a sweep", () => {
  it("names the agent that all calls have", () => {
    assert.strictEqual(lookFor(followed("agent_1", "agent_1"), 1).query.agentId, "agent_1")
    assert.isUndefined(lookFor(followed("agent_1", "agent_2"), 1).query.agentId)
    assert.isUndefined(lookFor(followed(null), 1).query.agentId)
  })

  it("names no agent of a foreign conversation whose id is none that is known here", () => {
    assert.isUndefined(lookFor(followed("the agent of somebody else"), 1).query.agentId)
  })
})
