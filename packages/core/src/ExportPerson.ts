import { DateTime, Effect, Result, Schema } from "effect"
import { AuditEntry } from "./AuditEntry.ts"
import { AuditLog } from "./AuditLog.ts"
import { Call } from "./Call.ts"
import type { LedgerError } from "./CallErrors.ts"
import { Conversation } from "./Conversation.ts"
import { type KeptCall, type KeptMessage, Persons } from "./Persons.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import { Suppression, Suppressions } from "./Suppressions.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

/** Everything that is known of a number, as JSON. */
export interface PersonDocument {
  readonly number: PhoneNumber
  readonly exportedAt: string
  readonly doNotCall: unknown
  readonly calls: ReadonlyArray<unknown>
  readonly webhooks: ReadonlyArray<unknown>
  readonly messages: ReadonlyArray<unknown>
  readonly audit: ReadonlyArray<unknown>
  /** What could not be read, as sentences; empty when the document is whole. */
  readonly missing: ReadonlyArray<string>
}

const encodeCall = Schema.encodeSync(Call)
const encodeConversation = Schema.encodeSync(Conversation)
const encodeEntry = Schema.encodeSync(AuditEntry)
const encodeSuppression = Schema.encodeSync(Suppression)
const parse = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.Unknown))

/**
 * Hands out everything that is known of a number: calls, events, evidence, its place on the do-not-call list, what came
 * from the provider and what others were told, and the provider's conversations, which are read now and not stored. It
 * is written down that this was done. What the provider does not give is named in `missing`.
 */
export const exportPerson = Effect.fn("exportPerson")(function* (
  number: PhoneNumber,
  by: string
): Effect.fn.Return<PersonDocument, LedgerError, Persons | Suppressions | AuditLog | VoiceProvider> {
  const persons = yield* Persons
  const suppressions = yield* Suppressions
  const audit = yield* AuditLog
  const records = yield* persons.read(number)
  const calls = yield* Effect.forEach(records.calls, callDocument)
  const suppression = yield* suppressions.find(number)
  yield* persons.exported(number, by)
  return {
    number,
    exportedAt: DateTime.formatIso(yield* DateTime.now),
    doNotCall: suppression === null ? null : encodeSuppression(suppression),
    calls: calls.map(({ document }) => document),
    webhooks: records.webhooks.map(messageDocument),
    messages: records.messages.map(messageDocument),
    audit: (yield* audit.about(number)).map((entry) => encodeEntry(entry)),
    missing: calls.flatMap(({ missing }) => missing ?? [])
  }
})

const callDocument = Effect.fnUntraced(function* ({ call, events, evidence, idempotencyKeys, waiting }: KeptCall) {
  const provider = yield* VoiceProvider
  const { conversationId, id } = call
  const read = conversationId === null ? null : yield* Effect.result(provider.conversation(conversationId))
  const document = {
    call: encodeCall(call),
    idempotencyKeys,
    events: events.map((event) => ({ ...event, at: DateTime.formatIso(event.at) })),
    evidence: evidence === null ? null : parse(evidence),
    waiting: waiting === null ? null : parse(waiting),
    conversation: read !== null && Result.isSuccess(read) ? encodeConversation(read.success) : null
  }
  const missing =
    read !== null && Result.isFailure(read)
      ? `The conversation ${conversationId} of ${id}: ${read.failure.message}`
      : null
  return { document, missing }
})

const messageDocument = ({ at, ...rest }: KeptMessage) => ({ ...rest, at: DateTime.formatIso(at) })
