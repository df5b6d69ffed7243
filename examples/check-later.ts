// Starts a call, does other work, and asks for its state later by the conversation's id.
import { strict as assert } from "node:assert"
import { close, getConversationDetails, initiateCall, monitorCall } from "@outbound-call/node"

const result = await initiateCall({
  destinationNumber: "+14155550100",
  agentVariables: { customer_name: "Ada", case_id: "async-001" }
})
assert.equal(result.success, true, result.error ?? "")
const conversationId = result.conversationId ?? ""

const now = await getConversationDetails(conversationId)
assert.ok(now !== null)
console.log(`Call status: ${now.status}`)

const later = await monitorCall(conversationId, { duration: 120, checkInterval: 1 })
assert.equal(later?.status, "done")
console.log(`Call status: ${later.status}\nDuration: ${later.durationSeconds}s`)
await close()
