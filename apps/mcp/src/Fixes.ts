import type { HangUpUnavailable, ProviderError, RuleId } from "@outbound-call/core"

/** What to do about a problem of a request, by the core's code. */
export const problemFix = (code: string): string =>
  textIn(problemFixes, code) ?? "Correct the arguments and use check_call."

/** The same of a refused call, and from when on it may be tried again. */
export const refusalFix = (code: string, { notBefore = null, retryAfterSeconds = null }: Later): string =>
  [problemFix(code), ...(notBefore === null ? [] : [`Not before ${notBefore}.`]), ...roomIn(retryAfterSeconds)].join(
    " "
  )

const roomIn = (seconds: number | null): ReadonlyArray<string> =>
  seconds === null ? [] : [`There is room again in ${Math.ceil(seconds)} s.`]

interface Later {
  readonly notBefore?: string | null
  readonly retryAfterSeconds?: number | null
}

/** What to do about a rule of the policy that stands against a call. */
const ruleFixes: Record<RuleId, string> = {
  "emergency-number": "Never call it; tell the person to call it themselves.",
  "crisis-number": "Never call it; tell the person to call it themselves.",
  "number-type": "Ask the person for a landline or mobile number.",
  country: "Ask the person: only they can allow that country, in the policy profile.",
  "number-list": "Ask the person: only they can change the numbers of the policy profile.",
  suppression: "Never call it again; tell the person that this number asked not to be called.",
  purpose: "Tell the person: only they can choose a profile that makes calls of this purpose.",
  consent: "Tell the person: such a call needs a record of consent, which cannot be given here.",
  disclosure:
    "Ask the person for another first message, or leave it out; it has to say what the law wants said at first.",
  "ringing-timeout": "Tell the person: only they can let it ring as long as the law wants.",
  "calling-window": "Place it when not_before of check_call has come, if the person still wants it.",
  attempts: "Do not call it again now; tell the person that it was tried as often as it may be.",
  "cool-down": "Do not call it again now; tell the person that it was called lately.",
  breaker: "Tell the person: dialling is stopped until they looked at the last calls.",
  "fan-out": "Tell the person: dialling is stopped until they looked at the last calls.",
  "live-calls": "Wait until a call is over: list_calls shows those under way.",
  pace: "Place it again in a moment, with the same idempotency_key.",
  "call-rate": "Wait, and tell the person that no more calls go out for now.",
  minutes: "Ask for fewer max_minutes, or tell the person that the minutes of the day are used up.",
  spend: "Ask for fewer max_minutes, or tell the person that the money of the day is used up.",
  clock: "Tell the person to set the clock of the server's machine.",
  approval: "Place it so that it waits, and ask the person to approve it.",
  "after-transcript": "Place it so that it waits, and ask the person to approve it.",
  "same-number-again": "Place it so that it waits, and ask the person to approve it."
}

const problemFixes: { readonly [code: string]: string } = {
  ...ruleFixes,
  "malformed-number": "Ask the person for the number with its country code, for example +14155550100.",
  "ambiguous-number": "Ask the person which number is meant and write it with its +.",
  "national-number": "Write the number with + and country code, or give region.",
  "unknown-region": "Give region as two capital letters, for example US.",
  "missing-variable": "Give every missing name in variables; ask the person for values that you do not know.",
  "reserved-variable": "Leave the reserved names out of variables.",
  "agent-not-found": "Leave agent out to use the default, or ask the person for the right id.",
  "no-agent": "Give agent, or ask the person to configure a default agent.",
  "override-not-allowed": "Leave first_message or max_minutes out, whichever the agent does not allow.",
  "undeclared-variable":
    "Leave it out, or take an agent that declares it: get_calling_setup lists them. What must be said can go into a variable that is declared.",
  "variable-given-twice": "Leave it out of variables.",
  "invisible-character":
    "Write it anew with letters, digits and signs that show; emoji made of several characters are among those that do not go. Where the key was used before, look with list_calls first.",
  "rate-limited": "Wait, then place it again with the same idempotency_key.",
  "profile-missing": "Tell the person: the policy profile of this key is gone at the server.",
  "number-busy": "Wait until the call to this number is over; list_calls shows it.",
  "approval-required": "Place it so that it waits, and ask the person to approve it.",
  "arguments-too-large": "Say it shorter."
}

/** What to do when the provider, or its carrier, could not be asked, by its reason, and when there is room again. */
export const providerFix = (reason: string, { carrier = false, retryAfterSeconds = null }: Asked = {}): string => {
  if (reason === "rate-limited" && retryAfterSeconds !== null) return `Try again in ${Math.ceil(retryAfterSeconds)} s.`
  const fixes = carrier ? carrierFixes : providerFixes
  return [textIn(fixes, reason) ?? fixes.unavailable, ...roomIn(retryAfterSeconds)].join(" ")
}

interface Asked {
  readonly carrier?: boolean
  readonly retryAfterSeconds?: number | null
}

/** What to do when a call cannot be ended from here, by the reason. */
export const hangUpFix = (reason: string): string => textIn(hangUpFixes, reason) ?? hangUpFixes["other-account"]

const textIn = (fixes: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(fixes, key) ? fixes[key] : undefined

/** What to do when the provider could not be asked. */
const providerFixes: Record<ProviderError["reason"], string> = {
  unauthorized: "Ask the person to check the server's provider key.",
  forbidden: "Ask the person to give the provider key ElevenLabs Agents read and write permission.",
  "not-found": "Check the id with list_calls.",
  "rate-limited": "Try again in a minute.",
  unavailable: "Try again; reading is always safe.",
  unreadable: "Try again; if it stays so, tell the person that the provider answers unexpectedly."
}

/** The same of the carrier. */
const carrierFixes: Record<ProviderError["reason"], string> = {
  ...providerFixes,
  unauthorized: "Ask the person to check the server's Twilio credentials.",
  forbidden: "Ask the person for a Twilio key that may read and end calls.",
  "not-found": "Ask the person to check that the server's Twilio account owns the calling number."
}

/** What to do when a call cannot be ended from here. */
export const hangUpFixes: Record<HangUpUnavailable["reason"], string> = {
  "no-credentials": "Ask the person to end it there, or wait for its end with wait_for_call.",
  "other-carrier": "Ask the person to end it at the carrier, or wait for its end with wait_for_call.",
  "other-account": "Ask the person to end it there.",
  "no-call-sid": "Look for it with wait_for_call, then hang up again. Do not place another call."
}
