import { describe, it } from "@effect/vitest"
import { assert } from "vitest"
import { dateOfDay, dayOf, dayOfDate, easterOf, orthodoxEasterOf, weekdayOfDay } from "../../src/policy/CalendarDay.ts"
import { holidays } from "../../src/policy/HolidayTables.ts"
import { holidaysOf, isHoliday } from "../../src/policy/Holidays.ts"

/** By golden number and epact, as almanacs have it. */
const easterByEpact = (year: number): string => {
  const golden = (year % 19) + 1
  const century = Math.floor(year / 100) + 1
  const dropped = Math.floor((3 * century) / 4) - 12
  const moon = Math.floor((8 * century + 5) / 25) - 5
  const sunday = Math.floor((5 * year) / 4) - dropped - 10
  const epact = (11 * golden + 20 + moon - dropped) % 30
  const corrected = (epact === 25 && golden > 11) || epact === 24 ? epact + 1 : epact
  const full = corrected > 23 ? 74 - corrected : 44 - corrected
  const march = full + 7 - ((sunday + full) % 7)
  return new Date(Date.UTC(year, 2, march)).toISOString().slice(0, 10)
}

describe("days", () => {
  it("agree with the runtime's calendar for every day of 150 years", () => {
    const from = dayOf(1950, 1, 1)
    const days = Array.from({ length: dayOf(2100, 1, 1) - from }, (_, index) => from + index)
    const wrong = days.filter((day) => {
      const instant = new Date(day * 86_400_000)
      const date = instant.toISOString().slice(0, 10)
      return dateOfDay(day) !== date || dayOfDate(date) !== day || weekdayOfDay(day) !== instant.getUTCDay()
    })
    assert.equal(days.length, 54_787)
    assert.deepEqual(wrong, [])
  })

  it("agree with it around the turns of centuries, of which only some have a leap day", () => {
    const dates = [1900, 2000, 2100, 2200, 2300, 2400].flatMap((year) =>
      [-307, -1, 0, 58, 59, 60, 365, 366].map((day) => new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10))
    )
    assert.deepEqual(
      dates.map((date) => dateOfDay(dayOfDate(date))),
      dates
    )
    assert.deepEqual(
      dates.map(dayOfDate),
      dates.map((date) => Date.parse(date) / 86_400_000)
    )
  })

  it("know Easter as another method finds it, for four centuries", () => {
    for (let year = 1900; year < 2300; year++) assert.equal(dateOfDay(easterOf(year)), easterByEpact(year))
  })

  it("know when Easter was and will be", () => {
    assert.deepEqual(
      [2000, 2024, 2025, 2026, 2038].map((year) => dateOfDay(easterOf(year))),
      ["2000-04-23", "2024-03-31", "2025-04-20", "2026-04-05", "2038-04-25"]
    )
    assert.deepEqual(
      [2024, 2025, 2026, 2027].map((year) => dateOfDay(orthodoxEasterOf(year))),
      ["2024-05-05", "2025-04-20", "2026-04-12", "2027-05-02"]
    )
    assert.deepEqual(
      [1943, 1954, 1961, 1981, 1999, 2049, 2076].map((year) => dateOfDay(easterOf(year))),
      ["1943-04-25", "1954-04-18", "1961-04-02", "1981-04-19", "1999-04-04", "2049-04-18", "2076-04-19"]
    )
    assert.deepEqual(
      [2010, 2014, 2016, 2021, 2033].map((year) => dateOfDay(orthodoxEasterOf(year))),
      ["2010-04-04", "2014-04-20", "2016-05-01", "2021-05-02", "2033-04-24"]
    )
  })
})

