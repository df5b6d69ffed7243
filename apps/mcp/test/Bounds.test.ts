import { assert, describe, it } from "@effect/vitest"
import { type CallView, InvalidRequest } from "@outbound-call/core"
import { approvalText } from "../src/ApprovalText.ts"
import { callResult } from "../src/CallResult.ts"
import { explain } from "../src/ToolError.ts"

const long = "x".repeat(1_000)

/** So much of it is told, and that there was more. */
const cut = (letters: number): string => `${"x".repeat(letters)}…`

describe("words of others are cut", () => {
  it("in a problem of a request after 200 letters", () => {
    const problems = [{ code: "malformed-request", field: "to", message: long }]
    assert.include(explain(new InvalidRequest({ problems })).sentence, `${cut(200)} No phone rang.`)
  })

  it("in the problem of a call after 500", () => {
    const call = { status: "failed", approval: null, conversationId: null, dashboardUrl: null }
    const problem = { code: "rejected", message: long, status: null }
    assert.strictEqual(callResult({ ...call, problem } as unknown as CallView, null).problem?.message, cut(500))
  })

  it("in the question to a person: the country and a time after 40, a zone after 60, a name after 80, a reason after 300", () => {
    const dialled = {
      simulated: false,
      agentName: long,
      country: long,
      localTimes: [{ time: long, zone: long }],
      maxDurationSeconds: 60,
      maxCostDollars: null,
      reasons: [{ rule: "same-number-again", says: long }],
      request: { to: "+14155550100", agentId: "agent_a", phoneNumberId: "phnum_a", purpose: "test", variables: {} }
    } as unknown as Parameters<typeof approvalText>[0]
    assert.deepStrictEqual(approvalText(dialled).split("\n").slice(1, 4), [
      cut(300),
      `Country: ${cut(40)}. Time there: ${cut(40)} (${cut(60)}).`,
      `Agent: "${cut(80)}" (agent_a), from phnum_a, purpose test.`
    ])
  })
})
