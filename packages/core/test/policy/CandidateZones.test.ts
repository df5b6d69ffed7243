import { describe, it } from "@effect/vitest"
import libphonenumber from "google-libphonenumber"
import { assert } from "vitest"
import { countryZones } from "../../src/policy/CountryZones.ts"
import { candidateZones, isZone } from "../../src/policy/CandidateZones.ts"
import { placesOf, statesOf, zonesOfCountry, zonesOfState } from "../../src/policy/NumberPlaces.ts"
import { stateZones } from "../../src/policy/StateZones.ts"
import { zoneCorrections } from "../../src/policy/ZoneCorrections.ts"
import { zoneData } from "../../src/policy/ZoneData.ts"
import { zonesOfPrefix } from "../../src/policy/ZoneTable.ts"

const northAmerican = (number: string, region = "US") =>
  candidateZones({ number, region, isFixedLine: false, explicitZone: null, explicitPlace: null })
const mobile = (number: string, region: string) =>
  candidateZones({ number, region, isFixedLine: false, explicitZone: null, explicitPlace: null })
const landline = (number: string, region: string) =>
  candidateZones({ number, region, isFixedLine: true, explicitZone: null, explicitPlace: null })

/** The offsets that the zones have in winter and summer, in minutes. */
const offsets = (zones: ReadonlyArray<string>) =>
  new Set(
    zones.map((timeZone) =>
      ["2026-01-15T12:00Z", "2026-07-15T12:00Z"]
        .map((at) =>
          new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" })
            .formatToParts(new Date(at))
            .find(({ type }) => type === "timeZoneName")
            ?.value.replace("GMT", "")
        )
        .join("/")
    )
  )

const eastern = "-05:00/-04:00"
const central = "-06:00/-05:00"
const mountain = "-07:00/-06:00"
const pacific = "-08:00/-07:00"

/** Area codes on both sides of a limit of the zones, or of a state that has one. */
const split: ReadonlyArray<readonly [areaCode: string, state: string, zones: ReadonlyArray<string>]> = [
  ["850", "US-FL", [eastern, central]],
  ["448", "US-FL", [eastern, central]],
  ["305", "US-FL", [eastern, central]],
  ["605", "US-SD", [central, mountain]],
  ["701", "US-ND", [central, mountain]],
  ["208", "US-ID", [mountain, pacific]],
  ["541", "US-OR", [mountain, pacific]],
  ["906", "US-MI", [eastern, central]],
  ["812", "US-IN", [eastern, central]],
  ["219", "US-IN", [eastern, central]],
  ["270", "US-KY", [eastern, central]],
  ["423", "US-TN", [eastern, central]],
  ["931", "US-TN", [eastern, central]],
  ["308", "US-NE", [central, mountain]],
  ["785", "US-KS", [central, mountain]],
  ["620", "US-KS", [central, mountain]],
  ["915", "US-TX", [central, mountain]],
  ["775", "US-NV", [mountain, pacific]],
  ["928", "US-AZ", ["-07:00/-07:00", mountain]],
  ["907", "US-AK", ["-09:00/-08:00", "-10:00/-09:00"]],
  ["807", "CA-ON", [eastern, central, "-05:00/-05:00"]],
  ["709", "CA-NL", ["-03:30/-02:30", "-04:00/-03:00"]]
]

describe("a number of no known country", () => {
  it("may be nowhere, unless its zone is named", () => {
    const place = { number: "+12125550100", region: null, isFixedLine: false, explicitZone: null, explicitPlace: null }
    assert.deepEqual(candidateZones(place), [])
    assert.deepEqual(candidateZones({ ...place, explicitPlace: "US-NY" }), [])
    assert.deepEqual(candidateZones({ ...place, explicitZone: "Asia/Tokyo" }), ["Asia/Tokyo"])
    assert.deepEqual([isZone("Asia/Tokyo"), isZone("+02:00"), isZone("Mars/Olympus")], [true, false, false])
  })
})

describe("the zones of a number of the United States or Canada", () => {
  for (const [areaCode, state, expected] of split) {
    it(`are both sides of the limit for ${areaCode} (${state})`, () => {
      const number = `+1${areaCode}5550100`
      assert.deepEqual(statesOf(number), [state])
      const found = offsets(northAmerican(number, state.slice(0, 2)))
      for (const zone of expected) assert.include([...found], zone)
      assert.isTrue(expected.length === found.size || state.startsWith("CA"), [...found].join(" "))
    })
  }

  it("are one where the state has one", () => {
    assert.deepEqual(northAmerican("+12125550100"), ["America/New_York"])
    assert.deepEqual(northAmerican("+14155550100"), ["America/Los_Angeles"])
  })

  it("are those of both states where an area code crosses the border", () => {
    assert.deepEqual(statesOf("+19025550100"), ["CA-NS", "CA-PE"])
    assert.deepEqual(statesOf("+18675550100"), ["CA-NT", "CA-NU", "CA-YT"])
  })

  it("are those of the whole country where the area code is not known", () => {
    assert.deepEqual(statesOf("+12735550100"), [])
    assert.deepEqual(northAmerican("+12735550100", "CA"), zonesOfCountry("CA"))
  })

  it("hold the new time of provinces that changed it in 2026", () => {
    assert.include(northAmerican("+16045550100", "CA"), "America/Dawson_Creek")
    assert.include(northAmerican("+14035550100", "CA"), "America/Regina")
    assert.include(northAmerican("+12045550100", "CA"), "America/Atikokan")
  })

  it("give no state to numbers of no place, or of other countries that share +1", () => {
    for (const number of [
      "+18005550100",
      "+15005550100",
      "+19005550100",
      "+18765550100",
      "+17875550100",
      "+33199000001"
    ])
      assert.deepEqual(statesOf(number), [], number)
  })

  it("know every state, and an area code of each", () => {
    const reached = new Set(
      Array.from({ length: 800 }, (_, index) => statesOf(`+1${index + 200}5550100`)).flatMap((states) => states)
    )
    assert.deepEqual([...reached].toSorted(), Object.keys(stateZones).toSorted())
    assert.equal(placesOf("US").length, 51)
    assert.equal(reached.size, 64)
  })
})

