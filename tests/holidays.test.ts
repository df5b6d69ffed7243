import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { holidaysOf } from "@outbound-call/core/policy/Holidays"
import { describe, test } from "vitest"

/** Another's list of the world's holidays, from `peers/`. */
interface Almanac {
  new (
    country: string,
    state?: string
  ): {
    getHolidays(year: number): ReadonlyArray<{ readonly date: string; readonly type: string; readonly rule: string }>
  }
}

const peers = new URL("../peers/package.json", import.meta.url)
const isInstalled = existsSync(fileURLToPath(new URL("node_modules/date-holidays", peers)))
const places = [
  ..."US CA GB FR AU AT BE BG CY CZ DE DK EE ES FI GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS NO".split(" "),
  ..."US-AL US-LA US-MS US-NE US-PA US-RI US-UT CA-BC CA-QC CA-NL GB-SCT GB-NIR GB-ENG".split(" ")
]

describe("the holidays, beside another's almanac", () => {
  // Where the tests run for a decision, the almanac must be there: then this fails instead of being left out.
  test.skipIf(!isInstalled && !process.env["CI"])("lack no public holiday (the almanac is in peers/)", () => {
    const Holidays = createRequire(peers)("date-holidays") as Almanac
    const missing = places.flatMap((place) => {
      const [country = "", part] = place.split("-")
      const almanac = new Holidays(country, part?.toLowerCase())
      return [2026, 2027, 2028, 2029].flatMap((year) => {
        const ours = holidaysOf(country === "GB" ? "GB" : place, year)
        return almanac
          .getHolidays(year)
          .filter(({ date, type }) => type === "public" && !ours.includes(date.slice(0, 10)))
          .map(({ date, rule }) => `${place} ${date.slice(0, 10)} ${rule}`)
      })
    })
    const isAlmanacsSlip = (text: string) => /^CY .* orthodox -47$/.test(text) // Green Monday, a day late
    assert.deepEqual(
      missing.filter((text) => !isAlmanacsSlip(text)),
      []
    )
  })
})
