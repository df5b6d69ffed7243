import type { CallRequest } from "./CallRequest.ts"
import type { Agent } from "./ProviderAccount.ts"

/**
 * The agent as it speaks in this call, as far as that is known. What was read is the agent's main branch without an
 * environment, so that of another one neither the first message, nor the recording, nor the length is known. In another
 * language it says what its preset for that language says; where that is not told, its first message is not known. A
 * preset may change the length as well.
 */
export const agentAsDialled = (
  agent: Agent,
  request: Pick<CallRequest, "branchId" | "environment" | "overrides">
): Agent => {
  if (request.branchId !== undefined || request.environment !== undefined) {
    return { ...agent, firstMessage: null, recordsVoice: null, maxDurationSeconds: null }
  }
  const language = request.overrides?.language
  if (language === undefined || language === agent.language) return agent
  const preset = agent.presets[language]
  return {
    ...agent,
    firstMessage: preset?.firstMessage ?? null,
    maxDurationSeconds: preset?.maxDurationSeconds ?? agent.maxDurationSeconds
  }
}
