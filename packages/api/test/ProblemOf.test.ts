import { assert, describe, it } from "@effect/vitest"
import { CallId } from "@outbound-call/core/CallIds"
import { HangUpUnavailable } from "@outbound-call/core/CallErrors"
import { problemOf } from "@outbound-call/api"

const callId = CallId.make("call_01JD0000000000000000000000")

describe("a call that cannot be hung up", () => {
  const rows = [
    ["no-credentials", 501, /Twilio credentials/],
    ["other-carrier", 501, /at its carrier/],
    ["other-account", 501, /at its carrier/],
    ["no-call-sid", 409, /\/recover/]
  ] as const
  it.each(rows.map(([reason, status, nextStep]) => ({ reason, status, nextStep })))(
    "because of $reason is $status and names the next step",
    ({ nextStep, reason, status }) => {
      const error = new HangUpUnavailable({
        callId,
        callSid: null,
        status: "unknown",
        reason,
        missing: "TWILIO_AUTH_TOKEN"
      })
      const problem = problemOf(error)
      assert.deepInclude(problem, { status, code: `hang-up-${reason}`, call_id: callId, detail: error.message })
      assert.match(problem.next_step, nextStep)
    }
  )
})
