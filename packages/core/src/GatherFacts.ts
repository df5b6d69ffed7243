import { Clock, Effect } from "effect"
import type { CallRefused } from "./CallErrors.ts"
import { CallSettings } from "./CallSettings.ts"
import { typeOf, regionOf } from "./ReadNumberType.ts"
import { candidateZones } from "./policy/CandidateZones.ts"
import { statesOf } from "./policy/NumberPlaces.ts"
import type { PolicyOrder } from "./policy/PolicyOrder.ts"
import type { PreparedCall } from "./PrepareCall.ts"
import { maxDurationOf } from "./MaxDurationOf.ts"
import { profileInUse } from "./ProfileInUse.ts"
import { ProviderAccount } from "./ProviderAccount.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

/** What the policy has to know of a prepared call, and the profile it is judged by. Sends nothing. `CallRefused` when that is gone. */
export const gatherFacts = Effect.fn("gatherFacts")(function* ({
  agent,
  caller,
  request
}: PreparedCall): Effect.fn.Return<PolicyOrder, CallRefused, CallSettings | ProviderAccount | VoiceProvider> {
  const profile = yield* profileInUse
  const account = yield* ProviderAccount
  const provider = yield* VoiceProvider
  const theirs = yield* account.now
  const ours = yield* Clock.currentTimeMillis
  const identity = provider.identity(request.phoneNumberId)
  const region = regionOf(request.to) ?? null
  const type = typeOf(request.to)
  const { consent, recipient } = request
  const { simulateApprovals } = yield* CallSettings
  const maxDurationSeconds = maxDurationOf(request, agent, profile) ?? agent?.maxDurationSeconds ?? null
  return {
    profile,
    facts: {
      to: request.to,
      type,
      region,
      callerRegion: caller.number === null ? null : (regionOf(caller.number) ?? null),
      zones: candidateZones({
        number: request.to,
        region,
        isFixedLine: type === "fixed-line",
        explicitZone: recipient?.timeZone ?? null,
        explicitPlace: recipient?.place ?? null
      }),
      states: recipient?.place === undefined ? statesOf(request.to) : [recipient.place],
      isStateGiven: recipient?.place !== undefined,
      purpose: request.purpose,
      consent: consent ?? null,
      simulated: identity.kind === "emulator",
      isProviderLocal: isLoopback(identity.host),
      firstMessage: request.overrides?.firstMessage ?? agent?.firstMessage ?? null,
      isRecorded: request.recording === true || agent?.recordsVoice !== false,
      ringingTimeoutSeconds: request.ringingTimeoutSeconds ?? providersRingingTimeout,
      maxDurationSeconds: maxDurationSeconds ?? longestCall,
      isLengthUnknown: maxDurationSeconds === null,
      askedSeconds: request.maxDurationSeconds ?? null,
      clockOffsetMillis: theirs === null ? null : theirs - ours,
      simulatesApprovals: simulateApprovals === true
    }
  }
})

/** A host with its port, as an identity has it. */
const isLoopback = (host: string): boolean =>
  /^(?:localhost|emulator\.localhost|\[::1\]|127\.\d{1,3}\.\d{1,3}\.\d{1,3})(?::\d+)?$/.test(host)

/** What the provider takes where neither the request nor the agent says anything. */
const providersRingingTimeout = 60

/** The longest call that the provider allows, in seconds: what a call may take whose agent does not tell. */
const longestCall = 7_200
