import { assert, describe, it } from "@effect/vitest"
import { builtInProfiles } from "@outbound-call/core"
import { DateTime } from "effect"
import { callingRules } from "../../src/policy/CallingRules.ts"
import { evidenceOf } from "../../src/policy/EvidenceOf.ts"
import { refused, turnOf } from "../../src/policy/PolicyRefusal.ts"
import { evaluate, factsOf, noon, verdictOf } from "./SampleQuestion.ts"

const night = noon + 12 * 3_600_000
const consent = { kind: "written", source: "form 7", at: DateTime.makeUnsafe("2026-01-02T03:04:05Z") } as const

describe("a refusal", () => {
  it("has the code and the step of the first rule that stands against the call, and tells all of them", () => {
    const refusal = refused(evaluate({ facts: { type: "pager" }, history: { liveCalls: 20 } }))
    assert.deepInclude(refusal, { code: "number-type", callId: null, nextStep: "Ask for a landline or mobile number." })
    assert.include(refusal.reason, "a pager")
    assert.include(refusal.reason, "20 calls are live")
    assert.isFalse("notBefore" in refusal && refusal.notBefore !== undefined)
    assert.strictEqual(refusal.verdicts?.length, evaluate().verdicts.length)
  })

  it("says from when to try again, where time helps", () => {
    const refusal = refused(evaluate({ now: night }))
    assert.strictEqual(refusal.nextStep, "Place it again from 2026-11-25T13:00:00.000Z on.")
    assert.strictEqual(refusal.notBefore && DateTime.formatIso(refusal.notBefore), "2026-11-25T13:00:00.000Z")
  })

  it("points to the check where a rule has no step of its own, and to a person where one has to say yes", () => {
    const none = { ...evaluate(), decision: "refuse", refusing: [] } as const
    assert.include(refused(none).nextStep, "outbound check")
    assert.strictEqual(refused({ ...none, decision: "needs-approval" }).code, "approval-required")
  })

  it("is only a matter of turn when nothing but the pace stands against the call", () => {
    assert.strictEqual(turnOf(evaluate({ history: { lastDialAt: noon } })), noon + 1_000)
    assert.isNull(turnOf(evaluate({ now: night })))
    assert.isNull(turnOf(evaluate({ history: { lastDialAt: noon, attempts: [noon - 1] } })))
    assert.isNull(turnOf(evaluate({ history: { liveCalls: 20 } })))
  })
})

describe("the evidence of an allowed call", () => {
  it("holds what was judged, with the rows that decided, and no sentence", () => {
    const order = { facts: factsOf({ consent }), profile: builtInProfiles.default }
    const evidence = evidenceOf(order, evaluate({ facts: { consent } }), "digest")
    assert.deepInclude(evidence, {
      profile: "default",
      purpose: "informational",
      zones: ["America/New_York"],
      states: ["US-NY"],
      firstMessageDigest: "digest",
      clockOffsetMillis: 200,
      consent: { kind: "written", source: "form 7", at: "2026-01-02T03:04:05.000Z" }
    })
    assert.deepInclude(evidence.verdicts, { rule: "country", decision: "allow" })
    assert.deepInclude(evidence.verdicts, {
      rule: "consent",
      decision: "allow",
      rows: verdictOf("consent", { facts: { consent } }).rows
    })
    assert.match(evidence.rulesAsOf ?? "", /^2026-/)
    assert.isNull(evidenceOf(order, { ...evaluate(), verdicts: [] }, null).rulesAsOf)
    const byDay = callingRules.toSorted((a, b) => (a.asOf < b.asOf ? 1 : -1))
    const cited = { rule: "consent", decision: "allow", says: "Yes.", notBefore: null } as const
    const rows = byDay.map(({ id }) => id)
    assert.strictEqual(
      evidenceOf(order, { ...evaluate(), verdicts: [{ ...cited, rows }] }, null).rulesAsOf,
      byDay[0]?.asOf
    )
    const expiresAt = DateTime.makeUnsafe("2027-01-01T00:00:00Z")
    const expiring = { ...order, facts: factsOf({ consent: { ...consent, expiresAt } }) }
    assert.strictEqual(evidenceOf(expiring, evaluate(), null).consent?.expiresAt, "2027-01-01T00:00:00.000Z")
    assert.isNull(evidenceOf({ ...order, facts: factsOf() }, evaluate(), null).consent)
  })
})
