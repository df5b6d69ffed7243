/** What somebody does with a stolen key: which numbers, in which order, how fast, and how long each call may last. */
export interface Sequence {
  readonly name: string
  /** The n-th number. */
  readonly numberOf: (n: number) => string
  readonly secondsBetween: number
  readonly maxDurationSeconds: number
  /** How many keys of the owner were stolen; they are used in turn. */
  readonly keys: number
  /** Whether the operator's profile lets every country be called. */
  readonly isWide: boolean
  /** Whether it has to be stopped after ten dials and five dollars. What is not, is reported. */
  readonly isStopped: boolean
}

const line = (n: number): string => String(100 + (n % 100)).padStart(4, "0")
const atHome = { isWide: false, maxDurationSeconds: 600, keys: 1, secondsBetween: 2 }
const abroad = { isWide: true, maxDurationSeconds: 600, keys: 1, secondsBetween: 2 }

/** Area codes with the reserved exchange 555: each is a block of a hundred of its own. */
const areas = [202, 212, 213, 303, 305, 312, 404, 415, 503, 512, 602, 612, 617, 702, 713, 718, 801, 808, 813, 917]
const inArea = (area: number, n: number): string => `+1${area}555${line(n)}`

/** Ranges that only ever rang in this process. Latvia, Cuba, Somalia and the Gambia are dear, and often misused. */
const dear = ["+371210000", "+53510000", "+2526150000", "+22030000"] as const
/** Ranges of Ofcom for films: ten blocks of a hundred each. */
const cities = ["207946", "161496", "131496", "121496", "113496"]
const inRange = (prefix: string, n: number): string => `${prefix}${String(n % 100).padStart(2, "0")}`
const ofAll = <A>(items: ReadonlyArray<A>, n: number): A => items[n % items.length] as A

export const sequences: ReadonlyArray<Sequence> = [
  { ...atHome, name: "a range at home", numberOf: (n) => inArea(212, n), isStopped: true },
  {
    ...atHome,
    name: "a range at home, by five keys in turn",
    numberOf: (n) => inArea(212, n),
    keys: 5,
    isStopped: true
  },
  {
    ...atHome,
    name: "a range at home, by two in turn with another range",
    numberOf: (n) => inArea(ofAll([212, 646], n), Math.floor(n / 2)),
    isStopped: false
  },
  {
    ...atHome,
    name: "a range abroad by a profile that calls at home",
    numberOf: (n) => inRange(dear[0], n),
    isStopped: true
  },
  ...dear.map((prefix) => ({
    ...abroad,
    name: `a range abroad (${prefix}…)`,
    numberOf: (n: number) => inRange(prefix, n),
    isStopped: true
  })),
  {
    ...abroad,
    name: "a range abroad, calls of a minute",
    numberOf: (n) => inRange(dear[0], n),
    maxDurationSeconds: 60,
    isStopped: true
  },
  {
    ...abroad,
    name: "many countries in turn, calls of a minute",
    numberOf: (n) => inRange(ofAll(dear, n), Math.floor(n / 4) * 7),
    maxDurationSeconds: 60,
    isStopped: true
  },
  {
    ...abroad,
    name: "cheap countries, far apart, by three keys",
    numberOf: (n) => `+44${ofAll(cities, n)}0${String((n * 137) % 1000).padStart(3, "0")}`,
    keys: 3,
    isStopped: true
  },
  {
    ...abroad,
    name: "a range abroad, one call every four minutes",
    numberOf: (n) => `+3319900${String(n).padStart(4, "0")}`,
    maxDurationSeconds: 60,
    secondsBetween: 240,
    isStopped: false
  },
  {
    ...atHome,
    name: "a range at home, one call every four minutes",
    numberOf: (n) => inArea(212, n),
    secondsBetween: 240,
    isStopped: false
  },
  {
    ...atHome,
    name: "twenty ranges at home in turn",
    numberOf: (n) => inArea(ofAll(areas, n), Math.floor(n / 20)),
    isStopped: false
  },
  {
    ...atHome,
    name: "numbers at home, far apart",
    numberOf: (n) => `+1${ofAll(areas, n)}${200 + ((n * 331) % 700)}${String(1000 + ((n * 7919) % 9000))}`,
    isStopped: false
  },
  {
    ...atHome,
    name: "a range at home, calls of two hours",
    numberOf: (n) => inArea(212, n),
    maxDurationSeconds: 7200,
    isStopped: false
  }
]
