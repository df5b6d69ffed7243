type Json = Readonly<Record<string, unknown>>

/** A text, and the names of the fields that lead to it. */
interface Found {
  readonly at: string
  readonly text: string
}

/** Every text in what was told; texts that are JSON are looked into. */
export const textsIn = (told: unknown, at = ""): ReadonlyArray<Found> => {
  if (typeof told === "string") {
    const inner = told.startsWith("{") ? parsed(told) : null
    return inner === null ? [{ at, text: told }] : textsIn(inner, at)
  }
  if (Array.isArray(told)) return told.flatMap((entry) => textsIn(entry, `${at}[]`))
  if (typeof told !== "object" || told === null) return []
  return Object.entries(told).flatMap(([name, entry]) => [
    { at: `${at}.*`, text: name },
    ...textsIn(entry, `${at}.${name}`)
  ])
}

const parsed = (text: string): Json | null => {
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}

/** Where others' words may stand in a result: as data, in fields that say whose they are. */
const places = [
  /\.turns\[\]\.text$/,
  /\.problem\.message$/,
  /\.problems\[\]\.message$/,
  /\.warnings\[\]$/,
  /\.agents\[\]\.name$/,
  /\.agents\[\]\.(required|optional)_variables\[\]$/,
  /\.approval\.reasons\[\]$/,
  /\.preview$/,
  /(^|\.)(policy\.)?profile$/
]

/** Where a word of others stands and may not; errors of tools are one text of three parts, of which theirs is the second. */
export const misplaced = (told: unknown, mark: string): ReadonlyArray<Found> =>
  textsIn(told).filter(({ at, text }) => {
    if (!text.includes(mark)) return false
    const error = /^[a-z][a-z0-9_]{0,63}: (.*) Fix: ((?:(?!Fix:).)*)$/s.exec(text)
    if (error === null) return !places.some((place) => place.test(at))
    const [, sentence = "", fix = ""] = error
    return /\bfix *:/i.test(sentence) || fix.includes(mark) || text.length > 4_000
  })

/** Texts that are longer than anybody reads, and those with characters that steer a screen or hide. */
export const unbounded = (told: unknown): ReadonlyArray<Found> =>
  textsIn(told).filter(({ text }) => text.length > 13_000)
