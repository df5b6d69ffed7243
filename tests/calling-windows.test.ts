import assert from "node:assert/strict"
import { candidateZones } from "@outbound-call/core/policy/CandidateZones"
import { zonesOfPrefix } from "@outbound-call/core/policy/ZoneTable"
import { describe, test } from "vitest"
import { compare, told } from "./calling-windows/Judge.ts"
import { landlines } from "./calling-windows/Landlines.ts"
import { strangelyDisputed } from "./calling-windows/Oracle.ts"
import { policy, policyWith } from "./calling-windows/Policy.ts"
import { hasZoneFiles, openZone, zonesByCountry } from "./calling-windows/ZoneFile.ts"

const seed = process.env["TORTURE_SEED"] ?? "1"
const halfDays = Array.from({ length: 2 * 365 }, (_, n) => Date.UTC(2026, 0, 1) + n * 43_200_000 * 3)

/** Nothing here can be told without the system's own zone files; in CI they must be there. */
describe.skipIf(!hasZoneFiles && process.env["CI"] !== "true")(`calling windows (TORTURE_SEED=${seed})`, () => {
  test("are read alike from the system's zone files and by the runtime, but for zones whose rules were changed", () => {
    const zones = [...zonesByCountry().values()].flat()
    assert.ok(zones.length > 300)
    assert.deepEqual(strangelyDisputed(zones, halfDays), [])
  })

  test("approve no call that the oracle forbids, in 5,000 pairs of a number and an instant", () => {
    const comparison = compare(policy, 5_000, seed)
    console.log(told(comparison))
    assert.deepEqual(comparison.illegal, [])
    assert.ok(comparison.approvals > 1_000)
  })

  test("know every time that is kept in the area of a landline", () => {
    const late = landlines.flatMap(([prefix, zones]) => {
      const number = prefix + "5551234567".slice(0, Math.max(0, 11 - prefix.length))
      const place = { number, region: "XX", isFixedLine: true, explicitZone: null, explicitPlace: null }
      const known = candidateZones(place).map(openZone)
      return zones
        .map(openZone)
        .filter((zone) => halfDays.some((at) => !known.some((one) => one.offsetAt(at) === zone.offsetAt(at))))
        .map((zone) => `${prefix} ${zone.name}`)
    })
    assert.deepEqual(late, [])
  })

  test.each<readonly [string, (number: string) => ReadonlyArray<string>]>([
    ["the caller's zone", () => ["America/New_York"]],
    ["UTC", () => ["Etc/UTC"]],
    ["one zone of the prefix", (number) => zonesOfPrefix(number).slice(0, 1)]
  ])("would be seen to fail by %s alone", (_, zonesOf) => {
    assert.ok(compare(policyWith(zonesOf), 1_000, seed).illegal.length > 10)
  })
})
