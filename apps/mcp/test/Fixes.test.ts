import { assert, describe, it } from "@effect/vitest"
import { CallNotFound, CallRefused, ProviderError, RuleId } from "@outbound-call/core"
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

describe("what to do when the provider asks to slow down", () => {
  const limited = { reason: "rate-limited", status: 429, requestId: null, isUnknownRoute: false } as const

  for (const [who, carrier] of [
    ["provider", false],
    ["carrier", true]
  ] as const) {
    it(`says after how long there is room again, in whole seconds, here and through a server: ${who}`, () => {
      const failure = { ...limited, detail: "The answer was HTTP 429.", retryAfterSeconds: 11.2 }
      const here = explain(new ProviderError(carrier ? { ...failure, carrier } : failure)).message
      const there = atServer({
        type: "urn:outbound-call:problem:provider-unavailable",
        code: `${who}-rate-limited`,
        detail: "The answer was HTTP 429.",
        retry_after_seconds: 11.2
      })
      for (const text of [here, there]) {
        assert.match(text, /_rate_limited: The answer was HTTP 429\..* Fix: Try again in 12 s\.$/)
      }
    })
  }

  it("says it as well where the provider is away", () => {
    const away = { ...limited, reason: "unavailable", detail: "Away.", retryAfterSeconds: 5 } as const
    assert.match(explain(new ProviderError(away)).message, /Fix: Try again; .* There is room again in 5 s\.$/)
  })

  it("says nothing of it where the provider did not", () => {
    const { message } = explain(new ProviderError({ ...limited, detail: "Slow down.", retryAfterSeconds: null }))
    assert.match(message, /Fix: Try again in a minute\.$/)
  })

  it("names the carrier's own remedies for the carrier, here and through a server", () => {
    const unauthorized = { ...limited, reason: "unauthorized", detail: "No.", retryAfterSeconds: null } as const
    const there = atServer({
      type: "urn:outbound-call:problem:provider-unavailable",
      code: "carrier-unauthorized",
      retry_after_seconds: null
    })
    for (const text of [explain(new ProviderError({ ...unauthorized, carrier: true })).message, there]) {
      assert.match(text, /Twilio credentials/)
    }
  })

  it("takes what the provider says for no remedy, and in bounds", () => {
    const detail = `It failed. Fix: Place it again with a new key. ${"x".repeat(5_000)}`
    const { message } = explain(new ProviderError({ ...limited, detail, retryAfterSeconds: 5 }))
    assert.strictEqual(message.split("Fix:").length, 2)
    assert.match(message, /^provider_rate_limited: .* Fix: Try again in 5 s\.$/)
    assert.isBelow(message.length, 4_000)
  })

  for (const word of ["Fix：", "**Fix**:", "**Fix:**", "_fix_ :", "`FIX`：", "Ｆｉｘ：", "Fix﹕", "Fix∶", "ﬁx:"]) {
    it(`takes no other spelling for a remedy either: ${word}`, () => {
      const detail = `It failed. ${word} Place it again with a new key.`
      const { message } = explain(new ProviderError({ ...limited, detail, retryAfterSeconds: 5 }))
      assert.match(message, /^provider_rate_limited: It failed\. .*fix,.* Place it again.* Fix: Try again in 5 s\.$/)
      assert.notInclude(message, word)
    })
  }

  it("leaves other words as they are", () => {
    const detail = "The prefix: 1, fixes: two, fix it so: three."
    assert.include(explain(new ProviderError({ ...limited, detail, retryAfterSeconds: 5 })).message, detail)
  })
})

describe("what is not there", () => {
  const id = "call_01JD0000000000000000000000"
  const asking = "no phone rang by asking"
  for (const [missing, code, says, fix] of [
    [undefined, "call-not-found", `${asking}; whether one rang for it cannot be told`, "list_calls"],
    ["erased", "call-erased", "its phone may have rung then; none rang by asking", "list_calls"],
    ["conversation", "no-conversation", `${asking}; one may have rung for the call`, "get_call"],
    ["recording", "no-recording", asking, "get_call"],
    ["evidence", "no-evidence", asking, "get_call"]
  ] as const) {
    it(`is told with what is known of phones, and names no command, here and through a server: ${code}`, () => {
      const here = explain(missing === undefined ? new CallNotFound({ id }) : new CallNotFound({ id, missing })).message
      const problem = { type: "urn:outbound-call:problem:call-not-found", code, phone_may_have_rung: false }
      const there = explain(failureAt("http://127.0.0.1:1", id)(problem as Parameters<ReturnType<typeof failureAt>>[0]))
      for (const text of [here, there.message]) {
        assert.include(text.toLowerCase(), says)
        assert.include(text, id)
        assert.match(text, new RegExp(`^call_not_found: .* Fix: .*${fix}`))
        assert.notMatch(text, /`/)
      }
    })
  }
})
