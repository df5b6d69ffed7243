import { assert, describe, it } from "@effect/vitest"
import { DateTime } from "effect"
import { judged, noon, type Sample, verdictOf } from "./SampleQuestion.ts"

const consent = { kind: "written", source: "form 7", at: DateTime.makeUnsafe("2026-11-01T00:00:00Z") } as const

/** A sales call in New York that nothing stands against. */
const sale = (change: Sample = {}): Sample => ({
  ...change,
  facts: {
    purpose: "sales",
    consent,
    firstMessage: "Hello, this is an AI assistant calling for Example Ltd. This call is recorded.",
    isStateGiven: true,
    ...change.facts
  },
  profile: { identity: "Example Ltd", ...change.profile }
})

describe("a sales call", () => {
  it("is allowed with written consent, disclosure and identity, at noon on a weekday", () =>
    assert.strictEqual(judged(sale()), "allow"))

  const against: ReadonlyArray<readonly [string, Sample, string]> = [
    ["no consent", sale({ facts: { consent: null } }), "refuse consent"],
    [
      "spoken consent where writing is asked for",
      sale({ facts: { consent: { ...consent, kind: "express" } } }),
      "refuse consent"
    ],
    [
      "consent that has expired",
      sale({ facts: { consent: { ...consent, expiresAt: DateTime.makeUnsafe(noon) } } }),
      "refuse consent"
    ],
    [
      "consent from the future",
      sale({ facts: { consent: { ...consent, at: DateTime.makeUnsafe(noon + 1) } } }),
      "refuse consent"
    ],
    [
      "a message that does not say that it is an AI",
      sale({ facts: { firstMessage: "Example Ltd here, on a recorded line." } }),
      "refuse disclosure"
    ],
    ["a message that names another caller", sale({ profile: { identity: "Another Ltd" } }), "refuse disclosure"],
    ["no identity in the profile", sale({ profile: { identity: null } }), "refuse disclosure"],
    ["a message that is not known", sale({ facts: { firstMessage: null } }), "refuse disclosure"],
    ["Thanksgiving", sale({ now: Date.UTC(2026, 10, 26, 17) }), "refuse-until calling-window"],
    ["a Saturday", sale({ now: Date.UTC(2026, 10, 28, 17) }), "refuse-until calling-window"],
    ["a call earlier the same day", sale({ history: { attempts: [noon - 3 * 3_600_000] } }), "refuse-until attempts"]
  ]
  it.each(against.map(([what, sample, expected]) => ({ what, sample, expected })))(
    "$what: $expected",
    ({ expected, sample }) => assert.strictEqual(judged(sample), expected)
  )

  it("keeps the rules of every state where the number alone tells it", () => {
    const named = verdictOf("calling-window", sale({ now: Date.UTC(2026, 10, 28, 17) }))
    const unnamed = verdictOf(
      "calling-window",
      sale({ now: Date.UTC(2026, 10, 28, 17), facts: { isStateGiven: false } })
    )
    assert.isAbove(unnamed.rows.length, named.rows.length)
  })
})

describe("an informational call", () => {
  it("needs no record of consent, and is told where the law asks for consent", () => {
    const { decision, says } = verdictOf("consent", {})
    assert.deepStrictEqual(
      [decision, says],
      ["allow", "The law there asks for the person's consent: keep a record of it."]
    )
  })

  it("does not go out on a consent that has expired", () =>
    assert.strictEqual(
      judged({ facts: { consent: { ...consent, expiresAt: DateTime.makeUnsafe(noon - 1) } } }),
      "refuse consent"
    ))

  it("says that it is recorded where the law asks for it and it is", () => {
    const floridian = { zones: ["America/New_York"], states: ["US-FL"] }
    assert.strictEqual(judged({ facts: floridian }), "refuse disclosure")
    assert.strictEqual(judged({ facts: { ...floridian, isRecorded: false } }), "allow")
    assert.strictEqual(judged({ facts: { ...floridian, firstMessage: "Hi, this call is recorded." } }), "allow")
  })

  const french = { region: "FR", callerRegion: "FR", zones: ["Europe/Paris"], states: [] } as const
  it.each([
    ["Bonjour, comment allez-vous ?", "refuse disclosure"],
    ["Bonjour, ici l'assistant virtuel de la mairie.", "allow"],
    ["Bonjour, je suis une IA.", "allow"],
    ["Hallo, hier spricht eine KI.", "allow"],
    ["Hello, this is an automated assistant.", "allow"],
    ["Hi, it's Aida from aimless.ai.", "refuse disclosure"]
  ])("in the Union says that an AI speaks: %s %s", (firstMessage, expected) =>
    assert.strictEqual(judged({ facts: { ...french, firstMessage } }), expected)
  )
})

describe("the words about the first message", () => {
  const says = (firstMessage: string, identity: string | null, facts: Sample["facts"] = {}) =>
    verdictOf("disclosure", { facts: { firstMessage, ...facts }, profile: { identity } })

  it("claim nothing that was not looked for", () => {
    const unnamed = says("Hello.", null)
    assert.strictEqual(unnamed.decision, "allow")
    assert.match(unnamed.says, /^It was not checked whether the first message says for whom the agent calls/)
  })

  it("name what was found", () => {
    const named = says("Hello, an AI calls for Example Clinic.", "Example Clinic")
    assert.strictEqual(named.says, "The first message says that it calls for Example Clinic.")
    const whole = says("An AI calls for Example Clinic, and it records.", "Example Clinic", { states: ["US-CA"] })
    assert.match(whole.says, /^The first message says that .*that it calls for Example Clinic.*recorded\.$/)
    const part = says("An AI calls, and it is recorded.", null, { states: ["US-CA"] })
    assert.match(part.says, /^The first message says that .*recorded\. It was not checked whether/)
  })
})
