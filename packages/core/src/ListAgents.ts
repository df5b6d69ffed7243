import { Effect } from "effect"
import type { ProviderError } from "./CallErrors.ts"
import { CallSettings } from "./CallSettings.ts"
import { type AgentName, ProviderAccount } from "./ProviderAccount.ts"
import { readKnown } from "./ReadKnown.ts"

/** The agents of the account that may be asked to speak; `getAgent` says what each needs. Reads only. */
export const listAgents = Effect.fn("listAgents")(function* (): Effect.fn.Return<
  ReadonlyArray<AgentName & { readonly isDefault: boolean }>,
  ProviderError,
  CallSettings | ProviderAccount
> {
  const settings = yield* CallSettings
  const account = yield* ProviderAccount
  const agents = yield* readKnown(account.agents)
  return agents.map((agent) => ({ ...agent, isDefault: agent.id === settings.agentId }))
})
