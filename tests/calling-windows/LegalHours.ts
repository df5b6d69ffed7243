/**
 * The hours that this house and some laws allow, written down a second time, by hand. Hours are those of the clock on the
 * wall; a day without spans allows no call.
 */
type Hours = ReadonlyArray<readonly [from: number, to: number]>

interface Row {
  readonly weekdays: Hours
  readonly saturday: Hours
  readonly sunday: Hours
  /** Dates on which `onHolidays` holds. */
  readonly holidays?: ReadonlyArray<string>
  readonly onHolidays?: Hours
}

const daily = (from: number, to: number): Row => ({
  weekdays: [[from, to]],
  saturday: [[from, to]],
  sunday: [[from, to]]
})

/** The days on which most of each country rests, 2026 to 2028. */
const restDays = {
  US: "2026-01-01 2026-05-25 2026-11-26 2026-12-25 2027-01-01 2027-05-31 2027-11-25 2028-05-29 2028-11-23 2028-12-25",
  CA: "2026-01-01 2026-07-01 2026-12-25 2027-01-01 2027-07-01 2027-12-27 2028-07-03 2028-12-25 2028-12-26",
  GB: "2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28 2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28 2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26",
  FR: "2026-01-01 2026-04-06 2026-05-01 2026-05-08 2026-05-14 2026-05-25 2026-07-14 2026-11-11 2026-12-25 2027-01-01 2027-03-29 2027-05-06 2027-05-17 2027-07-14 2027-11-01 2027-11-11 2028-04-17 2028-05-01 2028-05-08 2028-05-25 2028-06-05 2028-07-14 2028-08-15 2028-11-01 2028-12-25",
  AU: "2026-01-01 2026-01-26 2026-04-03 2026-04-06 2026-12-25 2026-12-28 2027-01-01 2027-01-26 2027-03-26 2027-03-29 2027-12-27 2027-12-28 2028-01-03 2028-01-26 2028-04-14 2028-04-17 2028-04-25 2028-12-25 2028-12-26"
} as const

const restingIn = (country: keyof typeof restDays): Pick<Row, "holidays" | "onHolidays"> => ({
  holidays: restDays[country].split(" "),
  onHolidays: []
})

const canada: Row = { weekdays: [[9, 21.5]], saturday: [[10, 18]], sunday: [[10, 18]] }
const officeHours: Row = { weekdays: [[10, 17]], saturday: [], sunday: [] }

/** Calls that sell nothing. Nevada and Oklahoma have hours for automatic devices, Canada for those that speak. */
export const informational: Readonly<Record<string, ReadonlyArray<Row>>> = {
  "*": [daily(8, 20)],
  CA: [canada],
  "US-NV": [daily(9, 21)],
  "US-OK": [daily(9, 21)]
}

/** Calls that sell. */
export const sales: Readonly<Record<string, ReadonlyArray<Row>>> = {
  "*": [officeHours],
  US: [daily(8, 21), { ...officeHours, ...restingIn("US") }],
  "US-FL": [daily(8, 20)],
  "US-TX": [{ ...daily(9, 21), sunday: [[12, 21]] }],
  "US-CA": [daily(8, 21)],
  CA: [canada, { ...officeHours, ...restingIn("CA") }],
  GB: [{ weekdays: [[9, 20]], saturday: [[9, 17]], sunday: [], ...restingIn("GB") }],
  FR: [
    {
      weekdays: [
        [10, 13],
        [14, 20]
      ],
      saturday: [],
      sunday: [],
      ...restingIn("FR")
    }
  ],
  AU: [{ weekdays: [[9, 20]], saturday: [[9, 17]], sunday: [], ...restingIn("AU") }]
}

/** Whether the row allows a call while the clock on the wall shows this, in milliseconds as if it hung in Greenwich. */
export const allows = (row: Row, wall: number): boolean => {
  const minute = (((wall % 86_400_000) + 86_400_000) % 86_400_000) / 60_000
  return hoursOf(row, wall).some(([from, to]) => from * 60 <= minute && minute < to * 60)
}

const hoursOf = (row: Row, wall: number): Hours => {
  const date = new Date(wall)
  if (row.holidays?.includes(date.toISOString().slice(0, 10)) === true) return row.onHolidays ?? []
  const weekday = date.getUTCDay()
  return weekday === 0 ? row.sunday : weekday === 6 ? row.saturday : row.weekdays
}
