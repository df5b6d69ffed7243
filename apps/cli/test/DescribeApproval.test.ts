import { assert, it } from "@effect/vitest"
import { approvalDetails } from "../src/DescribeApproval.ts"
import type { Pending } from "../src/Records.ts"

it("what others wrote stands in quotes on one line, with what does not show written as its code", () => {
  const pending = {
    agentName: "Desk\u{E0041}",
    call: { to: "+14155550100", callerId: null, approval: null, simulated: false },
    country: "US",
    localTimes: [],
    maxCostDollars: null,
    maxDurationSeconds: 60,
    request: {
      agentId: "agent_demo",
      phoneNumberId: "phnum_demo",
      purpose: "test",
      variables: { task: "Ask for Bob\nnumber        +14155550199\u202e" },
      overrides: { firstMessage: "Hi\u200b" }
    }
  } as unknown as Pending
  const lines = approvalDetails(pending).split("\n")
  assert.include(lines, 'variable      "task" = "Ask for Bob\\nnumber        +14155550199\\u{202E}"')
  assert.include(lines, 'override      firstMessage = "Hi\\u{200B}"')
  assert.include(lines, 'agent         "Desk\\u{E0041}" (agent_demo)')
  assert.lengthOf(
    lines.filter((line) => line.startsWith("number ")),
    1
  )
})
