import { Schema } from "effect"
import { AgentId } from "./CallIds.ts"
import { type Covered, isCovered } from "./Covered.ts"
import type { Followed } from "./Followed.ts"
import type { FollowedCalls } from "./FollowedCalls.ts"
import type { ConversationQuery } from "./VoiceProvider.ts"

/** Whether a sweep looked for an entry and has not seen it. */
export const wasMissed = (entry: Followed, round: number): boolean => entry.round === -round

/** What the list has lacked several times is looked for only now and then: it would be searched to its end each time. */
export const lookFor = (
  calls: FollowedCalls,
  round: number
): { readonly count: number; readonly query: ConversationQuery } => {
  const agents = new Set<string | null>()
  let count = 0
  let oldest = Infinity
  for (const entry of calls.listed.values()) {
    if (entry.misses > 1 && round % 8 !== 0) continue
    entry.round = -round
    count++
    oldest = Math.min(oldest, entry.startedAt)
    if (agents.size < 2) agents.add(entry.agentId)
  }
  const [agentId] = agents
  return {
    count,
    query: {
      live: true,
      limit: pageSize,
      ...(agents.size === 1 && isAgentId(agentId) ? { agentId } : {}),
      ...(oldest > 0 && oldest < Infinity ? { startedAfter: Math.floor(oldest) - clockErrorSeconds } : {})
    }
  }
}

/** A conversation of somebody else may name its agent in any way. */
const isAgentId = Schema.is(AgentId)

/** How many of the calls that were not seen may be on the pages to come. */
export const restOf = (calls: FollowedCalls, round: number, covered: Covered | null): number => {
  let rest = 0
  for (const entry of calls.listed.values()) {
    if (wasMissed(entry, round) && (covered === null || !isCovered(entry, covered))) rest++
  }
  return rest
}

/** Conversations on a page of the list. */
export const pageSize = 100

/** How far the provider's clock may be behind ours. */
const clockErrorSeconds = 600
