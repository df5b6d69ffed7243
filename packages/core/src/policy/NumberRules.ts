import { DateTime } from "effect"
import type { NumberType } from "../NumberType.ts"
import { crisisLines } from "./CrisisLines.ts"
import { allow, type PolicyRule, refuse } from "./PolicyRule.ts"

/** The European numbers of social value: missing children, child helplines, emotional support. Decision 2007/116/EC. */
const isSocialValue = (number: string): boolean => /^\+[1-9]\d{0,2}116\d{3}$/.test(number)

/** A call of ours would hold up a person in need; no configuration allows it. */
export const crisisNumber: PolicyRule = {
  id: "crisis-number",
  judge: ({ facts: { to } }) => {
    const line = crisisLines.find(({ number }) => to.startsWith(number))
    if (line !== undefined) return refuse(`The number is ${line.name}; crisis lines are never called.`)
    return isSocialValue(to)
      ? refuse("The number is a harmonised number of social value (116…); crisis lines are never called.")
      : allow("The number is no crisis line.")
  }
}

const ordinary: ReadonlySet<NumberType> = new Set(["mobile", "fixed-line", "fixed-line-or-mobile", "voip"])

const typeNames: Record<NumberType, string> = {
  mobile: "a mobile number",
  "fixed-line": "a landline",
  "fixed-line-or-mobile": "a landline or mobile number",
  voip: "an internet telephony number",
  "toll-free": "a toll-free number, which is charged to the called party",
  "premium-rate": "a premium-rate number",
  "shared-cost": "a shared-cost number",
  personal: "a personal-numbering number, which may be forwarded anywhere",
  pager: "a pager",
  uan: "a company-wide access number",
  voicemail: "a voicemail access number",
  "no-country": "a satellite or other number that belongs to no country",
  unknown: "of a type that the numbering plan does not tell"
}

export const numberType: PolicyRule = {
  id: "number-type",
  judge: ({ facts: { type }, profile }) =>
    ordinary.has(type) || profile.numberTypes.includes(type)
      ? allow(`The number is ${typeNames[type]}.`)
      : refuse(`The number is ${typeNames[type]}; such numbers are not called.`)
}

export const country: PolicyRule = {
  id: "country",
  judge: ({ facts: { callerRegion, region }, profile: { countries, deniedCountries, name } }) => {
    if (region !== null && deniedCountries.includes(region)) {
      return refuse(`The profile ${name} never calls ${region}.`)
    }
    if (countries.includes("any")) return allow("Every country may be called.")
    if (region === null) return refuse("It is not known to which country the number belongs.")
    if (countries.includes(region)) return allow(`${region} may be called.`)
    if (!countries.includes("caller")) return refuse(`The profile ${name} does not call ${region}.`)
    if (callerRegion === null) {
      return refuse(`The country of the caller id is not known, so it cannot be told whether ${region} is at home.`)
    }
    return region === callerRegion
      ? allow(`${region} is the country of the caller id.`)
      : refuse(`The number is in ${region}, the caller id in ${callerRegion}: the profile ${name} calls at home only.`)
  }
}

export const numberList: PolicyRule = {
  id: "number-list",
  judge: ({ facts: { to }, profile: { allowedNumbers, deniedNumbers, name } }) => {
    if (deniedNumbers.some((prefix) => to.startsWith(prefix))) {
      return refuse(`The number is on the deny-list of the profile ${name}.`)
    }
    return allowedNumbers.length === 0 || allowedNumbers.some((prefix) => to.startsWith(prefix))
      ? allow("No list of numbers stands against it.")
      : refuse(`The number is not on the allow-list of the profile ${name}.`)
  }
}

export const suppression: PolicyRule = {
  id: "suppression",
  judge: ({ history: { suppression: entry } }) =>
    entry === null
      ? allow("The number is not on the do-not-call list.")
      : refuse(`The number is on the do-not-call list since ${dayOf(entry.at)} (${entry.source}).`)
}

const dayOf = (millis: number): string => DateTime.formatIsoDateUtc(DateTime.makeUnsafe(millis))
