import type { ResolvedRequest } from "./CallRequest.ts"
import type { PolicyProfile } from "./policy/PolicyProfile.ts"
import type { Agent } from "./ProviderAccount.ts"

/**
 * After how many seconds the provider is told to end the call; null when the agent's own maximum holds. What the request
 * asks for is told as it is. Where it asks for nothing the profile's longest call is told, if the agent would talk longer
 * and is known to allow it: one that does not would drop the call at pick-up.
 */
export const maxDurationOf = (
  { maxDurationSeconds: asked }: Pick<ResolvedRequest, "maxDurationSeconds">,
  agent: Agent | null,
  { longestCallSeconds: longest }: Pick<PolicyProfile, "longestCallSeconds">
): number | null => {
  if (asked !== undefined) return asked
  if (longest === null || agent?.allowedOverrides.maxDuration !== true) return null
  return agent.maxDurationSeconds !== null && agent.maxDurationSeconds <= longest ? null : longest
}
