import type { Purpose } from "@outbound-call/core"
import { areaCodes } from "@outbound-call/core/policy/AreaCodes"

/** What somebody does with a stolen key: which numbers, in which order, how fast, and how long each call may last. */
export interface Sequence {
  readonly name: string
  /** The n-th number. */
  readonly numberOf: (n: number) => string
  readonly secondsBetween: number
  readonly maxDurationSeconds: number
  /** How many keys of the owner were stolen; they are used in turn. */
  readonly keys: number
  readonly purpose: Purpose
  /** Whether the operator's profile lets every country be called. */
  readonly isWide: boolean
  /** Whether whoever answers hangs up soon. Otherwise the line is held for as long as it may be, which costs most. */
  readonly isShort: boolean
  /** How often it is tried where it is tested. */
  readonly requests: number
  /** Whether it went through before the policy looked farther back than ten minutes. */
  readonly isOld: boolean
  /** What it may come to at most, by the profile `default`. */
  readonly dials: number
  readonly dollars: number
}

const line = (n: number): string => String(100 + (n % 100)).padStart(4, "0")
export const atHome = {
  isWide: false,
  isShort: false,
  maxDurationSeconds: 600,
  keys: 1,
  purpose: "requested" as const,
  secondsBetween: 2,
  requests: 40,
  isOld: false,
  dials: 10,
  dollars: 5
}
const abroad = { ...atHome, isWide: true }
const patient = <A>(sequence: A) => ({ ...sequence, secondsBetween: 240, requests: 120, isOld: true })

/** Area codes with the reserved exchange 555: each is a block of a hundred of its own. */
const areas = [202, 212, 213, 303, 305, 312, 404, 415, 503, 512, 602, 612, 617, 702, 713, 718, 801, 808, 813, 917]
const inArea = (area: number, n: number): string => `+1${area}555${line(n)}`

/** Ranges that only ever rang in this process. Latvia, Cuba, Somalia and the Gambia are dear, and often misused. */
const dear = ["+371210000", "+53510000", "+2526150000", "+22030000"] as const
/** Ranges of Ofcom for films: ten blocks of a hundred each. */
const cities = ["207946", "161496", "131496", "121496", "113496"]
const inRange = (prefix: string, n: number): string => `${prefix}${String(n % 100).padStart(2, "0")}`
const ofAll = <A>(items: ReadonlyArray<A>, n: number): A => items[n % items.length] as A

/** Numbers that are in nobody's neighbourhood. */
export const farApart = (n: number): string =>
  `+1${ofAll(areas, n)}${200 + ((n * 331) % 700)}${String(1000 + ((n * 7919) % 9000))}`

/** Every area code of the United States. */
const everyArea = areaCodes
  .split("|")
  .flatMap((state) => (state.startsWith("US-") ? (state.slice(5).match(/\d{3}/g) ?? []) : []))

export const sequences: ReadonlyArray<Sequence> = [
  { ...atHome, name: "a range at home", numberOf: (n) => inArea(212, n) },
  {
    ...atHome,
    name: "a range at home, by five keys in turn",
    numberOf: (n) => inArea(212, n),
    keys: 5
  },
  {
    ...atHome,
    name: "a range abroad by a profile that calls at home",
    numberOf: (n) => inRange(dear[0], n)
  },
  ...dear.map((prefix) => ({
    ...abroad,
    name: `a range abroad (${prefix}…)`,
    numberOf: (n: number) => inRange(prefix, n)
  })),
  {
    ...abroad,
    name: "a range abroad, calls of a minute",
    numberOf: (n) => inRange(dear[0], n),
    maxDurationSeconds: 60
  },
  {
    ...abroad,
    name: "many countries in turn, calls of a minute",
    numberOf: (n) => inRange(ofAll(dear, n), Math.floor(n / 4) * 7),
    maxDurationSeconds: 60
  },
  {
    ...abroad,
    name: "cheap countries, far apart, by three keys",
    numberOf: (n) => `+44${ofAll(cities, n)}0${String((n * 137) % 1000).padStart(3, "0")}`,
    keys: 3
  },
  {
    ...patient(abroad),
    name: "a range abroad, one call every four minutes",
    numberOf: (n) => `+3319900${String(n).padStart(4, "0")}`,
    maxDurationSeconds: 60
  },
  {
    ...patient(abroad),
    name: "a cheap country, far apart, one call every four minutes",
    numberOf: (n) => `+44${ofAll(cities, n)}0${String((n * 137) % 1000).padStart(3, "0")}`,
    maxDurationSeconds: 60
  },
  {
    ...patient(abroad),
    name: "a cheap country, far apart, calls of ten minutes every four",
    numberOf: (n) => `+44${ofAll(cities, n)}0${String((n * 137) % 1000).padStart(3, "0")}`
  },
  { ...patient(atHome), name: "a range at home, one call every four minutes", numberOf: (n) => inArea(212, n) },
  {
    ...atHome,
    name: "a range at home, calls of two hours",
    numberOf: (n) => inArea(212, n),
    maxDurationSeconds: 7200,
    isOld: true
  },
  {
    ...atHome,
    name: "a range at home, by two in turn with another range",
    numberOf: (n) => inArea(ofAll([212, 646], n), Math.floor(n / 2)),
    isOld: true,
    dials: 7
  },
  {
    ...atHome,
    name: "twenty ranges at home in turn",
    numberOf: (n) => inArea(ofAll(areas, n), Math.floor(n / 20)),
    isOld: true,
    isShort: true,
    requests: 650,
    dials: 50,
    dollars: 25
  },
  {
    ...atHome,
    name: "numbers at home, far apart",
    numberOf: farApart,
    isOld: true,
    isShort: true,
    requests: 650,
    dials: 50,
    dollars: 25
  },
  {
    ...patient(atHome),
    name: "numbers at home, far apart, one call every four minutes",
    numberOf: farApart,
    isShort: true,
    dials: 50,
    dollars: 10
  },
  {
    ...patient(atHome),
    name: "numbers at home, far apart, every four minutes one that holds the line",
    numberOf: (n) => `+1${ofAll(everyArea, n)}5550114`,
    requests: 1_000,
    dials: 65,
    dollars: 75
  }
]
