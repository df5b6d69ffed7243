import { Effect } from "effect"
import { AgentNotFound, type ProviderError } from "./CallErrors.ts"
import type { AgentId } from "./CallIds.ts"
import { CallSettings } from "./CallSettings.ts"
import { type Agent, ProviderAccount } from "./ProviderAccount.ts"

/** What a request must and may say to an agent. */
export interface UsableAgent {
  readonly id: AgentId
  readonly name: string | null
  /** Speaks when the request names no agent. */
  readonly isDefault: boolean
  /** A request without them is refused, since the agent would hang up after pickup. */
  readonly requiredVariables: ReadonlyArray<string>
  /** Those, and others that its settings name. What else is given, the agent does nothing with that can be seen. */
  readonly declaredVariables: ReadonlyArray<string>
  readonly allowedOverrides: Agent["allowedOverrides"]
}

/** An agent of the account with what a request must say to it. Reads only. */
export const getAgent = Effect.fn("getAgent")(function* (
  id: AgentId
): Effect.fn.Return<UsableAgent, AgentNotFound | ProviderError, CallSettings | ProviderAccount> {
  const settings = yield* CallSettings
  const account = yield* ProviderAccount
  const known = yield* account.agent(id)
  if (known.type === "missing") return yield* new AgentNotFound({ id })
  if (known.type === "untold") return yield* known.error
  const { allowedOverrides, name, variables } = known.value
  const requiredVariables = [...new Set([...variables.firstMessage, ...variables.prompt, ...variables.tools])]
  const declaredVariables = [...new Set([...requiredVariables, ...variables.placeholders])]
  return { id, name, isDefault: settings.agentId === id, requiredVariables, declaredVariables, allowedOverrides }
})
