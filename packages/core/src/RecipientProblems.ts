import type { PhoneNumber } from "./PhoneNumber.ts"
import type { Recipient } from "./Recipient.ts"
import { regionOf } from "./ReadNumberType.ts"
import { isZone } from "./policy/CandidateZones.ts"
import { homeOf } from "./policy/Jurisdictions.ts"
import { placesOf, zonesOfCountry } from "./policy/NumberPlaces.ts"

/** What is wrong with where the person is said to be. Rules hang on it, so a slip of the pen must not leave some out. */
export const recipientProblems = (recipient: Recipient | undefined, number: PhoneNumber | null) => {
  const { place, timeZone } = recipient ?? {}
  return [
    ...(timeZone === undefined || isZone(timeZone)
      ? []
      : [
          {
            code: "unknown-time-zone",
            field: "recipient.timeZone",
            message: `${JSON.stringify(timeZone)} is no time zone. Write its IANA name, for example America/Chicago.`
          }
        ]),
    ...placeProblem(place, number)
  ]
}

const placeProblem = (place: string | undefined, number: PhoneNumber | null) => {
  if (place === undefined || number === null) return []
  const region = regionOf(number) ?? null
  const country = place.slice(0, 2)
  if (region === null || (country !== region && country !== homeOf(region))) {
    return [
      unknownPlace(
        `The number is of ${region ?? "no country"}, and ${JSON.stringify(place)} lies elsewhere: a place is one of the number's country. For a person abroad say recipient.timeZone.`
      )
    ]
  }
  const known = placesOf(country)
  return known.length === 0 || known.includes(place)
    ? []
    : [unknownPlace(`${JSON.stringify(place)} is no state or province. Did you mean ${nearest(place, known)}?`)]
}

const unknownPlace = (message: string) => ({ code: "unknown-place", field: "recipient.place", message })

const nearest = (place: string, known: ReadonlyArray<string>): string =>
  known
    .toSorted((a, b) => distance(place, a) - distance(place, b))
    .slice(0, 3)
    .join(", ")

/** How many letters have to be added, taken away or changed. */
const distance = (from: string, to: string): number => {
  let row = [...to, ""].map((_, index) => index)
  for (const [n, letter] of [...from].entries()) {
    const next = [n + 1]
    for (const [m, other] of [...to].entries()) {
      const changed = (row[m] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(changed, (row[m + 1] ?? 0) + 1, (next[m] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

/** A time zone that the request names is the only one that counts, so a wrong one may ring a phone at night. */
export const recipientWarnings = (recipient: Recipient | undefined, number: PhoneNumber): ReadonlyArray<string> => {
  const timeZone = recipient?.timeZone
  const region = regionOf(number)
  if (timeZone === undefined || region === undefined || !isZone(timeZone)) return []
  const zones = zonesOfCountry(region)
  return zones.length === 0 || zones.some((zone) => isZone(zone) && nameOf(zone) === nameOf(timeZone))
    ? []
    : [`${timeZone} is no time zone of ${region}, where the number is from; the hours are judged by it all the same.`]
}

/** Zones have more names than one. */
const nameOf = (timeZone: string): string => new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone
