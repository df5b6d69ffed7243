import type { CallingRule } from "../CallingRule.ts"
import { any, hours, never, read, sales, unasked, unread } from "./Row.ts"

const crtc = "https://crtc.gc.ca/eng/trules-reglest.htm"
const week = { type: "window", weekdays: hours(9, 21.5), saturday: hours(10, 18), sunday: hours(10, 18) } as const

/** Canada: the Unsolicited Telecommunications Rules of the CRTC, for devices that speak with a synthesised voice. */
export const canada: ReadonlyArray<CallingRule> = [
  {
    id: "ca-window",
    jurisdiction: "CA",
    purposes: unasked,
    says: { ...week, holidays: null },
    ...unread("Telecom Regulatory Policy CRTC 2009-200", "https://crtc.gc.ca/eng/archive/2009/2009-200.htm")
  },
  {
    id: "ca-consent",
    jurisdiction: "CA",
    purposes: sales,
    says: { type: "consent", kind: "express" },
    ...unread("CRTC Unsolicited Telecommunications Rules, part IV; CRTC 2014-155", crtc)
  },
  {
    id: "ca-identity",
    jurisdiction: "CA",
    purposes: any,
    says: { type: "disclosure", of: ["identity"] },
    ...unread("CRTC Unsolicited Telecommunications Rules, part IV; CRTC 2014-155", crtc)
  },
  {
    id: "ca-bc-window",
    jurisdiction: "CA-BC",
    purposes: sales,
    says: { ...week, holidays: never },
    ...read(
      "Telemarketer Licensing Regulation (British Columbia), as the regulator tells it",
      "https://consumerprotectionbc.ca/2011/07/everything-you-wanted-to-know-about-telemarketers",
      "Telemarketers are not allowed to call on statutory holidays, but they are able to call on weekends between 10 a.m. and 6 p.m. and weekdays between 9:00 a.m. and 9:30 p.m. (your local time)."
    )
  },
  {
    id: "ca-bc-attempts",
    jurisdiction: "CA-BC",
    purposes: sales,
    says: { type: "attempts", most: 1, withinHours: 720 },
    ...read(
      "Telemarketer Licensing Regulation (British Columbia), as the regulator tells it",
      "https://www.consumerprotectionbc.ca/2023/03/5-rules-about-telemarketing-calls/",
      "A telemarketer can’t call you more than once in a 30-day period about the same offer."
    )
  }
]
