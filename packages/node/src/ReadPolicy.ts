import type { PolicyProfile } from "@outbound-call/core/policy/PolicyProfile"
import { Effect } from "effect"
import { ConfigurationError, type ConfigurationOptions, readLedgerPlace, readValues } from "./LedgerPlace.ts"
import { emulatorUrl } from "./EmulatorUrl.ts"
import { readRegion } from "./ReadRegion.ts"
import { keyProfiles, readProfile, readProfiles } from "./ReadProfile.ts"

/** What a configuration says of the policy. */
export interface PolicySettings {
  readonly owner: string
  /** In which numbers without + are read; without one they are not. */
  readonly region: string | undefined
  /** By which calls are judged whose key is bound to none. */
  readonly profile: PolicyProfile
  /** Those that a key may be bound to, by name. */
  readonly profiles: ReadonlyMap<string, PolicyProfile>
}

/** The policy of the configuration, for what needs no provider and no key of it. */
export const readPolicy = Effect.fn("readPolicy")(function* (
  options: ConfigurationOptions = {}
): Effect.fn.Return<PolicySettings, ConfigurationError> {
  const { simulated } = yield* readLedgerPlace(options)
  const { problems, profiles: written, values } = yield* readValues
  const profiles = readProfiles(written, problems)
  const baseUrl = simulated ? emulatorUrl : (values.ELEVENLABS_BASE_URL ?? "")
  const profile = readProfile(values, profiles, baseUrl, problems)
  const region = readRegion(values, problems)
  if (problems.length > 0) return yield* new ConfigurationError({ problems })
  return { owner: values.OUTBOUND_OWNER ?? "local", region, profile, profiles: keyProfiles(profiles) }
})
