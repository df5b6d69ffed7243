import { Context } from "effect"
import type { AgentId, PhoneNumberId } from "./CallIds.ts"
import type { OptOutWords } from "./OptOutIn.ts"
import type { PolicyProfile } from "./policy/PolicyProfile.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"

/**
 * What requests may leave out. Nothing here has a built-in value that could ring a phone: an agent and a phone number
 * come from the request or from these settings, else the request is refused.
 */
export interface CallSettingsShape {
  /** Who places calls; idempotency keys are unique for an owner. */
  readonly owner: string
  readonly agentId?: AgentId | undefined
  readonly phoneNumberId?: PhoneNumberId | undefined
  /** The caller id, `TWILIO_PHONE_NUMBER`. Resolves the phone number id when that is missing; must agree with it. */
  readonly callerNumber?: PhoneNumber | undefined
  /** ISO region in which national numbers are read. */
  readonly region?: string | undefined
  readonly purpose?: "informational" | "requested" | "sales" | "test" | undefined
  /** What the policy allows; the built-in `default` when left out. */
  readonly profile?: PolicyProfile | undefined
  /** For how long a call waits for a person's yes; ten minutes when left out. */
  readonly approvalMillis?: number | undefined
  /** Let calls wait for a person in simulation too, where they otherwise never do. */
  readonly simulateApprovals?: boolean | undefined
  /** How people say that they want no more calls, besides what comes with the service. */
  readonly optOut?: OptOutWords | undefined
  /** Those that a key may be bound to, by name. */
  readonly profiles?: ReadonlyMap<string, PolicyProfile> | undefined
}

export class CallSettings extends Context.Service<CallSettings, CallSettingsShape>()(
  "@outbound-call/core/CallSettings"
) {}
