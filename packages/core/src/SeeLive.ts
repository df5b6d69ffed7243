import { Clock, Effect } from "effect"
import { ageMillis, type Call } from "./Call.ts"
import type { CallId } from "./CallIds.ts"
import { CallLedger } from "./CallLedger.ts"
import { type ConversationSummary, isOver } from "./Conversation.ts"
import { newFollowed } from "./Followed.ts"
import { FollowedCalls } from "./FollowedCalls.ts"
import { followDefaults } from "./FollowSettings.ts"
import { liveCallOf } from "./LiveCall.ts"
import { Pace } from "./Pace.ts"
import { isStale } from "./ReadCall.ts"
import { isSameAccount } from "./RefreshCall.ts"
import { survive } from "./Survive.ts"
import { sweepList } from "./SweepList.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

/**
 * Asks the provider's list once for all of some calls, a hundred to a request, and records where they are. Gives those
 * that it shows to go on, as they are now. Not among them, and to be looked at one by one: what is over, what the list
 * lacks, and what the list alone cannot settle, such as a call that was asked to end or that a person must look at.
 */
export const seeLive = Effect.fn("seeLive")(function* (
  calls: ReadonlyArray<Call>
): Effect.fn.Return<ReadonlyMap<CallId, Call>, never, CallLedger | VoiceProvider> {
  const ledger = yield* CallLedger
  const provider = yield* VoiceProvider
  const now = yield* Clock.currentTimeMillis
  const seen = new Map<CallId, Call>()
  const isTold = (call: Call) =>
    call.attention === null && liveCallOf(call)?.isToEnd === false && isSameAccount(call, provider)
  const asked = new Map(calls.filter(isTold).map((call) => [call.conversationId, call]))
  if (asked.size < 2) return seen

  const take = (call: Call) => (isTold(call) && !isStale(call, ageMillis(call, now)) ? seen.set(call.id, call) : seen)
  const onRow = (row: ConversationSummary) => {
    const call = asked.get(row.id)
    if (call === undefined || isOver(row)) return null
    const told = row.status === call.status ? ledger.find(call.id) : ledger.record(call.id, { type: "listed", row })
    return told.pipe(Effect.map(take), Effect.ignore)
  }
  yield* sweepList(listOf([...asked.values()]), new Pace(followDefaults), {
    time: Clock.currentTimeMillis,
    round: 1,
    oldestFirst: false,
    isHasty: true,
    onRow: (_, row) => onRow(row)
  }).pipe(
    Effect.timeoutOption(longest),
    survive((cause) => Effect.logError("The list of live calls broke off", cause))
  )
  return seen
})

/** A list that is limited for longer is not waited for, since a person may be waiting. */
const longest = "1 minute"

const listOf = (calls: ReadonlyArray<Call>): FollowedCalls => {
  const list = new FollowedCalls(followDefaults)
  for (const call of calls) {
    const live = liveCallOf(call)
    if (live === null) continue
    const entry = newFollowed(live.conversationId)
    entry.agentId = live.agentId
    entry.startedAt = Math.floor(live.createdAt / 1000)
    list.list(entry, live.conversationId)
  }
  return list
}
