import type { CallingRule } from "../CallingRule.ts"
import { hours, never, read, sales } from "./Row.ts"

const standard =
  "Telecommunications (Telemarketing and Research Calls) Industry Standard 2017, as the regulator tells it"
const url = "https://www.donotcall.gov.au/consumers/consumer-overview/industry-standards/"

/** Australia: the industry standard for telemarketing calls. */
export const australia: ReadonlyArray<CallingRule> = [
  {
    id: "au-window",
    jurisdiction: "AU",
    purposes: sales,
    says: { type: "window", weekdays: hours(9, 20), saturday: hours(9, 17), sunday: never, holidays: never },
    ...read(
      standard,
      url,
      "Telemarketing calls may only be made on: weekdays between 9 am–8 pm; Saturdays between 9 am–5 pm"
    ),
    conflict: "Consent to be called at another time exempts from the hours; they are kept all the same."
  },
  {
    id: "au-identity",
    jurisdiction: "AU",
    purposes: sales,
    says: { type: "disclosure", of: ["identity"] },
    ...read(
      standard,
      url,
      "callers must provide as soon as the call startes: the name of the person calling; the purpose of the call."
    )
  }
]
