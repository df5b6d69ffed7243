// Asks a customer about a suspicious invoice, waits for the end of the call, and reads what was said.
import { strict as assert } from "node:assert"
import { close, getConversationTranscript, initiateCall } from "@outbound-call/node"

const result = await initiateCall({
  destinationNumber: "+14155550100",
  agentVariables: {
    customer_name: "Ada",
    case_id: "fraud-789",
    customer_org: "Tech Startup Inc",
    vendor__legal_name: "Example Cloud Services",
    email__invoice_number: "INV-12345",
    email__amount: "5000",
    fraud__is_suspected: "True"
  },
  monitor: true,
  monitorDuration: 120,
  verbose: true
})

assert.equal(result.success, true, result.error ?? "")
assert.equal(result.monitoringData?.status, "done")
const transcript = await getConversationTranscript(result.conversationId ?? "")
assert.match(transcript ?? "", /Ada/)
console.log(`${result.dashboardUrl}\n\n${transcript}`)
await close()
