import type { ApiKeyId } from "../ApiKey.ts"
import type { ResolvedRequest } from "../CallRequest.ts"
import type { DialFacts } from "./DialFacts.ts"
import type { PolicyProfile } from "./PolicyProfile.ts"

/** What the ledger judges a claim by, together with its own record of earlier calls. */
export interface PolicyOrder {
  readonly facts: DialFacts
  readonly profile: PolicyProfile
  /**
   * Until when, in epoch milliseconds, whoever places the call waits for its turn and claims it again. What they wait for
   * is no refusal, and is not written down as one.
   */
  readonly patientUntil?: number
  /** Records the call as one that waits, where only a person's yes is missing; left out, it is refused. */
  readonly waits?: ApprovalWish
}

/** What a call that waits for a person keeps until they say yes or no. */
export interface ApprovalWish {
  readonly request: ResolvedRequest
  /** The agent's name, for whoever decides; null when it is not known. */
  readonly agentName: string | null
  /** The line of the key that places it; null where none does. */
  readonly keyLine: ApiKeyId | null
  /** For how long it waits. */
  readonly withinMillis: number
}
