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

const zonesOfLandline = (number: string): string =>
  candidateZones({
    number: `${number}0000`,
    region: "XX",
    isFixedLine: true,
    explicitZone: null,
    explicitPlace: null
  }).join(" ")

/** Whether a zone keeps a time, at one of the half days, that none of the known ones keeps. */
const isLate = (zone: string, known: string): boolean => {
  const others = known === "" ? [] : known.split(" ").map(openZone)
  const own = openZone(zone)
  return halfDays.some((at) => !others.some((one) => one.offsetAt(at) === own.offsetAt(at)))
}

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

  test("know every time that is kept in the area of a landline, whatever digits come next", () => {
    const late = landlines.flatMap(([prefix, zones]) => {
      const closer = landlines.map(([other]) => other).filter((other) => other.startsWith(prefix) && other !== prefix)
      const next = Array.from({ length: 10_000 }, (_, n) => `${prefix}${String(n).padStart(4, "0")}`)
      const numbers = next.filter((number) => !closer.some((other) => number.startsWith(other)))
      return [...new Set(numbers.map(zonesOfLandline))]
        .flatMap((known) => zones.filter((zone) => isLate(zone, known)).map((zone) => `${zone}, not ${known}`))
        .map((words) => `${prefix} ${words}`)
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
