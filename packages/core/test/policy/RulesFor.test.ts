import { describe, it } from "@effect/vitest"
import { assert } from "vitest"
import type { CallingRule, Span, WindowRule } from "../../src/policy/CallingRule.ts"
import { callingRules } from "../../src/policy/CallingRules.ts"
import { type RuleQuestion, rulesFor } from "../../src/policy/RulesFor.ts"
import { stateZones } from "../../src/policy/StateZones.ts"

const noon = Date.parse("2026-11-27T12:00:00Z")
const question: RuleQuestion = { region: "US", states: ["US-FL"], isStateGiven: false, purpose: "sales", at: noon }
const ids = (asked: Partial<RuleQuestion>) => rulesFor({ ...question, ...asked }).map(({ id }) => id)

describe("the rules of a call", () => {
  it("are none for a test", () => assert.deepEqual(ids({ purpose: "test" }), []))

  it("are those of the house everywhere, also where no country is known", () => {
    const house = ["any-informational-window", "any-ringing"]
    assert.deepEqual(ids({ region: null, states: [], purpose: "informational" }), house)
    assert.deepEqual(ids({ region: "BR", states: [], purpose: "informational" }), house)
    assert.includeMembers(ids({ purpose: "informational" }), house)
  })

  it("have no window for a call that the person asked for", () => {
    for (const region of ["US", "CA", "GB", "FR", "AU", null]) {
      const found = rulesFor({ ...question, region, states: [], purpose: "requested" })
      assert.deepEqual(
        found.filter(({ says }) => says.type === "window"),
        []
      )
      assert.include(
        found.map(({ id }) => id),
        "any-ringing"
      )
    }
  })

  it("are those of every state for a sale to a number of the United States", () => {
    const found = ids({})
    const ofStates = callingRules.filter(
      ({ jurisdiction, purposes }) => jurisdiction.startsWith("US-") && purposes.includes("sales")
    )
    for (const { id, effectiveFrom, effectiveTo } of ofStates)
      if (effectiveFrom === null && effectiveTo === null) assert.include(found, id)
    assert.include(found, "us-window")
  })

  it("are those of one state where the request names it", () => {
    const found = ids({ isStateGiven: true })
    assert.includeMembers(found, ["any-sales-window", "us-window", "us-fl-window", "us-fl-attempts"])
    assert.deepEqual(
      found.filter((id) => /^us-[a-z]{2}-/.test(id) && !id.startsWith("us-fl-")),
      []
    )
  })

  it("are those of every state of the area code where it crosses a border, and of all where none is known", () => {
    const call = { purpose: "informational" } as const
    assert.includeMembers(ids({ ...call, states: ["US-NV", "US-OK"] }), [
      "us-nv-automatic-window",
      "us-ok-automatic-window"
    ])
    assert.notInclude(ids({ ...call, states: ["US-FL"] }), "us-nv-automatic-window")
    assert.include(ids({ ...call, states: [] }), "us-nv-automatic-window")
    assert.include(ids({ region: "PR", states: [] }), "us-me-window")
    assert.include(ids({ region: "CA", states: [] }), "ca-bc-window")
    assert.notInclude(ids({ region: "CA", states: ["CA-ON"] }), "ca-bc-window")
  })

  it("follow a person who lives abroad, and keep those of the number", () => {
    const found = ids({ region: "US", states: ["CA-BC"], isStateGiven: true })
    assert.includeMembers(found, ["us-window", "ca-window", "ca-bc-window"])
  })

  it("are those of the Union and of the country for a member", () => {
    for (const region of ["FR", "GP", "RE"])
      assert.includeMembers(ids({ region, states: [] }), ["eu-window", "eu-ai", "fr-window", "fr-attempts"], region)
    for (const region of ["DE", "PL", "NO", "IS", "LI"]) {
      assert.includeMembers(ids({ region, states: [] }), ["eu-window", "eu-ai"], region)
      assert.notInclude(ids({ region, states: [] }), "fr-window")
    }
    for (const region of ["GB", "CH", "US", "JE"]) assert.notInclude(ids({ region, states: [] }), "eu-ai", region)
    assert.include(ids({ region: "JE", states: [] }), "gb-window")
  })

  it("begin when their first day begins anywhere, and end when their last has ended everywhere", () => {
    const at = (instant: string) => ids({ states: ["US-PA"], isStateGiven: true, at: Date.parse(instant) })
    assert.notInclude(at("2026-10-17T09:59:59Z"), "us-pa-sunday-window")
    assert.includeMembers(at("2026-10-17T10:00:00Z"), ["us-pa-sunday-window", "us-pa-window"])
    assert.include(at("2026-10-18T11:59:59Z"), "us-pa-window")
    assert.notInclude(at("2026-10-18T12:00:00Z"), "us-pa-window")
    const french = (instant: string) => ids({ region: "FR", states: [], at: Date.parse(instant) })
    assert.notInclude(french("2026-08-01T00:00:00Z"), "fr-consent")
    assert.include(french("2026-08-11T00:00:00Z"), "fr-consent")
  })
})

describe("the data", () => {
  it("names only states and provinces that exist", () => {
    const parts = callingRules.map(({ jurisdiction }) => jurisdiction).filter((code) => code.includes("-"))
    assert.deepEqual(
      parts.filter((code) => !(code in stateZones)),
      []
    )
  })

  it("has the house's hours for sales within those of every rule of the United States", () => {
    const envelope = windowOf(callingRules.find(({ id }) => id === "any-sales-window"))
    const american = callingRules.filter(
      ({ jurisdiction, purposes, says }) =>
        jurisdiction.startsWith("US") && purposes.includes("sales") && says.type === "window"
    )
    assert.isAbove(american.length, 25)
    for (const rule of american) {
      const window = windowOf(rule)
      for (const day of ["weekdays", "saturday", "sunday"] as const)
        assert.isTrue(contains(window[day], envelope[day]), `${rule.id} ${day}`)
      assert.isTrue(window.holidays === null || contains(window.holidays, envelope.holidays ?? []), rule.id)
    }
    const wider: ReadonlyArray<Span> = [[600, 1080]]
    assert.isTrue(
      american.some((rule) => !contains(windowOf(rule).weekdays, wider)),
      "the envelope could be wider"
    )
  })

  it("allows some minutes of a week to every call that has windows", () => {
    for (const region of ["US", "CA", "GB", "FR", "DE", "AU", null])
      for (const purpose of ["informational", "sales"] as const) {
        const windows = rulesFor({ ...question, region, states: [], purpose }).flatMap(({ says }) =>
          says.type === "window" ? [says] : []
        )
        const isOpen = (minute: number) =>
          windows.every(({ weekdays }) => weekdays.some(([from, to]) => from <= minute && minute < to))
        assert.isTrue(Array.from({ length: 1440 }, (_, minute) => minute).some(isOpen), `${region} ${purpose}`)
      }
  })
})

const windowOf = (rule: CallingRule | undefined): WindowRule => {
  if (rule?.says.type !== "window") throw new Error(`${rule?.id} is no window`)
  return rule.says
}

const contains = (outer: ReadonlyArray<Span>, inner: ReadonlyArray<Span>): boolean =>
  inner.every(([from, to]) => outer.some(([start, end]) => start <= from && to <= end))
