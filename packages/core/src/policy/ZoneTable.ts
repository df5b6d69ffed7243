import { zoneCorrections } from "./ZoneCorrections.ts"
import { zoneData } from "./ZoneData.ts"

/**
 * The time zones, by IANA name, in which a number with this prefix may be: the longest prefix that is known decides,
 * and `zoneCorrections` add what it forgets. Empty when nothing is known. The table knows where a prefix was given out,
 * not where a mobile phone is: `candidateZones` says which zones a call must respect.
 */
export const zonesOfPrefix = (e164: string): ReadonlyArray<string> => {
  const digits = e164.replace(/^\+/, "")
  const added = zoneCorrections.flatMap(({ prefix, zones }) => (digits.startsWith(prefix) ? zones : []))
  return [...new Set([...(longestMatch(digits) ?? []), ...added])]
}

const longestMatch = (digits: string): ReadonlyArray<string> | undefined => {
  const zonesOf = table()
  for (let length = Math.min(digits.length, longestPrefix); length > 0; length--) {
    const zones = zonesOf.get(digits.slice(0, length))
    if (zones !== undefined) return zones
  }
  return undefined
}

const longestPrefix = 9

type Table = ReadonlyMap<string, ReadonlyArray<string>>

let parsed: Table | undefined

/** The table, read when it is asked for the first time. */
const table = (): Table => (parsed ??= parse())

const parse = (): Table => {
  const [names = "", ...lists] = zoneData.split("|")
  const zoneNames = names.split(" ")
  const zonesOf = new Map<string, ReadonlyArray<string>>()
  for (const list of lists) {
    const [indexes = "", prefixes = ""] = list.split("=")
    const zones = indexes.split(",").map((index) => zoneNames[Number(index)] ?? "")
    for (const prefix of prefixesOf(prefixes)) zonesOf.set(prefix, zones)
  }
  return zonesOf
}

/** Each prefix is a letter, which says how many digits it shares with the one before, and its other digits. */
const prefixesOf = (encoded: string): ReadonlyArray<string> => {
  let prefix = ""
  return (encoded.match(/[a-z]\d+/g) ?? []).map((step) => {
    prefix = prefix.slice(0, (step.codePointAt(0) ?? 0) - 97) + step.slice(1)
    return prefix
  })
}
