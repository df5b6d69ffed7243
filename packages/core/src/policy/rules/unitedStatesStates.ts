import type { CallingRule } from "../CallingRule.ts"
import { everyDay, hours, never, read, sales, unasked, unread, workdays } from "./Row.ts"

const dropCowboy = "https://www.dropcowboy.com/state-compliance"
const clickPoint = "https://blog.clickpointsoftware.com"
const callDesk = "https://glama.ai/mcp/connectors/com.modernmustardseed/call-desk/tools/can_i_call_now"
const inDay = (most: number) => ({ type: "attempts", most, withinHours: 24 }) as const

/** Calling hours, attempts and consent of the states, where they are stricter than federal law. */
export const unitedStatesStates: ReadonlyArray<CallingRule> = [
  {
    id: "us-al-window",
    jurisdiction: "US-AL",
    purposes: sales,
    says: workdays(8, 20),
    ...read(
      "Ala. Admin. Code r. 770-X-5-.17(1)(b)",
      "https://casetext.com/regulation/alabama-administrative-code/title-770-alabama-public-service-commission/chapter-770-x-5-telephone-rules/section-770-x-5-17-live-and-automated-solicitations-and-announcements",
      "No solicitation calls are allowed on Sundays or holidays. On the days that calls are allowed, none will be placed prior to 8 a.m. or after 8 p.m."
    )
  },
  {
    id: "us-ct-window",
    jurisdiction: "US-CT",
    purposes: sales,
    says: everyDay(9, 20),
    ...unread("Conn. Gen. Stat. 42-288a", dropCowboy),
    conflict: "Another list has 9:00 to 21:00."
  },
  {
    id: "us-fl-window",
    jurisdiction: "US-FL",
    purposes: sales,
    says: everyDay(8, 20),
    ...read(
      "Fla. Stat. 501.616(6)(a)",
      "http://www.lawserver.com/law/state/florida/statutes/florida_statutes_501-616",
      "A commercial telephone solicitation phone call before 8 a.m. or after 8 p.m. local time in the called person's time zone."
    )
  },
  {
    id: "us-fl-attempts",
    jurisdiction: "US-FL",
    purposes: sales,
    says: inDay(3),
    ...read(
      "Fla. Stat. 501.616(6)(b)",
      "https://flsenate.gov/Session/Bill/2021/1120/BillText/Filed/HTML",
      "More than three commercial telephone solicitation phone calls from any number to a person over a 24-hour period on the same subject matter or issue, regardless of the phone number used to make the call."
    )
  },
  {
    id: "us-il-window",
    jurisdiction: "US-IL",
    purposes: sales,
    says: everyDay(9, 21),
    ...unread("815 ILCS 305/15", clickPoint),
    conflict: "Other lists have the federal hours; these are those of prerecorded messages."
  },
  {
    id: "us-il-securities-window",
    jurisdiction: "US-IL",
    purposes: sales,
    says: { ...everyDay(9, 21), sunday: hours(12, 21) },
    ...read(
      "815 ILCS 5/8b(a)(2)",
      "http://www.ilga.gov/legislation/ilcs/documents/081500050K8b.htm",
      "the telephone solicitor makes the telephone call after 12:00 noon and before 9:00 p.m. on a Sunday or after 9:00 a.m. and before 9:00 p.m. on a weekday or a Saturday, as determined in the Central Time Zone."
    ),
    conflict: "Of securities alone; what is sold is not known here, so it is kept for all sales."
  },
  {
    id: "us-ky-window",
    jurisdiction: "US-KY",
    purposes: sales,
    says: everyDay(10, 21),
    ...unread("KRS 367.46955", dropCowboy)
  },
  {
    id: "us-la-window",
    jurisdiction: "US-LA",
    purposes: sales,
    says: workdays(8, 20),
    ...read(
      "La. R.S. 45:811(2), (3)",
      "https://lawserver.com/?p=30183792",
      "(2) Such use is other than between the hours of 8:00 a.m. and 8:00 p.m., Monday through Saturday. (3) Such use is on days declared to be a state holiday, or Sundays."
    ),
    conflict: "Telephone solicitation is also forbidden while the governor has declared an emergency (R.S. 45:844.31)."
  },
  {
    id: "us-me-window",
    jurisdiction: "US-ME",
    purposes: sales,
    says: { type: "window", weekdays: hours(9, 17), saturday: never, sunday: never, holidays: never },
    ...read(
      "10 M.R.S. 1498(3), as a bill of 2003 prints it",
      "https://legislature.maine.gov/legis/bills/bills_121st/billtexts/LD039201-1.asp",
      "may not use an automated telephone calling device to make solicitation calls to any telephone number in the State except weekdays between 9 a.m. and 5 p.m."
    ),
    conflict: "Later lists tell that automated solicitation is forbidden altogether, with few exceptions."
  },
  {
    id: "us-me-attempts",
    jurisdiction: "US-ME",
    purposes: sales,
    says: { type: "attempts", most: 1, withinHours: 8 },
    ...read(
      "10 M.R.S. 1498(3), as a bill of 2003 prints it",
      "https://legislature.maine.gov/legis/bills/bills_121st/billtexts/LD039201-1.asp",
      "may not complete more than one solicitation call to any telephone number during each 8-hour period."
    )
  },
  {
    id: "us-md-window",
    jurisdiction: "US-MD",
    purposes: sales,
    says: everyDay(8, 20),
    ...unread("Md. Code, Com. Law 14-4502", dropCowboy)
  },
  {
    id: "us-md-attempts",
    jurisdiction: "US-MD",
    purposes: sales,
    says: inDay(3),
    ...unread("Md. Code, Com. Law 14-4502", dropCowboy)
  },
  {
    id: "us-md-consent",
    jurisdiction: "US-MD",
    purposes: sales,
    says: { type: "consent", kind: "written" },
    ...read(
      "Md. Code, Com. Law 14-4502(a)(3)",
      "https://lexace.ai/us/statute/maryland/CL-14-4502",
      "Without the prior express written consent of the called party, a person may not make or cause to be made a telephone solicitation that involves: (i) An automated system for the selection or dialing of telephone numbers"
    )
  },
  {
    id: "us-ma-window",
    jurisdiction: "US-MA",
    purposes: sales,
    says: everyDay(8, 20),
    ...read(
      "201 CMR 12.02(2)",
      "https://regulations.justia.com/states/massachusetts/201-cmr/title-201-cmr-12-00/section-12-02",
      "No telephone solicitor shall make or cause to be made an unsolicited telephonic sales call to a consumer between the hours of 8:00 P.M. to 8:00 A.M., local time at the consumer's location."
    )
  },
  {
    id: "us-mi-window",
    jurisdiction: "US-MI",
    purposes: sales,
    says: everyDay(9, 21),
    ...unread("MCL 445.111 and following", dropCowboy)
  },
  {
    id: "us-mn-window",
    jurisdiction: "US-MN",
    purposes: sales,
    says: everyDay(9, 21),
    ...unread("Minn. Stat. 325E.30", dropCowboy)
  },
  {
    id: "us-mn-consent",
    jurisdiction: "US-MN",
    purposes: unasked,
    says: { type: "consent", kind: "express" },
    ...read(
      "Minn. Stat. 325E.27(a)",
      "http://www.ag.state.mn.us/Consumer/Utilities/AutoDialingDeviceLaw.asp",
      "A caller shall not use or connect to a telephone line an automatic dialing-announcing device unless: (1) the subscriber has knowingly or voluntarily requested, consented to, permitted, or authorized receipt of the message"
    )
  },
  {
    id: "us-ms-window",
    jurisdiction: "US-MS",
    purposes: sales,
    says: workdays(8, 20),
    ...read(
      "Miss. Code Ann. 77-3-723(1)",
      "https://getpocketlaw.com/law/state_mississippi/section-77-3-723-rules-for-authorized-calls_57b73fa7ff73",
      "Such calls may only be made between the hours of 8:00 a.m. and 8:00 p.m. Central Standard Time. No telephone solicitations may be made on a Sunday."
    ),
    conflict: "The rule against calls on holidays is told to be gone since 2023 (dnc.com, 3 June 2024); it is kept."
  },
  {
    id: "us-ne-window",
    jurisdiction: "US-NE",
    purposes: sales,
    says: { ...everyDay(8, 21), sunday: hours(13, 21), holidays: hours(13, 21) },
    ...unread("Nebraska Public Service Commission, rules for automatic dialing-announcing devices", clickPoint),
    conflict: "Neb. Rev. Stat. 86-248(1), which was read, has the same hours on all days."
  },
  {
    id: "us-ne-automatic-window",
    jurisdiction: "US-NE",
    purposes: sales,
    says: everyDay(8, 21),
    ...read(
      "Neb. Rev. Stat. 86-248(1)",
      "https://nebraskalegislature.gov/laws/statutes.php?statute=86-248",
      "A person shall not make a telephone solicitation using an automatic dialing-announcing device to a residential telephone line (a) before 8 a.m. or after 9 p.m. at the location of the person called"
    )
  },
  {
    id: "us-ne-informational-window",
    jurisdiction: "US-NE",
    purposes: ["informational"],
    says: everyDay(8, 21),
    ...read(
      "Neb. Rev. Stat. 86-256(2)(c)",
      "https://self-law.org/code/ne/chapter-86/86-256",
      "Transmit messages only between the hours of 8 a.m. and 9 p.m. at the location of the person receiving the message."
    )
  },
  {
    id: "us-nv-window",
    jurisdiction: "US-NV",
    purposes: sales,
    says: everyDay(9, 20),
    ...unread("NRS 598.0918", dropCowboy)
  },
  {
    id: "us-nv-automatic-window",
    jurisdiction: "US-NV",
    purposes: unasked,
    says: everyDay(9, 21),
    ...read(
      "NRS 597.814(2)(a)",
      "http://www.contactcentercompliance.com/legal/statutes/NV/NRS/597.814.adpx",
      "A person shall not operate a device for automatic dialing and announcing to place: (a) A call that is received by a telephone located in this state during the period between 9 p.m. and 9 a.m."
    )
  },
  {
    id: "us-nm-window",
    jurisdiction: "US-NM",
    purposes: sales,
    says: everyDay(9, 21),
    ...read(
      "N.M. Stat. 57-12-22(B)(5)",
      "https://law.justia.com/codes/new-mexico/2006/nmrc/jd_57-12-22-13117.html",
      "that are received before 9:00 a.m. or after 9:00 p.m."
    )
  },
  {
    id: "us-ok-window",
    jurisdiction: "US-OK",
    purposes: sales,
    says: everyDay(8, 20),
    ...unread("Okla. Stat. tit. 15, 775C.4", clickPoint)
  },
  {
    id: "us-ok-attempts",
    jurisdiction: "US-OK",
    purposes: sales,
    says: inDay(3),
    ...unread("Okla. Stat. tit. 15, 775C.4", clickPoint)
  },
  {
    id: "us-ok-automatic-window",
    jurisdiction: "US-OK",
    purposes: unasked,
    says: everyDay(9, 21),
    ...read(
      "Okla. Stat. tit. 15, 755.1(C)(2)(a)",
      "https://lexace.ai/us/statute/oklahoma/15-755.1",
      "For calls terminating in this state, the device is not used to make a call: a. before 9 a.m. or after 9 p.m."
    )
  },
  {
    id: "us-pa-window",
    jurisdiction: "US-PA",
    purposes: sales,
    says: { ...everyDay(9, 19), holidays: never },
    ...unread("73 P.S. 2245 (Telemarketer Registration Act)", callDesk),
    effectiveTo: "2026-10-17",
    conflict: "8:00 to 21:00 in other lists; 9:00 to 19:00 as Senate Bill 992 passed the Senate."
  },
  {
    id: "us-pa-sunday-window",
    jurisdiction: "US-PA",
    purposes: sales,
    says: workdays(9, 19),
    ...unread(
      "73 P.S. 2245 as amended (Senate Bill 992)",
      "https://www.pasenategop.com/news/brooks-bill-to-strengthen-protections-against-telemarketers-passes-senate"
    ),
    effectiveFrom: "2026-10-18",
    conflict: "8:00 to 21:00 in other lists; whether the bill became law as it passed the Senate was not read."
  },
  {
    id: "us-ri-window",
    jurisdiction: "US-RI",
    purposes: sales,
    says: { type: "window", weekdays: hours(9, 18), saturday: hours(10, 17), sunday: never, holidays: never },
    ...read(
      "R.I. Gen. Laws 5-61-2(2), 5-61-3.6",
      "https://instalawyer.io/laws/rhode-island-general-laws/section-5-61-2-definitions",
      "“Hours of operation” means Monday through Friday, except a state or federal holiday, nine o’clock (9:00 a.m.) to six o’clock (6:00 p.m.); Saturday ten o’clock (10:00 a.m.) to five o’clock (5:00 p.m.)."
    )
  },
  {
    id: "us-tx-window",
    jurisdiction: "US-TX",
    purposes: sales,
    says: { ...everyDay(9, 21), sunday: hours(12, 21) },
    ...unread("Tex. Bus. & Com. Code 301.051", callDesk),
    conflict: "Some lists name 302.101 for the hours; that section is the registration certificate."
  },
  {
    id: "us-ut-window",
    jurisdiction: "US-UT",
    purposes: sales,
    says: workdays(8, 21),
    ...read(
      "Utah Code 13-25a-103(3)",
      "https://codes.findlaw.com/ut/title-13-commerce-and-trade/ut-code-sect-13-25a-103/",
      "A person may not make a telephone solicitation to a residential telephone or cellular telephone without prior express consent during any of the following times: (a) between the hours of 9 p.m. and 8 a.m. local time; (b) on a Sunday; or (c) on a legal holiday."
    )
  },
  {
    id: "us-wa-window",
    jurisdiction: "US-WA",
    purposes: sales,
    says: everyDay(8, 20),
    ...read(
      "RCW 19.158.040(2)",
      "https://app.leg.wa.gov/RCW/default.aspx?cite=19.158.040",
      "A commercial telephone solicitor shall not place calls to any person which will be received before 8:00 a.m. or after 8:00 p.m. at the call recipient's local time."
    )
  },
  {
    id: "us-wy-window",
    jurisdiction: "US-WY",
    purposes: sales,
    says: everyDay(8, 20),
    ...unread("Wyo. Stat. 40-12-302", "https://vicifast.com/compliance/states")
  },
  {
    id: "us-wy-consent",
    jurisdiction: "US-WY",
    purposes: sales,
    says: { type: "consent", kind: "written" },
    ...read(
      "Wyo. Stat. 40-12-303(a)",
      "https://lexace.ai/us/statute/wyoming/40-12-303",
      "No telephone solicitor or merchant shall make or knowingly allow a telephonic sales call to be made if the call involves an automated system for the selection or dialing of telephone numbers or the playing of a recorded message when a connection is completed to a number called."
    ),
    conflict:
      "The section excepts answers to a call, screened numbers with a live message, and existing customers, and names no consent: ask a lawyer before you sell in Wyoming."
  }
]
