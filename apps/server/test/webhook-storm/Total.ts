import { type Kind, kinds } from "./Deliveries.ts"
import type { Report } from "./Course.ts"
import { playStorm } from "./Storm.ts"
import type { Weakness } from "./Service.ts"

/** How many deliveries one storm has, over a ledger of its own. */
export const stormSize = 1_000

/** Plays as many storms as it takes; each seed is one storm. `tell` hears each report. */
export const playStorms = async (
  firstSeed: number,
  deliveries: number,
  tell: (report: Report, seed: number) => void = () => {},
  weakness?: Weakness
): Promise<Report> => {
  const reports: Array<Report> = []
  for (let seed = firstSeed, done = 0; done < deliveries; seed++) {
    // oxlint-disable-next-line no-await-in-loop -- one storm after the other
    const report = await playStorm(seed, Math.min(stormSize, deliveries - done), weakness)
    reports.push(report)
    done += report.deliveries
    tell(report, seed)
  }
  return addUp(reports)
}

const addUp = (reports: ReadonlyArray<Report>): Report => {
  const sum = (of: (report: Report) => number) => reports.reduce((total, report) => total + of(report), 0)
  return {
    deliveries: sum((report) => report.deliveries),
    calls: sum((report) => report.calls),
    taken: sum((report) => report.taken),
    early: sum((report) => report.early),
    kinds: Object.fromEntries(kinds.map((kind) => [kind, sum((report) => report.kinds[kind])])) as Record<Kind, number>,
    violations: reports.flatMap(({ violations }) => violations)
  }
}
