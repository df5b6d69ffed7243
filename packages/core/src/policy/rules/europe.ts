import type { CallingRule } from "../CallingRule.ts"
import { any, never, read, sales, unread } from "./Row.ts"

const house = (quote: string) => read("House rule", "docs/calling-rules.md", quote)

/** The European Union. Member states set hours of their own; France's, the strictest that is known, are kept in all. */
export const europe: ReadonlyArray<CallingRule> = [
  {
    id: "eu-ai",
    jurisdiction: "EU",
    purposes: any,
    says: { type: "disclosure", of: ["ai"] },
    ...read(
      "Regulation (EU) 2024/1689, Article 50(1)",
      "https://service.betterregulation.com/document/742246",
      "Providers shall ensure that AI systems intended to interact directly with natural persons are designed and developed in such a way that the natural persons concerned are informed that they are interacting with an AI system, unless this is obvious from the point of view of a natural person who is reasonably well-informed, observant and circumspect, taking into account the circumstances and the context of use."
    ),
    effectiveFrom: "2026-08-02"
  },
  {
    id: "eu-window",
    jurisdiction: "EU",
    purposes: sales,
    says: {
      type: "window",
      weekdays: [
        [600, 780],
        [840, 1200]
      ],
      saturday: never,
      sunday: never,
      holidays: never
    },
    ...house(
      "In the European Union a sales call comes from Monday to Friday between 10:00 and 13:00 and between 14:00 and 20:00, and on no holiday: the hours of France."
    )
  },
  {
    id: "eu-attempts",
    jurisdiction: "EU",
    purposes: sales,
    says: { type: "attempts", most: 4, withinHours: 720 },
    ...house("In the European Union a number is called at most four times in 30 days to sell something.")
  },
  {
    id: "eu-consent",
    jurisdiction: "EU",
    purposes: sales,
    says: { type: "consent", kind: "express" },
    ...unread("Directive 2002/58/EC, Article 13(1)", "https://eur-lex.europa.eu/eli/dir/2002/58/oj")
  }
]
