import type { CallingRule, Span, WindowRule } from "../CallingRule.ts"

type Source = Pick<
  CallingRule,
  "citation" | "url" | "quote" | "verified" | "asOf" | "effectiveFrom" | "effectiveTo" | "conflict"
>

/** Where a rule stands whose words were read, in the law or in a copy of it, on 28 November 2026. */
export const read = (citation: string, url: string, quote: string): Source => ({
  citation,
  url,
  quote,
  verified: true,
  asOf: "2026-11-28",
  ...always
})

/** Where a rule stands whose words were not read: others tell of it, and the strictest that they tell is kept. */
export const unread = (citation: string, url: string): Source => ({
  citation,
  url,
  quote: null,
  verified: false,
  asOf: "2026-11-22",
  ...always
})

const always = { effectiveFrom: null, effectiveTo: null, conflict: null }

/** A span of the day by the hours of its clock: `hours(9, 21.5)` is 9:00 to 21:30. */
export const hours = (from: number, to: number): ReadonlyArray<Span> => [[from * 60, to * 60]]

/** No call on such a day. */
export const never: ReadonlyArray<Span> = []

/** The same hours on all days, holidays among them. */
export const everyDay = (from: number, to: number): WindowRule => ({
  type: "window",
  weekdays: hours(from, to),
  saturday: hours(from, to),
  sunday: hours(from, to),
  holidays: null
})

/** The same hours from Monday to Saturday, and no call on Sundays and holidays. */
export const workdays = (from: number, to: number): WindowRule => ({
  ...everyDay(from, to),
  sunday: never,
  holidays: never
})

/** Rules that hold for sales alone. */
export const sales: CallingRule["purposes"] = ["sales"]

/** Rules of automatic devices, whatever they say; not for a call that the person asked for. */
export const unasked: CallingRule["purposes"] = ["informational", "sales"]

/** Rules that hold whatever the call is for. */
export const any: CallingRule["purposes"] = ["informational", "requested", "sales"]
