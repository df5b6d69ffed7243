import type { DialFacts } from "./DialFacts.ts"
import type { PolicyProfile } from "./PolicyProfile.ts"

/** What the ledger judges a claim by, together with its own record of earlier calls. */
export interface PolicyOrder {
  readonly facts: DialFacts
  readonly profile: PolicyProfile
}
