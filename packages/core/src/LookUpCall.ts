import { Clock, DateTime, Effect } from "effect"
import type { Call } from "./Call.ts"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import { attemptVariable, type ConversationId } from "./CallIds.ts"
import { CallLedger } from "./CallLedger.ts"
import type { Conversation, ConversationSummary } from "./Conversation.ts"
import { type ConversationQuery, VoiceProvider } from "./VoiceProvider.ts"

export interface LookUp {
  readonly call: Call
  /**
   * `found`: this call's conversation is adopted. `undecided`: a candidate cannot be told apart, or there was more than
   * could be read. `nothing`: the provider was read whole and shows no trace.
   */
  readonly result: "found" | "undecided" | "nothing"
  /** When the provider was asked, by its clock; null when it does not tell. */
  readonly seenAt: DateTime.Utc | null
}

/**
 * Looks once for the conversation of a call whose dial had no clear answer: by user id, then by the attempt variable,
 * then through every conversation of the agent within ten minutes of the dial, by the provider's own clock. A hit is
 * adopted only when agent, attempt key, direction, number, caller id and start time agree, since a server may ignore a
 * filter and return everything. Two conversations of one call are an alarm. Finding nothing proves nothing here. Never
 * dials.
 */
export const lookUpCall = Effect.fn("lookUpCall")(function* (
  call: Call
): Effect.fn.Return<LookUp, CallNotFound | ProviderError | LedgerError, CallLedger | VoiceProvider> {
  const { ahead, seenAt } = yield* theirClock(call)
  const seen = new Set<ConversationId>()
  let undecided = false
  for (const query of queries(call, ahead)) {
    const read = yield* readAll(query, seen, (row) => mayBeOwn(call, row, ahead))
    const own = read.conversations.filter((conversation) => compare(call, conversation, ahead) === "same")
    if (own[0] !== undefined) return { call: yield* adopt(call, own), result: "found", seenAt }
    undecided ||=
      !read.whole || read.conversations.some((conversation) => compare(call, conversation, ahead) === "undecided")
  }
  return { call, result: undecided ? "undecided" : "nothing", seenAt }
})

const windowSeconds = 600
const maxPages = 50

/** The provider's clock, and its lead over ours at the claim, so that a window in its time is where it should be. */
const theirClock = Effect.fnUntraced(function* (call: Call) {
  const provider = yield* VoiceProvider
  const { servedAt } = yield* provider.conversations({ agentId: call.agentId, userId: call.userId, limit: 1 })
  const now = yield* Clock.currentTimeMillis
  const ahead =
    call.claimedAt === null
      ? (servedAt ?? now) - now
      : DateTime.toEpochMillis(call.claimedAt) - DateTime.toEpochMillis(call.createdAt)
  return { ahead, seenAt: servedAt === null ? null : DateTime.makeUnsafe(servedAt) }
})

const queries = (call: Call, ahead: number): ReadonlyArray<ConversationQuery> => {
  const placedAt = Math.floor((DateTime.toEpochMillis(call.createdAt) + ahead) / 1000)
  const window = {
    agentId: call.agentId,
    startedAfter: placedAt - windowSeconds,
    startedBefore: placedAt + windowSeconds,
    limit: 100
  }
  return [
    { ...window, userId: call.userId },
    { ...window, variable: { name: attemptVariable, value: call.id } },
    window
  ]
}

/** Every conversation of a query that was not seen before. It is not whole when one is listed and cannot be read. */
const readAll = Effect.fnUntraced(function* (
  query: ConversationQuery,
  seen: Set<ConversationId>,
  isCandidate: (row: ConversationSummary) => boolean
) {
  const provider = yield* VoiceProvider
  const conversations: Array<Conversation> = []
  let whole = true
  let cursor: string | undefined
  for (let page = 0; page < maxPages; page++) {
    const { conversations: rows, nextCursor } = yield* provider.conversations({ ...query, cursor })
    for (const { id } of rows.filter((row) => !seen.has(row.id) && isCandidate(row))) {
      seen.add(id)
      const conversation = yield* provider
        .conversation(id)
        .pipe(Effect.catchTag("CallNotFound", () => Effect.succeed(null)))
      if (conversation === null) whole = false
      else conversations.push(conversation)
    }
    if (nextCursor === null) return { conversations, whole }
    cursor = nextCursor
  }
  return { conversations, whole: false }
})

/** A row that says itself that it is another agent's, inbound or of another time need not be read. */
const mayBeOwn = (call: Call, row: ConversationSummary, ahead: number): boolean =>
  (row.agentId ?? call.agentId) === call.agentId &&
  (row.direction ?? "outbound") === "outbound" &&
  (row.startedAt === null || isNear(call, row.startedAt, ahead))

const isNear = (call: Call, startedAt: DateTime.Utc, ahead: number): boolean =>
  Math.abs(DateTime.toEpochMillis(startedAt) - ahead - DateTime.toEpochMillis(call.createdAt)) <= windowSeconds * 1000

/** The earliest is this call's; more than one telephone call for it means that somebody was rung twice. */
const adopt = Effect.fnUntraced(function* (call: Call, own: ReadonlyArray<Conversation>) {
  const ledger = yield* CallLedger
  const [first] = own.toSorted((a, b) => startOf(a) - startOf(b))
  const sids = new Set(own.map((conversation) => conversation.phoneCall?.callSid ?? conversation.id))
  const adopted =
    first === undefined
      ? call
      : yield* ledger.record(call.id, { type: "conversation", conversation: first, cause: "look-up" })
  if (sids.size < 2) return adopted
  const message = `The provider shows ${sids.size} telephone calls for it: ${[...sids].join(", ")}.`
  return yield* ledger.record(call.id, { type: "attention", code: "rang-twice", message })
})

const startOf = ({ startedAt }: Conversation): number => (startedAt === null ? 0 : DateTime.toEpochMillis(startedAt))

/** Whether a conversation is the one that this call's dial started. `ahead` is the lead of the provider's clock. */
export const compare = (call: Call, conversation: Conversation, ahead = 0): "same" | "undecided" | "other" => {
  const { phoneCall, startedAt, variables } = conversation
  const echo = variables[attemptVariable]
  const sameAgent = conversation.agentId === call.agentId
  const sameNumber = phoneCall !== null && phoneCall.externalNumber === call.to
  const outbound = phoneCall !== null && (phoneCall.direction ?? "outbound") === "outbound"
  const sameCaller = (phoneCall?.phoneNumberId ?? call.phoneNumberId) === call.phoneNumberId
  const inWindow = startedAt !== null && isNear(call, startedAt, ahead)
  if (echo === call.id) return sameAgent && sameNumber && outbound && sameCaller && inWindow ? "same" : "undecided"
  return echo === undefined && sameAgent && sameNumber && outbound && inWindow ? "undecided" : "other"
}
