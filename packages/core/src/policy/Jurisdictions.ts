/** The members of the European Union. */
const members = new Set("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "))

/** Of the European Economic Area, which takes over the Union's law for its markets. */
const neighbours = new Set(["IS", "LI", "NO"])

/**
 * Regions with a code of their own whose calls are judged by the rules of another: territories of the United States,
 * the islands at the side of the United Kingdom, France beyond the sea, and so on. Where the law of the larger one does
 * not reach, its rules are kept all the same.
 */
const homes: { readonly [region: string]: string } = {
  AS: "US",
  GU: "US",
  MP: "US",
  PR: "US",
  UM: "US",
  VI: "US",
  GG: "GB",
  IM: "GB",
  JE: "GB",
  BL: "FR",
  GF: "FR",
  GP: "FR",
  MF: "FR",
  MQ: "FR",
  NC: "FR",
  PF: "FR",
  PM: "FR",
  RE: "FR",
  WF: "FR",
  YT: "FR",
  AX: "FI",
  CC: "AU",
  CX: "AU",
  NF: "AU",
  SJ: "NO"
}

/** The country by whose rules a region is called; itself for most. */
export const homeOf = (region: string): string => homes[region] ?? region

/** Whether the law of the European Union holds there; for the states of the Economic Area it is taken to. */
export const isOfEuropeanUnion = (region: string): boolean =>
  members.has(homeOf(region)) || neighbours.has(homeOf(region))
