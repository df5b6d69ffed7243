import { assert, describe, it } from "@effect/vitest"
import { CallId } from "@outbound-call/core/CallIds"
import {
  CallNotFound,
  CallRefused,
  HangUpUnavailable,
  LedgerError,
  ProviderError
} from "@outbound-call/core/CallErrors"
import { endpointProblemOf, problemOf } from "@outbound-call/api"
import { notFoundBy } from "@outbound-call/api/MissingPart"

const callId = CallId.make("call_01JD0000000000000000000000")

describe("a refused call", () => {
  it("is 429 when the key may place no more, and says when it may", () => {
    const problem = problemOf(refusal("rate-limited", null, 40))
    assert.deepInclude(problem, { status: 429, code: "rate-limited", retry_after_seconds: 40 })
    assert.deepInclude(problem, { phone_may_have_rung: false, retry_safe: true })
  })

  it("is 409 with the call that blocks the number, or without one that is another owner's", () => {
    const own = problemOf(refusal("number-busy", callId))
    assert.deepInclude(own, { status: 409, call_id: callId })
    assert.include(own.next_step, callId)
    assert.deepInclude(problemOf(refusal("number-busy", null)), { call_id: null, next_step: "Try again." })
  })
})

const refusal = (code: "number-busy" | "rate-limited", blockedBy: CallId | null, retryAfterSeconds?: number) =>
  new CallRefused({
    code,
    reason: "It cannot be called now.",
    nextStep: "Try again.",
    callId: blockedBy,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds })
  })

describe("a ledger that cannot be read", () => {
  it("asks for no key of a call where there is none", () => {
    const problem = endpointProblemOf(new LedgerError({ operation: "read", phoneMayHaveRung: false, cause: "closed" }))
    assert.deepInclude(problem, { status: 503, code: "ledger-unavailable", retry_safe: true })
    assert.notInclude(problem.next_step, "idempotency")
  })
})

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

describe("a provider that asks to slow down", () => {
  for (const retryAfterSeconds of [30, null]) {
    it(`is told with its wait, where it named one: ${retryAfterSeconds}`, () => {
      const limited = { reason: "rate-limited", detail: "Slow down.", status: 429, requestId: null } as const
      const problem = problemOf(new ProviderError({ ...limited, retryAfterSeconds, isUnknownRoute: false }))
      assert.deepInclude(problem, { code: "provider-rate-limited", retry_after_seconds: retryAfterSeconds })
    })
  }
})

describe("what a call lacks", () => {
  for (const missing of [undefined, "conversation", "recording", "evidence", "erased"] as const) {
    it(`is the same error again at the other end: ${missing ?? "the call itself"}`, () => {
      const error = missing === undefined ? new CallNotFound({ id: callId }) : new CallNotFound({ id: callId, missing })
      assert.strictEqual(notFoundBy(problemOf(error).code, callId).message, error.message)
    })
  }
})
