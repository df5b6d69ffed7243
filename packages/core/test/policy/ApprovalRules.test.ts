import { assert, describe, it } from "@effect/vitest"
import { builtInProfiles, type PolicyProfile } from "@outbound-call/core"
import { judged, noon, type Sample, to, verdictOf } from "./SampleQuestion.ts"

const minute = 60_000
const by = (profile: Partial<PolicyProfile>, sample: Sample = {}): string => judged({ ...sample, profile })

describe("a person's yes", () => {
  it("is asked for by the profile of assistants alone", () => {
    const asking = Object.values(builtInProfiles).filter((profile: PolicyProfile) => by(profile) !== "allow")
    assert.deepStrictEqual(
      asking.filter(({ laws }) => laws).map(({ name }) => name),
      ["assistant"]
    )
    assert.strictEqual(by(builtInProfiles.assistant), "needs-approval approval")
  })

  it("is not asked for numbers that are approved, by how they begin, nor twice", () => {
    const approval = true
    assert.strictEqual(by({ approval }), "needs-approval approval")
    assert.strictEqual(by({ approval, approvedNumbers: [to] }), "allow")
    assert.strictEqual(by({ approval, approvedNumbers: ["+33", "+1212"] }), "allow")
    assert.strictEqual(by({ approval, approvedNumbers: ["+1415", "+2125550100"] }), "needs-approval approval")
    assert.strictEqual(by({ approval }, { facts: { isApproved: true } }), "allow")
    assert.include(verdictOf("approval", { profile: { approval }, facts: { isApproved: true } }).says, "A person")
  })

  it("is asked for while a transcript was read lately, also for numbers that were called before", () => {
    const profile = { afterTranscriptMinutes: 60 }
    const read = (millis: number, approvedNumbers: ReadonlyArray<string> = []) =>
      by({ ...profile, approvedNumbers }, { history: { lastTranscriptReadAt: noon - millis, lastOwnDialAt: noon - 1 } })
    assert.strictEqual(by(profile), "allow")
    assert.strictEqual(read(0), "needs-approval after-transcript")
    assert.strictEqual(read(-1), "needs-approval after-transcript")
    assert.strictEqual(read(60 * minute - 1), "needs-approval after-transcript")
    assert.strictEqual(read(60 * minute), "allow")
    assert.strictEqual(read(0, [to]), "allow")
    const beginnings = Array.from({ length: to.length - 2 }, (_, n) => to.slice(0, n + 2))
    assert.strictEqual(read(0, beginnings), "needs-approval after-transcript", "only whole numbers were meant by name")
  })

  it("is asked for a number that the owner called lately, also an approved one", () => {
    const called = (millis: number) =>
      by({ sameNumberMinutes: 10, approvedNumbers: [to] }, { history: { lastOwnDialAt: noon - millis } })
    assert.strictEqual(called(0), "needs-approval same-number-again")
    assert.strictEqual(called(10 * minute - 1), "needs-approval same-number-again")
    assert.strictEqual(called(10 * minute), "allow")
    assert.strictEqual(by({}, { history: { lastOwnDialAt: noon } }), "allow")
    assert.strictEqual(by({}, { history: { lastOwnDialAt: noon + 1 } }), "allow", "also by a clock that was set back")
  })

  it("is not asked for what cannot be dialled, but for what is only not its turn", () => {
    const profile = { approval: true }
    assert.strictEqual(by(profile, { facts: { type: "pager" } }), "refuse number-type spend approval")
    assert.strictEqual(by(profile, { now: noon + 12 * 60 * minute }), "refuse-until calling-window approval")
    assert.strictEqual(by(profile, { history: { lastDialAt: noon } }), "needs-approval pace approval")
  })

  it("is not asked for in simulation, unless that is set", () => {
    const profile = { approval: true }
    assert.strictEqual(by(profile, { facts: { simulated: true } }), "allow")
    assert.strictEqual(verdictOf("approval", { profile, facts: { simulated: true } }).decision, "needs-approval")
    assert.strictEqual(
      by(profile, { facts: { simulated: true, simulatesApprovals: true }, history: { liveCalls: 100 } }),
      "needs-approval approval"
    )
  })
})
