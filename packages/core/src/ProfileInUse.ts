import { Effect } from "effect"
import { CallRefused } from "./CallErrors.ts"
import { CallSettings } from "./CallSettings.ts"
import { builtInProfiles, type PolicyProfile } from "./policy/PolicyProfile.ts"
import { CurrentPrincipal } from "./Principal.ts"

/**
 * The profile by which calls are judged: that of the principal's key when it names one, else that of this process. A key
 * whose profile is not there any more places no calls: another profile might allow what its maker did not.
 */
export const profileInUse: Effect.Effect<PolicyProfile, CallRefused, CallSettings> = Effect.gen(function* () {
  const { profile, profiles } = yield* CallSettings
  const key = (yield* CurrentPrincipal)?.key ?? null
  if (key === null || key.profile === null) return profile ?? builtInProfiles.default
  const named = profiles?.get(key.profile)
  if (named !== undefined) return named
  return yield* new CallRefused({
    code: "profile-missing",
    reason: `The key ${key.id} is bound to the policy profile ${JSON.stringify(key.profile)}, which this service does not have.`,
    nextStep: "Add the profile to the service's config file again, or make a key with another one.",
    callId: null
  })
})
