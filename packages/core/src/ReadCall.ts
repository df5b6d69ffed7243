import { Clock, Effect } from "effect"
import { ageMillis, type Attention, type Call } from "./Call.ts"
import type { CallNotFound, LedgerError, ProviderError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import type { ConversationId } from "./CallIds.ts"
import type { Conversation } from "./Conversation.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

/**
 * Reads the conversation of a call and records its news; the conversation is null while the provider does not show it.
 * What cannot be true any more is marked for a person: a conversation that is gone, a state that has lasted too long.
 */
export const readCall = Effect.fnUntraced(function* (
  call: Call,
  id: ConversationId
): Effect.fn.Return<
  { readonly call: Call; readonly conversation: Conversation | null },
  CallNotFound | ProviderError | LedgerError,
  CallLedger | VoiceProvider
> {
  const ledger = yield* CallLedger
  const provider = yield* VoiceProvider
  const age = ageMillis(call, yield* Clock.currentTimeMillis)
  const conversation = yield* provider
    .conversation(id)
    .pipe(Effect.catchTag("CallNotFound", () => Effect.succeed(null)))
  if (conversation === null) {
    const isGone = age > goneAfterMillis
    return {
      call: isGone ? yield* mark(call, "conversation-gone", `The provider no longer has ${id}.`) : call,
      conversation
    }
  }
  const read = yield* ledger.record(call.id, { type: "conversation", conversation, cause: "poll" })
  return {
    call: isStale(read, age)
      ? yield* mark(read, "silent-provider", `The provider has said "${conversation.status}" for too long.`)
      : read,
    conversation
  }
})

const mark = Effect.fnUntraced(function* (call: Call, code: Attention["code"], message: string) {
  const ledger = yield* CallLedger
  return yield* ledger.record(call.id, { type: "attention", code, message })
})

const goneAfterMillis = 600_000
const hour = 3_600_000

/** Whether a call has been in its state for too long. */
export const isStale = ({ status }: Call, age: number): boolean => age > (staleAfterMillis[status] ?? Infinity)

/**
 * When a state is too old to be true: Twilio may queue a call for a day before it rings, a conversation lasts at most
 * two hours by our limit, an analysis takes minutes.
 */
const staleAfterMillis: { readonly [status: string]: number | undefined } = {
  initiated: 25 * hour,
  "in-progress": 28 * hour,
  processing: 30 * hour
}
