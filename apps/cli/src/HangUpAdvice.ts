import type { HangUpUnavailable } from "@outbound-call/core/CallErrors"

/** What to do where a call cannot be ended from here, by the reason. */
export const hangUpAdvice: Record<HangUpUnavailable["reason"], (id: string) => string> = {
  "no-credentials": () => "Set Twilio's credentials, or end it in Twilio's console.",
  "other-carrier": (id) => `End it at its carrier; follow it with \`outbound watch ${id}\`.`,
  "other-account": () => "Configure the account that placed it, or end it in Twilio's console.",
  "no-call-sid": (id) => `Do not call again: settle it with \`outbound recover ${id}\`, then hang up again.`
}
