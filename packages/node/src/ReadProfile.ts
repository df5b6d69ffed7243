import { builtInProfiles, type PolicyProfile, ProfileChanges, profileOf } from "@outbound-call/core"
import { Option, Schema } from "effect"
import { emulatorUrl } from "./EmulatorUrl.ts"
import type { Values } from "./LedgerPlace.ts"
import { isLoopback } from "./ReadOrigin.ts"

/** The profiles of the config file by their names, with those that come with the service. */
export const readProfiles = (given: unknown, problems: Array<string>): ReadonlyMap<string, PolicyProfile> => {
  const profiles = new Map<string, PolicyProfile>(Object.entries(builtInProfiles))
  if (given === undefined) return profiles
  const written = decodeNames(given)
  if (Option.isNone(written)) problems.push("profiles is not an object of profiles by their names.")
  for (const [name, changes] of Object.entries(Option.getOrElse(written, () => ({})))) {
    if (name === "rig") {
      problems.push("The profile rig is that of load tests and cannot be changed: choose another name.")
      continue
    }
    const decoded = decodeChanges(changes)
    if (decoded._tag === "Success") profiles.set(name, profileOf(name, decoded.success))
    else problems.push(`The profile ${JSON.stringify(name)} cannot be used: ${decoded.failure.message}`)
  }
  return profiles
}

/** The profiles that a key may be bound to: all but that of load tests, which limits nothing. */
export const keyProfiles = (profiles: ReadonlyMap<string, PolicyProfile>): ReadonlyMap<string, PolicyProfile> =>
  new Map([...profiles].filter(([name]) => name !== "rig"))

/** The profile that `OUTBOUND_PROFILE` names, `default` when it names none. */
export const readProfile = (
  values: Values,
  profiles: ReadonlyMap<string, PolicyProfile>,
  baseUrl: string,
  problems: Array<string>
): PolicyProfile => {
  const name = values.OUTBOUND_PROFILE ?? "default"
  const profile = profiles.get(name)
  if (profile === undefined) {
    problems.push(`OUTBOUND_PROFILE is ${JSON.stringify(name)}; there are ${[...profiles.keys()].join(", ")}.`)
    return builtInProfiles.default
  }
  const host = URL.parse(baseUrl)?.hostname ?? ""
  if (name === "rig" && !isLoopback(host) && host !== new URL(emulatorUrl).hostname) {
    problems.push("OUTBOUND_PROFILE rig limits nothing and is only for a provider on this machine.")
  }
  return profile
}

const decodeNames = Schema.decodeUnknownOption(Schema.Record(Schema.String, Schema.Unknown))
const decodeChanges = Schema.decodeUnknownResult(ProfileChanges, { onExcessProperty: "error", errors: "all" })
