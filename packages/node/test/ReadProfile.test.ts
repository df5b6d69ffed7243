import { assert, describe, it } from "@effect/vitest"
import { builtInProfiles } from "@outbound-call/core"
import { readProfile, readProfiles } from "../src/ReadProfile.ts"

const read = (given: unknown, name?: string, baseUrl = "https://api.elevenlabs.io") => {
  const problems: Array<string> = []
  const profile = readProfile(
    name === undefined ? {} : { OUTBOUND_PROFILE: name },
    readProfiles(given, problems),
    baseUrl,
    problems
  )
  return { profile, problems }
}

describe("profiles of the configuration", () => {
  it("are the default when nothing is said", () =>
    assert.deepStrictEqual(read(undefined), { profile: builtInProfiles.default, problems: [] }))

  it("start from the one they name, and change what they say", () => {
    const { problems, profile } = read({ clinic: { from: "assistant", countries: ["US"], dollarsPerDay: 5 } }, "clinic")
    assert.deepStrictEqual(problems, [])
    assert.deepStrictEqual(profile, {
      ...builtInProfiles.assistant,
      name: "clinic",
      countries: ["US"],
      dollarsPerDay: 5
    })
  })

  it("are known by their names", () =>
    assert.match(
      read({ clinic: {} }, "clinics").problems.join(),
      /"clinics".*default, campaign, assistant, rig, clinic/
    ))

  it("have no limit beyond what the ledger counts, which would never bind", () => {
    for (const [field, most] of [
      ["attemptsPerHour", 100],
      ["attemptsPerDay", 100],
      ["attemptsPerWeek", 100],
      ["attemptsEver", 10_000],
      ["coolDownSeconds", 31 * 86_400]
    ] as const) {
      assert.deepStrictEqual(read({ a: { [field]: most } }).problems, [], field)
      const [problem, ...others] = read({ a: { [field]: most + 1 } }).problems
      assert.deepStrictEqual(others, [])
      assert.match(problem ?? "", new RegExp(`"a" cannot be used: .*at most ${most}.*\n.*${field}`), field)
    }
  })

  it.each([
    ["a field that is none", { a: { callsPerDecade: 1 } }],
    ["a limit that is none", { a: { callsPerDay: 0 } }],
    ["laws that are switched off", { a: { laws: false } }],
    ["the profile of load tests as a start", { a: { from: "rig" } }],
    ["another profile of load tests", { rig: { countries: ["any"] } }],
    ["a list in the place of profiles", []]
  ])("refuse %s", (_, given) => assert.lengthOf(read(given).problems, 1))

  it("let only a provider on this machine be asked without limits", () => {
    assert.lengthOf(read(undefined, "rig").problems, 1)
    assert.lengthOf(read(undefined, "rig", "https://127.0.0.1.example.com").problems, 1)
    for (const url of [
      "http://127.0.0.1:4000",
      "http://localhost:4000",
      "http://[::1]:4000",
      "http://emulator.localhost"
    ]) {
      assert.deepStrictEqual(read(undefined, "rig", url), { profile: builtInProfiles.rig, problems: [] })
    }
  })
})
