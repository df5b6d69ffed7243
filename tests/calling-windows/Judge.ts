import { seeded } from "../torture/Chance.ts"
import { momentIn } from "./Moments.ts"
import { disputed, forbiddenBy, type Wish } from "./Oracle.ts"
import { people, type Person } from "./People.ts"
import { zoneRelease } from "./ZoneFile.ts"

/** Says whether a wish would be dialled, and if not, by which rules. Made once for each wish, asked at many instants. */
export type Candidate = (wish: Omit<Wish, "at">) => (at: number) => ReadonlyArray<string>

export interface Comparison {
  readonly pairs: number
  readonly approvals: number
  readonly refusals: number
  /** Approved, and forbidden by the oracle. */
  readonly illegal: ReadonlyArray<string>
  /** Refused, and not forbidden by the oracle: by the rule that refused. */
  readonly stricter: Readonly<Record<string, number>>
  /** Left out, since the runtime and the system disagree about a zone whose rules were changed. */
  readonly disputed: number
}

/** Compares a candidate with the oracle over so many pairs of a number and an instant; the seed decides all. */
export const compare = (candidate: Candidate, pairs: number, seed: string): Comparison => {
  const chance = seeded(seed)
  const each = 10
  const illegal: Array<string> = []
  const stricter: Record<string, number> = {}
  let [done, approvals, left] = [0, 0, 0]
  for (const person of people(chance, Math.ceil(pairs / each))) {
    const wish = wishTo(chance, person)
    const ask = candidate(wish)
    for (let n = 0; n < each; n++) {
      const zone = person.zones[chance.between(0, person.zones.length - 1)] ?? ""
      const full = { ...wish, at: momentIn(chance, wish.timeZone ?? zone) }
      done++
      if (disputed(full)) {
        left++
        continue
      }
      const refusing = ask(full.at)
      const forbidden = forbiddenBy(full)
      if (refusing.length === 0) approvals++
      if (refusing.length === 0 && forbidden.length > 0) {
        illegal.push(`${person.number} at ${new Date(full.at).toISOString()} ${wish.purpose}: ${forbidden.join(", ")}`)
      }
      if (refusing.length > 0 && forbidden.length === 0) {
        const why = refusing.join(" ")
        stricter[why] = (stricter[why] ?? 0) + 1
      }
    }
  }
  return { pairs: done, approvals, refusals: done - left - approvals, illegal, stricter, disputed: left }
}

/** What a run came to, in words. */
export const told = ({ approvals, disputed: left, illegal, pairs, refusals, stricter }: Comparison): string => {
  const legal = Object.entries(stricter).toSorted(([, a], [, b]) => b - a)
  const sum = legal.reduce((total, [, count]) => total + count, 0)
  return [
    `${pairs} pairs: ${approvals} approved, ${illegal.length} of them illegal; ${refusals} refused, ${sum} of them legal by the oracle; ${left} left out, since the runtime (${process.versions["tz"]}) and the system (${zoneRelease()}) know different rules`,
    ...legal.map(([why, count]) => `  ${count} by ${why}`)
  ].join("\n")
}

const states = ["US-FL", "US-TX", "US-CA", "US-NY", "US-AZ"]

const wishTo = (chance: Chance, person: Person): Omit<Wish, "at"> => ({
  person,
  purpose: chance.next() < 0.6 ? "informational" : "sales",
  place: person.region === "US" && chance.next() < 0.3 ? (states[chance.between(0, 4)] ?? null) : null,
  timeZone: chance.next() < 0.1 ? (person.zones[0] ?? null) : null,
  ringingSeconds: chance.pick([
    [3, 60],
    [1, 15],
    [1, 600]
  ])
})

type Chance = ReturnType<typeof seeded>
