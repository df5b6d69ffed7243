import type { DialFacts } from "./DialFacts.ts"

/** What a minute of an agent's speech is assumed to cost, in millionths of a dollar, whoever is called. */
const agentMicros = 100_000

/**
 * Assumed price of a carrier's minute to landlines and to mobiles, in millionths of a dollar, rounded up from public
 * price lists of 2026. An assumption, not a quotation: contracts differ, and prices change without notice. It is there
 * so that a budget stops at about the right call. A region that is not listed has no price, and a budget refuses it,
 * unless it is that of the caller id.
 */
const carrierMicros: { readonly [region: string]: readonly [fixedLine: number, mobile: number] } = {
  US: [15_000, 15_000],
  CA: [15_000, 15_000],
  PR: [30_000, 30_000],
  GB: [16_000, 40_000],
  IE: [20_000, 60_000],
  FR: [20_000, 70_000],
  DE: [20_000, 60_000],
  ES: [20_000, 50_000],
  PT: [20_000, 60_000],
  IT: [20_000, 60_000],
  NL: [20_000, 80_000],
  BE: [25_000, 110_000],
  LU: [30_000, 120_000],
  AT: [25_000, 80_000],
  CH: [40_000, 250_000],
  DK: [20_000, 40_000],
  SE: [20_000, 40_000],
  NO: [20_000, 50_000],
  FI: [60_000, 80_000],
  PL: [20_000, 50_000],
  CZ: [20_000, 60_000],
  GR: [20_000, 50_000],
  RO: [20_000, 50_000],
  HU: [20_000, 50_000],
  AU: [25_000, 75_000],
  NZ: [25_000, 80_000],
  JP: [80_000, 190_000],
  KR: [30_000, 50_000],
  SG: [20_000, 30_000],
  HK: [40_000, 50_000],
  IN: [50_000, 50_000],
  ID: [60_000, 80_000],
  PH: [150_000, 250_000],
  BR: [40_000, 80_000],
  MX: [20_000, 40_000],
  AR: [30_000, 220_000],
  CL: [30_000, 60_000],
  CO: [40_000, 60_000],
  ZA: [100_000, 250_000],
  IL: [20_000, 50_000],
  AE: [300_000, 300_000],
  TR: [50_000, 220_000]
}

/** At home where no price is assumed: as the dearest at home of those above. */
const homeMicros = [300_000, 300_000] as const

/** What a minute of a call is assumed to cost, in millionths of a dollar; null where no price is assumed. */
export const microsPerMinute = ({
  callerRegion,
  region,
  type
}: Pick<DialFacts, "callerRegion" | "region" | "type">): number | null => {
  if (region === null) return null
  const prices = carrierMicros[region] ?? (region === callerRegion ? homeMicros : undefined)
  if (prices === undefined) return null
  switch (type) {
    case "fixed-line":
    case "voip":
      return agentMicros + prices[0]
    case "toll-free":
    case "mobile":
    case "fixed-line-or-mobile":
      return agentMicros + prices[1]
    default:
      return null
  }
}

/** Carriers bill every minute that has begun; what is reserved for a call is rounded as its bill will be. */
export const billedSeconds = (seconds: number): number => Math.ceil(seconds / 60) * 60

/**
 * What a call that lasts so long is taken to cost, in millionths of a dollar. Where no price is assumed it is the dearest
 * that is known: what is not known may be that.
 */
export const costOf = (facts: Parameters<typeof microsPerMinute>[0], seconds: number): number =>
  ((microsPerMinute(facts) ?? dearest) * billedSeconds(seconds)) / 60

const dearest = 5_000_000

/** What a call is taken to cost at most, in dollars; null where no price of a minute is known. */
export const mostDollars = (
  facts: Parameters<typeof microsPerMinute>[0] & { readonly maxDurationSeconds: number }
): number | null => (microsPerMinute(facts) === null ? null : costOf(facts, facts.maxDurationSeconds) / 1_000_000)
