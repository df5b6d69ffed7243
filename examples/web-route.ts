// A route of a web framework that starts a call and answers at once. The request's own key makes a repeated request,
// for example after a time-out, ring nobody twice.
import { strict as assert } from "node:assert"
import { close, initiateCall } from "@outbound-call/node"
import { Hono } from "hono"

const app = new Hono()

app.post("/api/fraud/initiate-call", async (context) => {
  const { case_data, phone_number, request_id } = await context.req.json()
  const result = await initiateCall({
    destinationNumber: phone_number,
    agentVariables: case_data,
    idempotencyKey: request_id
  })
  return result.success
    ? context.json({ conversation_id: result.conversationId, dashboard_url: result.dashboardUrl }, 201)
    : context.json({ error: result.error, phone_may_have_rung: result.phoneMayHaveRung }, 502)
})

const post = (body: object) =>
  app.request("/api/fraud/initiate-call", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body)
  })

const request = {
  phone_number: "+14155550114",
  case_data: { customer_name: "Ada", case_id: "123" },
  request_id: `order-${process.pid}-${process.hrtime.bigint()}`
}
const first = await post(request)
const repeated = await post(request)
const refused = await post({ ...request, phone_number: "911", request_id: "another" })

assert.equal(first.status, 201)
assert.deepEqual(await repeated.json(), await first.json())
assert.equal(refused.status, 502)
assert.match(await refused.text(), /"phone_may_have_rung":false/)
console.log("one call for two equal requests, none for 911")
await close()
