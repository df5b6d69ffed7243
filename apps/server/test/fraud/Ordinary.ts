import { atHome, farApart, type Sequence } from "./Sequences.ts"

/** What a small user does in a day, at home and to people of whom most are new. None of it may be stopped. */
const usual = { ...atHome, purpose: "informational" as const, isShort: true, requests: 30, dials: 30, dollars: 25 }

/** Five that are called every day, and others. */
const mostlyNew = (n: number): string => (n % 6 === 5 ? farApart(n % 12) : farApart(n))

/** Numbers of one small town, whose ten thousand numbers begin alike. */
const inTown = (n: number): string => `+1802229${String((n * 3571) % 10_000).padStart(4, "0")}`

export const ordinary: ReadonlyArray<Sequence> = [
  { ...usual, name: "a call every eight minutes", numberOf: mostlyNew, secondsBetween: 480 },
  { ...usual, name: "one call after the other", numberOf: farApart, secondsBetween: 45 },
  { ...usual, name: "a call every eight minutes in a small town", numberOf: inTown, secondsBetween: 480 },
  {
    ...usual,
    name: "calls that last for ten minutes, one after the other",
    numberOf: (n) => `+1${[202, 212, 213, 303, 305, 312, 404, 415, 503, 512, 602, 612][n]}5550114`,
    secondsBetween: 660,
    requests: 12
  },
  { ...usual, name: "the first call, to a mobile", numberOf: () => "+12125550100", requests: 1 }
]
