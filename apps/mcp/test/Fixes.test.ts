import { assert, describe, it } from "@effect/vitest"
import { CallRefused, RuleId } from "@outbound-call/core"
import { DateTime } from "effect"
import { problemFix } from "../src/Fixes.ts"
import { failureAt } from "../src/ServerFailure.ts"
import { explain } from "../src/ToolError.ts"

const later = DateTime.makeUnsafe("2026-11-29T09:00:00Z")
const refused = { reason: "No.", nextStep: "", callId: null }

const atServer = (problem: object) =>
  failureAt("http://127.0.0.1:1")({
    phone_may_have_rung: false,
    retry_safe: true,
    next_step: "",
    ...problem
  } as Parameters<ReturnType<typeof failureAt>>[0]).message

describe("what to do about a refusal", () => {
  for (const rule of RuleId.literals) {
    it(`is said for the rule ${rule}`, () => {
      assert.notStrictEqual(problemFix(rule), problemFix("no-such-code"))
      assert.notMatch(problemFix(rule), /`/)
    })
  }

  it("says from when on it may be tried again, here and through a server", () => {
    const here = explain(new CallRefused({ ...refused, code: "cool-down", notBefore: later })).message
    const there = atServer({ type: "urn:outbound-call:problem:call-refused", code: "cool-down", not_before: later })
    for (const text of [here, there]) assert.match(text, /Fix: .* Not before 2026-11-29T09:00:00\.000Z\.$/)
  })

  it("says after how long a key has room again, here and through a server", () => {
    const here = explain(new CallRefused({ ...refused, code: "rate-limited", retryAfterSeconds: 30 })).message
    const there = atServer({
      type: "urn:outbound-call:problem:rate-limited",
      code: "rate-limited",
      retry_after_seconds: 30
    })
    for (const text of [here, there]) assert.match(text, /Fix: Wait, .* There is room again in 30 s\.$/)
  })
})