describe("the zones of other numbers", () => {
  it("are all of the country for a mobile, where the table knows one", () => {
    assert.deepEqual(zonesOfPrefix("+61491570156"), ["Australia/Sydney"])
    const australia = mobile("+61491570156", "AU")
    for (const zone of ["Australia/Sydney", "Australia/Perth", "Australia/Darwin", "Australia/Adelaide"])
      assert.include(australia, zone)
    const russia = mobile("+79123456789", "RU")
    for (const zone of ["Europe/Kaliningrad", "Europe/Moscow", "Asia/Kamchatka"]) assert.include(russia, zone)
    for (const [number, region] of [
      ["+5511961234567", "BR"],
      ["+5212221234567", "MX"],
      ["+62812345678", "ID"],
      ["+77710009998", "KZ"]
    ] as const)
      assert.includeMembers([...mobile(number, region)], [...zonesOfCountry(region)])
  })

  it("are those of the prefix for a landline", () => {
    assert.deepEqual(landline("+33199000001", "FR"), ["Europe/Paris"])
    assert.deepEqual(landline("+442079460000", "GB"), ["Europe/London"])
    assert.deepEqual(landline("+34922123456", "ES"), ["Atlantic/Canary"])
  })

  it("hold what the table is known to forget", () => {
    for (const { prefix, zones } of zoneCorrections)
      assert.includeMembers([...zonesOfPrefix(`+${prefix}0000`)], [...zones], prefix)
    assert.include(landline("+61732000000", "AU"), "Australia/Brisbane")
    assert.include(landline("+61889200000", "AU"), "Australia/Darwin")
  })

  it("are none where nothing is known, so that no call can be allowed", () => {
    assert.deepEqual(mobile("+99912345678", "XX"), [])
    assert.deepEqual(
      candidateZones({
        number: "+88212345678",
        region: null,
        isFixedLine: false,
        explicitZone: null,
        explicitPlace: null
      }),
      []
    )
  })
})

describe("the zone that a request names", () => {
  const named = (explicitZone: string) =>
    candidateZones({ number: "+18505550100", region: "US", isFixedLine: false, explicitZone, explicitPlace: null })

  it("wins", () => assert.deepEqual(named("America/Denver"), ["America/Denver"]))

  it("must be one that the runtime knows, and a place", () => {
    for (const zone of ["America/Atlantis", "+02:00", "EST", "UTC", "", "America/", "../etc", "America/New_York "])
      assert.deepEqual(named(zone), [], zone)
  })
})

describe("the state that a request names", () => {
  const named = (explicitPlace: string, explicitZone: string | null = null) =>
    candidateZones({ number: "+14155550100", region: "US", isFixedLine: false, explicitZone, explicitPlace })

  it("adds its zones to those of the number, since the phone may be in either", () => {
    assert.sameMembers([...named("US-FL")], ["America/Los_Angeles", "America/New_York", "America/Chicago"])
    assert.deepEqual(named("AU-WA"), ["America/Los_Angeles"])
  })

  it("adds nothing to a zone that is named too", () =>
    assert.deepEqual(named("US-FL", "America/Chicago"), ["America/Chicago"]))
})

describe("the tables", () => {
  it("name only zones that the runtime knows", () => {
    const names = [
      ...(zoneData.split("|")[0] ?? "").split(" "),
      ...countryZones.split("|").flatMap((entry) => entry.slice(3).split(" ")),
      ...Object.keys(stateZones).flatMap(zonesOfState),
      ...zoneCorrections.flatMap(({ zones }) => zones)
    ]
    assert.isAbove(names.length, 900)
    assert.deepEqual(
      names.filter((name) => !isZone(name)),
      []
    )
  })

  it("stay small", () => assert.isBelow(zoneData.length + countryZones.length, 26_000))

  it("have an answer for the example numbers of every region", () => {
    const phoneNumbers = libphonenumber.PhoneNumberUtil.getInstance()
    const { FIXED_LINE, FIXED_LINE_OR_MOBILE, MOBILE, VOIP } = libphonenumber.PhoneNumberType
    const unknown: Array<string> = []
    const regions = phoneNumbers.getSupportedRegions()
    assert.isAbove(regions.length, 240)
    for (const region of regions) {
      for (const type of [FIXED_LINE, MOBILE, FIXED_LINE_OR_MOBILE, VOIP]) {
        const example = phoneNumbers.getExampleNumberForType(region, type)
        if (!example) continue
        const number = phoneNumbers.format(example, libphonenumber.PhoneNumberFormat.E164)
        if (
          candidateZones({ number, region, isFixedLine: type === FIXED_LINE, explicitZone: null, explicitPlace: null })
            .length === 0
        )
          unknown.push(`${region} ${number}`)
      }
    }
    assert.deepEqual(unknown, [])
  })
})
