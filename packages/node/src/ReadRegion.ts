import type { Values } from "./LedgerPlace.ts"

/** The region of `OUTBOUND_REGION`, in which numbers without + are read. */
export const readRegion = (values: Values, problems: Array<string>): string | undefined => {
  const region = values.OUTBOUND_REGION
  if (region !== undefined && !/^[A-Z]{2}$/.test(region)) {
    problems.push(`OUTBOUND_REGION is ${JSON.stringify(region)}; it is two capital letters such as US.`)
  }
  return region
}
