import type { CallingRule } from "../CallingRule.ts"
import { any, everyDay, read, sales, unread } from "./Row.ts"

const fcc = "https://www.law.cornell.edu/cfr/text/47/64.1200"

/** Federal law of the United States: the rules of the FCC and the FTC. */
export const unitedStates: ReadonlyArray<CallingRule> = [
  {
    id: "us-window",
    jurisdiction: "US",
    purposes: sales,
    says: everyDay(8, 21),
    ...read(
      "47 CFR 64.1200(c)(1); 16 CFR 310.4(c)",
      fcc,
      "No person or entity shall initiate any telephone solicitation to: (1) Any residential telephone subscriber before the hour of 8 a.m. or after 9 p.m. (local time at the called party's location)"
    )
  },
  {
    id: "us-consent-informational",
    jurisdiction: "US",
    purposes: ["informational"],
    says: { type: "consent", kind: "express" },
    ...read(
      "47 U.S.C. 227(b)(1); FCC 24-17",
      "https://natlawreview.com/article/telephone-and-texting-compliance-news-regulatory-update-fcc-confirms-tcpa-bars-ai",
      "the TCPA's restrictions on the use of 'artificial or prerecorded voice' encompass current AI technologies that generate human voices"
    ),
    conflict:
      "Calls to residential lines that sell nothing are exempt up to three in 30 days; a line of the United States cannot be told from a mobile by its number, so consent is asked for always."
  },
  {
    id: "us-consent-sales",
    jurisdiction: "US",
    purposes: sales,
    says: { type: "consent", kind: "written" },
    ...unread("47 CFR 64.1200(a)(2), (a)(3), (f)(9)", fcc),
    conflict:
      "Bradford v. Sovereign Pest (5th Cir., 25 February 2026) asks for no written form in Texas, Louisiana and Mississippi; the rule still stands, and is kept."
  },
  {
    id: "us-identity",
    jurisdiction: "US",
    purposes: any,
    says: { type: "disclosure", of: ["identity"] },
    ...read(
      "47 CFR 64.1200(b)(1)",
      fcc,
      "At the beginning of the message, state clearly the identity of the business, individual, or other entity that is responsible for initiating the call"
    )
  },
  {
    id: "us-ringing",
    jurisdiction: "US",
    purposes: sales,
    says: { type: "ringing", atLeastSeconds: 15 },
    ...read(
      "16 CFR 310.4(b)(1)(v)(B)(i), (b)(4)(ii)",
      "http://www.dncsolution.com/marketing/reginfo/reginfo17.asp",
      "allow the telephone to ring for at least fifteen (15) seconds or four (4) rings before disconnecting an unanswered call"
    )
  }
]
