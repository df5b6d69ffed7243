import { DateTime, Effect } from "effect"
import type { Call } from "./Call.ts"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import { attemptVariable, type ConversationId } from "./CallIds.ts"
import type { Conversation } from "./Conversation.ts"
import { type ConversationQuery, VoiceProvider } from "./VoiceProvider.ts"

export interface LookUp {
  readonly call: Call
  /** `found`: this call's conversation is adopted. `undecided`: a candidate cannot be told apart. `nothing`: not seen. */
  readonly result: "found" | "undecided" | "nothing"
}

/**
 * Looks once for the conversation of a call whose dial had no clear answer: by user id, then by the attempt variable.
 * A hit is adopted only when agent, attempt key, direction, number, caller id and start time agree, since a server may
 * ignore a filter and return everything. Finding nothing proves nothing: the call stays `unknown`. Never dials.
 */
export const lookUpCall = Effect.fn("lookUpCall")(function* (
  call: Call
): Effect.fn.Return<LookUp, CallNotFound | ProviderError | LedgerError, CallLedger | VoiceProvider> {
  const ledger = yield* CallLedger
  const provider = yield* VoiceProvider
  const seen = new Set<ConversationId>()
  let undecided = false
  for (const query of queries(call)) {
    const page = yield* provider.conversations(query)
    for (const { id } of page.conversations) {
      if (seen.has(id)) continue
      seen.add(id)
      const conversation = yield* provider
        .conversation(id)
        .pipe(Effect.catchTag("CallNotFound", () => Effect.succeed(undefined)))
      const verdict = conversation === undefined ? "other" : compare(call, conversation)
      if (conversation !== undefined && verdict === "same") {
        const adopted = yield* ledger.record(call.id, { type: "conversation", conversation, cause: "look-up" })
        return { call: adopted, result: "found" }
      }
      if (verdict === "undecided") undecided = true
    }
  }
  return { call, result: undecided ? "undecided" : "nothing" }
})

const windowSeconds = 600

const queries = (call: Call): ReadonlyArray<ConversationQuery> => {
  const placedAt = Math.floor(DateTime.toEpochMillis(call.createdAt) / 1000)
  const scope = {
    agentId: call.agentId,
    startedAfter: placedAt - windowSeconds,
    startedBefore: placedAt + windowSeconds,
    limit: 100
  }
  return [
    { ...scope, userId: call.userId },
    { ...scope, variable: { name: attemptVariable, value: call.id } }
  ]
}

/** Whether a conversation is the one that this call's dial started. */
export const compare = (call: Call, conversation: Conversation): "same" | "undecided" | "other" => {
  const { phoneCall, startedAt, variables } = conversation
  const echo = variables[attemptVariable]
  const sameAgent = conversation.agentId === call.agentId
  const sameNumber = phoneCall !== null && phoneCall.externalNumber === call.to
  const outbound = phoneCall !== null && (phoneCall.direction ?? "outbound") === "outbound"
  const sameCaller = (phoneCall?.phoneNumberId ?? call.phoneNumberId) === call.phoneNumberId
  const inWindow =
    startedAt !== null &&
    Math.abs(DateTime.toEpochMillis(startedAt) - DateTime.toEpochMillis(call.createdAt)) <= windowSeconds * 1000
  if (echo === call.id) return sameAgent && sameNumber && outbound && sameCaller && inWindow ? "same" : "undecided"
  return echo === undefined && sameAgent && sameNumber && outbound && inWindow ? "undecided" : "other"
}
