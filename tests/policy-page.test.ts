import { readFileSync } from "node:fs"
import { join } from "node:path"
import { builtInProfiles, type PolicyProfile, ProfileChanges, profileOf, Purpose, RuleId } from "@outbound-call/core"
import { Schema } from "effect"
import { assert, describe, it } from "vitest"

const page = readFileSync(join(import.meta.dirname, "../docs/policy.md"), "utf8")

/** The rows of the table under a heading, without its head. */
const tableOf = (heading: string): ReadonlyArray<ReadonlyArray<string>> =>
  (page.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "")
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim())
    )

const shown = (value: unknown): string =>
  value === null ? "–" : Array.isArray(value) ? value.join(", ") : JSON.stringify(value)

describe("the page of the policy", () => {
  it("names every rule, in its order", () => {
    const named = tableOf("The rules")
      .slice(2)
      .map(([rule]) => rule)
    assert.deepStrictEqual(
      named,
      RuleId.literals.map((id) => `\`${id}\``)
    )
  })

  it("has a column for every purpose", () => {
    assert.deepStrictEqual(
      tableOf("Purposes")[0]?.slice(1),
      Purpose.literals.map((purpose) => `\`${purpose}\``)
    )
  })

  it("shows every profile as it is", () => {
    const [head, ...lines] = tableOf("Profiles")
    const rows = lines.filter(([field]) => field !== "" && field !== "---")
    assert.deepStrictEqual(
      head?.slice(1),
      Object.keys(builtInProfiles).map((name) => `\`${name}\``)
    )
    const limits: ReadonlyArray<PolicyProfile> = Object.values(builtInProfiles)
    assert.isAbove(rows.length, 24)
    for (const [field = "", ...cells] of rows) {
      const values = limits.map(({ fanOut, ...profile }) =>
        shown(Object.entries({ ...profile, ...fanOut }).find(([name]) => name === field)?.[1] ?? null)
      )
      assert.deepStrictEqual([field, ...cells], [field, ...values])
    }
  })

  it("shows a config file that can be used", () => {
    const written = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? "")
    const profile = profileOf("clinic", Schema.decodeUnknownSync(ProfileChanges)(written.profiles.clinic))
    assert.strictEqual(profile.dollarsPerDay, 40)
    assert.strictEqual(profile.callsPerDay, builtInProfiles.default.callsPerDay)
  })
})