describe("the holidays", () => {
  it("of the United States are the federal ones, with the day on which they are kept", () => {
    assert.deepEqual(holidaysOf("US", 2026), [
      "2026-01-01",
      "2026-01-19",
      "2026-02-16",
      "2026-05-25",
      "2026-06-19",
      "2026-07-03",
      "2026-07-04",
      "2026-09-07",
      "2026-10-12",
      "2026-11-11",
      "2026-11-26",
      "2026-12-25"
    ])
    assert.includeMembers([...holidaysOf("US", 2027)], ["2027-07-04", "2027-07-05", "2027-12-24", "2027-12-31"])
  })

  it("of a state are those of its country and its own", () => {
    assert.isTrue(isHoliday("US-UT", "US", "2026-07-24"))
    assert.isTrue(isHoliday("US-UT", "US", "2026-11-26"))
    assert.isFalse(isHoliday("US-FL", "US", "2026-07-24"))
    assert.isTrue(isHoliday("CA-BC", "CA", "2026-02-16"))
    assert.isTrue(isHoliday("CA-QC", "CA", "2026-06-24"))
    assert.isFalse(isHoliday("US", "US", "2026-07-24"))
  })

  it("are found by the weekday before or after a date, and never on it", () => {
    const added = (part: string, whole: string, year: number) =>
      holidaysOf(part, year).filter((date) => !holidaysOf(whole, year).includes(date))
    assert.deepEqual(added("US-CA", "US", 2026), ["2026-03-31", "2026-11-27"])
    assert.include(added("US-CA", "US", 2024), "2024-11-29")
    assert.deepEqual(added("US-IL", "US", 2026), ["2026-02-12", "2026-11-03"])
    const victoria = (year: number) => holidaysOf("CA", year).filter((date) => date.slice(5, 7) === "05")
    assert.deepEqual(
      [...victoria(2026), ...victoria(2027), ...victoria(2020)],
      ["2026-05-18", "2027-05-24", "2020-05-18"]
    )
    assert.deepEqual(added("DE", "EU", 2026).slice(-3), ["2026-10-03", "2026-10-31", "2026-11-18"])
    assert.deepEqual(added("SE", "EU", 2026), ["2026-06-06", "2026-06-19", "2026-06-20", "2026-10-31"])
  })

  it("of the house are those of any part of the region", () => {
    assert.isTrue(isHoliday("*", "US", "2026-07-24"))
    assert.isTrue(isHoliday("*", "PR", "2026-07-03"))
    assert.isTrue(isHoliday("*", "FR", "2026-07-14"))
    assert.isTrue(isHoliday("*", "DE", "2026-10-03"))
    assert.isFalse(isHoliday("*", "GB", "2026-07-14"))
    assert.isFalse(isHoliday("*", "US", "2026-07-23"))
  })

  it("that fall on a weekend are kept on the days after it as well", () => {
    const moved = (region: string, year: number, month: string) =>
      holidaysOf(region, year).filter((date) => date.startsWith(`${year}-${month}`))
    assert.includeMembers(moved("GB", 2027, "12"), ["2027-12-25", "2027-12-26", "2027-12-27", "2027-12-28"])
    assert.notInclude(moved("GB", 2027, "12"), "2027-12-29")
    assert.deepEqual(moved("AU", 2025, "01"), ["2025-01-01", "2025-01-26", "2025-01-27"])
    assert.deepEqual(moved("AU", 2026, "04").slice(-2), ["2026-04-25", "2026-04-27"])
  })

  it("of the Union are also the member state's", () => {
    assert.isTrue(isHoliday("EU", null, "2026-05-01"))
    assert.isFalse(isHoliday("EU", null, "2026-07-14"))
    assert.isTrue(isHoliday("EU", "FR", "2026-07-14"))
    assert.isFalse(isHoliday("EU", "DE", "2026-07-14"))
    assert.isTrue(isHoliday("EU", "DE", "2026-05-01"))
    assert.isTrue(isHoliday("EU", "GR", "2026-04-13"))
  })

  it("of the United Kingdom are those of its four countries together", () => {
    const found = holidaysOf("GB", 2027)
    for (const date of [
      "2027-01-04",
      "2027-03-17",
      "2027-03-26",
      "2027-03-29",
      "2027-11-30",
      "2027-12-27",
      "2027-12-28"
    ])
      assert.include(found, date)
  })

  it("are those of the United States and the Union where no list is kept", () => {
    for (const region of ["BR", null, "XX"]) {
      assert.isTrue(isHoliday("*", region, "2026-11-26"), String(region))
      assert.isTrue(isHoliday("*", region, "2026-05-01"), String(region))
    }
  })

  it("can be reckoned for every list and for a long time", () => {
    for (const code of Object.keys(holidays))
      for (let year = 2024; year < 2060; year++) {
        const found = holidaysOf(code, year)
        assert.isAbove(found.length, 8, `${code} ${year}`)
        for (const date of found) assert.equal(dateOfDay(dayOfDate(date)), date)
      }
  })
})
