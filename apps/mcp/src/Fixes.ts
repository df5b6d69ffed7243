import type { HangUpUnavailable, ProviderError } from "@outbound-call/core"

/** What to do about a problem of a request, by the core's code. */
export const problemFix = (code: string): string =>
  textIn(problemFixes, code) ?? "Correct the arguments and use check_call."

const problemFixes: { readonly [code: string]: string } = {
  "malformed-number": "Ask the person for the number with its country code, for example +14155550100.",
  "ambiguous-number": "Ask the person which number is meant and write it with its +.",
  "national-number": "Write the number with + and country code, or give region.",
  "unknown-region": "Give region as two capital letters, for example US.",
  "emergency-number": "Never call it; tell the person to call it themselves.",
  "number-type": "Ask the person for a landline or mobile number.",
  "missing-variable": "Give every missing name in variables; ask the person for values that you do not know.",
  "reserved-variable": "Leave the reserved names out of variables.",
  "agent-not-found": "Leave agent out to use the default, or ask the person for the right id.",
  "no-agent": "Give agent, or ask the person to configure a default agent.",
  "override-not-allowed": "Leave first_message or max_minutes out, whichever the agent does not allow.",
  "undeclared-variable":
    "Leave it out, or take an agent that declares it: get_calling_setup lists them. What must be said can go into a variable that is declared.",
  "variable-given-twice": "Leave it out of variables.",
  "invisible-character":
    "Write it anew with letters, digits and signs that show; emoji made of several characters are among those that do not go.",
  "arguments-too-large": "Say it shorter.",
  "calling-window": "Place it when not_before of check_call has come, if the person still wants it.",
  country: "Ask the person: only they can allow that country, in the policy profile.",
  suppression: "Never call it again; tell the person that this number asked not to be called.",
  breaker: "Tell the person: dialling is stopped until they looked at the last calls."
}

/** What to do when the provider could not be asked, by its reason. */
export const providerFix = (reason: string): string => textIn(providerFixes, reason) ?? providerFixes.unavailable

/** What to do when a call cannot be ended from here, by the reason. */
export const hangUpFix = (reason: string): string => textIn(hangUpFixes, reason) ?? hangUpFixes["other-account"]

const textIn = (fixes: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(fixes, key) ? fixes[key] : undefined

/** What to do when the provider could not be asked. */
export const providerFixes: Record<ProviderError["reason"], string> = {
  unauthorized: "Ask the person to check the server's provider key.",
  forbidden: "Ask the person to give the provider key ElevenLabs Agents read and write permission.",
  "not-found": "Check the id with list_calls.",
  "rate-limited": "Try again in a minute.",
  unavailable: "Try again; reading is always safe.",
  unreadable: "Try again; if it stays so, tell the person that the provider answers unexpectedly."
}

/** The same of the carrier. */
export const carrierFixes: Record<ProviderError["reason"], string> = {
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
