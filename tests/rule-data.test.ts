import assert from "node:assert/strict"
import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { callingRules } from "@outbound-call/core/policy/CallingRules"
import { describe, test } from "vitest"

const root = fileURLToPath(new URL("../", import.meta.url))

const check = (day: string, fixture?: string) => {
  const module = fixture === undefined ? [] : [join(root, "tests/fixtures/rule-data", `${fixture}.mjs`)]
  const flags = [join(root, "scripts/check-rule-data.mjs"), day, ...module]
  const { status, stderr, stdout } = spawnSync(process.execPath, flags, { cwd: root, encoding: "utf8" })
  assert.equal(stderr, "")
  const lines = stdout.trimEnd().split("\n")
  return { status, stdout, mistakes: lines.slice(0, -2), sums: lines.slice(-2) }
}

/** Each fixture makes the mistakes of one kind, next to what is allowed. */
const broken: Record<string, ReadonlyArray<string>> = {
  ids: [
    "us-tx-window: this id is used twice",
    "tx window: the id is not of the form us-tx-window",
    "tx window: the id does not begin with us-tx-",
    "us-window: the id does not begin with ca-"
  ],
  fields: [
    "us-tx-window: has unknown fields: note",
    "us-tx-lacking: lacks the fields conflict",
    "us-tx-lacking: the conflict is neither text nor null",
    "us-tx-purposes: the purposes are not a list of purposes",
    "us-tx-place: Texas is no jurisdiction",
    "us-tx-place: the id does not begin with texas-",
    "us-tx-citation: has no citation",
    "us-tx-url: see above is no address of a page"
  ],
  quotes: [
    "us-tx-window: is verified without a quote, or has a quote and is not verified",
    "us-tx-quoted: is verified without a quote, or has a quote and is not verified",
    "us-tx-empty: the quote is neither text nor null"
  ],
  dates: [
    "us-tx-window: asOf 2026-02-30 is no date",
    "us-tx-from: effectiveFrom 2026-1-1 is no date",
    "us-tx-backwards: ends before it begins",
    "us-tx-future: was read in the future, on 2026-12-24"
  ],
  age: ["us-tx-old: was read 181 days ago: read it again, and renew asOf"],
  spans: [
    "us-tx-window: the hours of weekdays are no spans of a day in order",
    "us-tx-over: the hours of saturday are no spans of a day in order",
    "us-tx-overlap: the hours of sunday are no spans of a day in order",
    "us-tx-holidays: the hours of holidays are no spans of a day in order",
    "us-tx-hours: the hours of weekdays are no spans of a day in order"
  ],
  sayings: [
    "us-tx-window: says nothing that is known: forbidden",
    "us-tx-attempts: the attempts are not so many within so many hours",
    "us-tx-consent: implied is no kind of consent",
    "us-tx-disclosure: does not tell what to disclose",
    "us-tx-ringing: the ringing is not so many seconds"
  ],
  empty: ["there are no rules"]
}

describe("the check of the calling rules", () => {
  for (const [fixture, expected] of Object.entries(broken)) {
    test(`tells the mistakes of ${fixture}, and no others`, () => {
      const { mistakes, status } = check("2026-11-27", fixture)
      assert.deepEqual(mistakes, expected)
      assert.equal(status, 1)
    })
  }

  test("tells no mistakes where there are none, and what is not verified", () => {
    const { status, stdout } = check("2026-11-27", "passing")
    assert.equal(stdout, "3 rules, 0 mistakes\n2 unverified: us-tx-window any-ringing\n")
    assert.equal(status, 0)
  })

  test("finds no mistake in the rules of this repository on the day on which they were read last", () => {
    const last =
      callingRules
        .map(({ asOf }) => asOf)
        .toSorted()
        .at(-1) ?? ""
    const { mistakes, status, sums } = check(last)
    assert.deepEqual(mistakes, [])
    assert.equal(status, 0)
    assert.equal(sums[0], `${callingRules.length} rules, 0 mistakes`)
  })

  test("fails half a year later, when nobody has read them again", () => {
    const { mistakes, status } = check("2030-01-01")
    assert.equal(mistakes.length, callingRules.length)
    assert.equal(status, 1)
  })
})

describe("the page of the calling rules", () => {
  const page = readFileSync(join(root, "docs/calling-rules.md"), "utf8")

  test("has the tables of the rules as they are", () => {
    const folder = mkdtempSync(join(tmpdir(), "calling-rules-"))
    try {
      execFileSync(process.execPath, [join(root, "scripts/write-calling-rules.mjs"), join(folder, "page.md")])
      assert.equal(page, readFileSync(join(folder, "page.md"), "utf8"), "run node scripts/write-calling-rules.mjs")
    } finally {
      rmSync(folder, { recursive: true })
    }
    for (const { id } of callingRules) assert.ok(page.includes(`| \`${id}\` |`), id)
  })

  test("says each rule of the house in the words that the rule quotes", () => {
    const house = callingRules.filter(({ citation }) => citation === "House rule")
    assert.ok(house.length >= 10)
    for (const { id, quote } of house) assert.ok(page.includes(`- ${quote}\n`), id)
  })

  test("promises nothing", () => {
    assert.ok(page.includes("We do not promise that a call which the policy allows is lawful"))
    assert.ok(page.includes("nothing here is legal advice"))
  })
})
