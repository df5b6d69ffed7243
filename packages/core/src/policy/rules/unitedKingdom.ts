import type { CallingRule } from "../CallingRule.ts"
import { hours, never, read, sales } from "./Row.ts"

const ico =
  "http://qqq.informationcommissioner.gov.uk/for_organisations/privacy_and_electronic_communications/the_guide/automated_calls.aspx"
const house = (quote: string) => read("House rule", "docs/calling-rules.md", quote)

/** The United Kingdom. No statute sets calling hours that could be found; the hours and attempts are ours. */
export const unitedKingdom: ReadonlyArray<CallingRule> = [
  {
    id: "gb-window",
    jurisdiction: "GB",
    purposes: sales,
    says: { type: "window", weekdays: hours(9, 20), saturday: hours(9, 17), sunday: never, holidays: never },
    ...house(
      "In the United Kingdom a sales call comes between 9:00 and 20:00 from Monday to Friday and between 9:00 and 17:00 on Saturdays, and on no Sunday or bank holiday of any of its countries."
    )
  },
  {
    id: "gb-attempts",
    jurisdiction: "GB",
    purposes: sales,
    says: { type: "attempts", most: 3, withinHours: 24 },
    ...house("In the United Kingdom a number is called at most three times a day to sell something.")
  },
  {
    id: "gb-consent",
    jurisdiction: "GB",
    purposes: sales,
    says: { type: "consent", kind: "express" },
    ...read(
      "Privacy and Electronic Communications Regulations 2003, regulation 19, as the regulator tells it",
      ico,
      "Marketing material may be transmitted by such a system only with the prior consent of a subscriber."
    )
  },
  {
    id: "gb-identity",
    jurisdiction: "GB",
    purposes: sales,
    says: { type: "disclosure", of: ["identity"] },
    ...read(
      "Privacy and Electronic Communications Regulations 2003, regulation 24(1)(a), as the regulator tells it",
      ico,
      "All marketing messages sent by this method of communication must include the identity of the caller and a contact address or Freephone number"
    )
  }
]
