import { Effect } from "effect"
import { CallRefused } from "./CallErrors.ts"
import type { Purpose } from "./CallRequest.ts"
import { CallSettings } from "./CallSettings.ts"
import { builtInProfiles, type PolicyProfile } from "./policy/PolicyProfile.ts"
import { CurrentPrincipal } from "./Principal.ts"

/**
 * The profile by which calls are judged: that of the principal's key when it names one, else that of this process. Of the
 * purposes of that one a key has those for which nobody has to vouch: that a person asked for a call now, at any hour, or
 * agreed to be sold to, is not for whoever holds some key to say. A key whose profile is not there any more places no calls: another profile might allow what its maker did not.
 */
export const profileInUse: Effect.Effect<PolicyProfile, CallRefused, CallSettings> = Effect.gen(function* () {
  const { profile, profiles } = yield* CallSettings
  const key = (yield* CurrentPrincipal)?.key ?? null
  const own = profile ?? builtInProfiles.default
  if (key === null) return own
  if (key.profile === null) return own.laws ? { ...own, purposes: own.purposes.filter(needsNoWord) } : own
  const named = profiles?.get(key.profile)
  if (named !== undefined) return named
  return yield* new CallRefused({
    code: "profile-missing",
    reason: `The key ${key.id} is bound to the policy profile ${JSON.stringify(key.profile)}, which this service does not have.`,
    nextStep: "Add the profile to the service's config file again, or make a key with another one.",
    callId: null
  })
})

const needsNoWord = (purpose: Purpose): boolean => purpose === "informational" || purpose === "test"
