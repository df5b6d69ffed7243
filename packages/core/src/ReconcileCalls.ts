import { DateTime, Effect, Option, Schema } from "effect"
import type { Call } from "./Call.ts"
import { type CallNotFound, type IdempotencyMismatch, type LedgerError, ProviderError } from "./CallErrors.ts"
import { AgentId, attemptVariable, type CallId, isCallId, PhoneNumberId } from "./CallIds.ts"
import { CallLedger } from "./CallLedger.ts"
import { canonicalRequest, Variables } from "./CallRequest.ts"
import { CallSettings } from "./CallSettings.ts"
import { claimedCall } from "./ClaimedCall.ts"
import type { Conversation } from "./Conversation.ts"
import { PhoneNumber } from "./PhoneNumber.ts"
import { asService } from "./Principal.ts"
import { refreshCall } from "./RefreshCall.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

/** What a reconciliation found. */
export interface Reconciliation {
  /** Conversations that were looked at. */
  readonly looked: number
  /** Calls that the ledger had lost and holds again. */
  readonly restored: ReadonlyArray<Call>
  /** Calls that could not be restored, because another call to their number is live. */
  readonly blocked: ReadonlyArray<CallId>
}

/**
 * Brings a ledger that was restored from a backup up to date: every conversation of the account since `since` that
 * carries the id of a call which the ledger lacks becomes a call again, and a call that waits there for an approval which
 * it had is told that it was dialled. Reads only; dials nothing. Fails when the list
 * cannot be read to its end, and then nothing may be concluded.
 */
export const reconcileCalls = Effect.fn("reconcileCalls")(function* (
  since: DateTime.Utc
): Effect.fn.Return<
  Reconciliation,
  CallNotFound | IdempotencyMismatch | ProviderError | LedgerError,
  CallSettings | CallLedger | VoiceProvider
> {
  const provider = yield* VoiceProvider
  const startedAfter = Math.floor(DateTime.toEpochMillis(since) / 1000)
  const restored: Array<Call> = []
  const blocked: Array<CallId> = []
  let looked = 0
  let cursor: string | undefined
  for (let page = 0; page < maxPages; page++) {
    const { conversations, nextCursor } = yield* provider.conversations({ startedAfter, limit: 100, cursor })
    for (const { id } of conversations) {
      looked++
      const result = yield* restore(yield* provider.conversation(id))
      if (result.type === "restored") restored.push(result.call)
      if (result.type === "blocked") blocked.push(result.id)
    }
    if (nextCursor === null) return { looked, restored, blocked }
    cursor = nextCursor
  }
  return yield* new ProviderError({
    reason: "unreadable",
    detail: `There are more than ${maxPages * 100} conversations since then.`,
    status: null,
    requestId: null,
    retryAfterSeconds: null,
    isUnknownRoute: false
  })
})

const maxPages = 1_000

const restore = Effect.fnUntraced(function* (conversation: Conversation) {
  const ledger = yield* CallLedger
  const lost = yield* callOf(conversation)
  if (lost === null) return { type: "other" } as const
  const known = yield* ledger.find(lost.id).pipe(Effect.catchTag("CallNotFound", () => Effect.succeed(null)))
  if (known !== null && lacksApproval(known)) {
    const call = yield* ledger.record(known.id, { type: "conversation", conversation, cause: "look-up" })
    return known.forgottenAt === null ? ({ type: "restored", call } as const) : ({ type: "other" } as const)
  }
  if (known !== null) return { type: "other" } as const
  const request = {
    to: lost.to,
    agentId: lost.agentId,
    phoneNumberId: lost.phoneNumberId,
    purpose: lost.purpose,
    variables: lost.variables
  }
  // The service has no key, and without a key there is no limit to reach.
  const bring = asService(ledger.claim(lost, canonicalRequest(request), { type: "restored" }, null)).pipe(
    Effect.catchTag("CallRefused", Effect.die)
  )
  const first = yield* bring
  if (first.type === "busy") yield* refreshCall(first.call).pipe(Effect.ignore)
  const claim = first.type === "busy" ? yield* bring : first
  if (claim.type !== "claimed") return { type: "blocked", id: lost.id } as const
  const call = yield* ledger.record(lost.id, { type: "conversation", conversation, cause: "look-up" })
  return { type: "restored", call } as const
})

/** It was dialled, so it was approved, and the backup does not know. */
const lacksApproval = ({ approval, conversationId }: Call): boolean =>
  conversationId === null && approval !== null && approval.decision !== "approved"

const isAgentId = Schema.is(AgentId)
const isPhoneNumberId = Schema.is(PhoneNumberId)
const decodeVariables = Schema.decodeUnknownOption(Variables)
const decodeNumber = Schema.decodeUnknownOption(PhoneNumber)

/** The call of ours that a conversation belongs to, as far as the provider tells; null for any other conversation. */
const callOf = Effect.fnUntraced(function* (conversation: Conversation) {
  const settings = yield* CallSettings
  const provider = yield* VoiceProvider
  const { agentId, phoneCall, startedAt, variables } = conversation
  const { [attemptVariable]: id, ...rest } = variables
  const to = decodeNumber(phoneCall?.externalNumber)
  const phoneNumberId = phoneCall?.phoneNumberId
  if (!isCallId(id) || Option.isNone(to) || !isAgentId(agentId) || !isPhoneNumberId(phoneNumberId)) return null
  if (startedAt === null) return null
  return claimedCall({
    id,
    to: to.value,
    agentId,
    phoneNumberId,
    callerId: Option.getOrNull(decodeNumber(phoneCall?.agentNumber)),
    purpose: "informational",
    variables: Option.getOrElse(decodeVariables(withoutSystem(rest)), () => ({})),
    owner: settings.owner,
    userId: conversation.userId ?? id,
    identity: provider.identity(phoneNumberId),
    createdAt: startedAt,
    claimedAt: startedAt,
    horizonMillis: 305_000
  })
})

const withoutSystem = (variables: Conversation["variables"]) =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith("system__")))
