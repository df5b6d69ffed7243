import type { CallingRule } from "../CallingRule.ts"
import { any, everyDay, hours, never, read, sales } from "./Row.ts"

const house = (quote: string) => read("House rule", "docs/calling-rules.md", quote)

/** What this service keeps in every country, whatever the law there allows. */
export const everywhere: ReadonlyArray<CallingRule> = [
  {
    id: "any-informational-window",
    jurisdiction: "*",
    purposes: ["informational"],
    says: everyDay(8, 20),
    ...house("An informational call comes between 8:00 and 20:00, in every zone where the phone may be.")
  },
  {
    id: "any-sales-window",
    jurisdiction: "*",
    purposes: sales,
    says: { type: "window", weekdays: hours(10, 17), saturday: never, sunday: never, holidays: never },
    ...house(
      "A sales call comes from Monday to Friday between 10:00 and 17:00, and on no holiday: the hours that every rule of the United States known to us allows."
    )
  },
  {
    id: "any-sales-attempts",
    jurisdiction: "*",
    purposes: sales,
    says: { type: "attempts", most: 1, withinHours: 8 },
    ...house("A number is called at most once in eight hours to sell something.")
  },
  {
    id: "any-sales-consent",
    jurisdiction: "*",
    purposes: sales,
    says: { type: "consent", kind: "express" },
    ...house("Nobody is called to be sold something without a record of their consent.")
  },
  {
    id: "any-disclosure",
    jurisdiction: "*",
    purposes: sales,
    says: { type: "disclosure", of: ["ai", "identity"] },
    ...house("Who sells says in the first message that an AI speaks, and for whom.")
  },
  {
    id: "any-ringing",
    jurisdiction: "*",
    purposes: any,
    says: { type: "ringing", atLeastSeconds: 15 },
    ...house("A phone rings for at least 15 seconds.")
  }
]
