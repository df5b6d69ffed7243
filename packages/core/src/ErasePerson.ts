import { Effect, Result } from "effect"
import { type Call, identityKey, isLive, phoneMayHaveRung } from "./Call.ts"
import type { LedgerError, ProviderError } from "./CallErrors.ts"
import type { CallId } from "./CallIds.ts"
import { CarrierAccount } from "./CarrierAccount.ts"
import { ErasureIncomplete, PersonBusy } from "./PersonErrors.ts"
import { type ErasedRecords, Persons, type Scrubbed } from "./Persons.ts"
import { maskPhoneNumber, type PhoneNumber } from "./PhoneNumber.ts"
import { type Forgotten, VoiceProvider } from "./VoiceProvider.ts"
import { withoutNumber } from "./WithoutNumber.ts"

/** Whose records are to be erased, and who wants it for what reason. Both are written down for ever. */
export interface ErasureWish {
  readonly number: PhoneNumber
  readonly by: string
  readonly reason: string
  /** Do not ask the provider and the carrier: what they keep was erased there by other means. */
  readonly localOnly?: boolean | undefined
}

/** What was erased, and what was not. */
export interface Erasure extends ErasedRecords {
  /** Conversations that the provider has no more, as it said when they were read back. */
  readonly conversations: number
  /** Telephone calls that the carrier has no more; null when it was not asked, as `remarks` say. */
  readonly carrierCalls: number | null
  readonly files: Scrubbed
  /** What a person should know, or do. */
  readonly remarks: ReadonlyArray<string>
}

/**
 * Erases everything of a number: the conversations at the provider and the calls at the carrier, each read back, then
 * what the ledger keeps. What stays are keyed hashes: the number is still not called when it is on the do-not-call list,
 * the calls still count, and none of their keys places a call again.
 *
 * `PersonBusy` while a call to the number is not over. `ErasureIncomplete` when something elsewhere could not be proved
 * to be gone: then nothing was erased here, and it may be tried again. Dials nothing.
 */
export const erasePerson = Effect.fn("erasePerson")(function* ({
  by,
  localOnly = false,
  number,
  reason
}: ErasureWish): Effect.fn.Return<
  Erasure,
  PersonBusy | ErasureIncomplete | LedgerError,
  Persons | VoiceProvider | CarrierAccount
> {
  const persons = yield* Persons
  const calls = (yield* persons.read(number)).calls.map(({ call }) => call)
  const live = calls.find(isLive)
  if (live !== undefined) return yield* new PersonBusy({ callId: live.id, status: live.status })
  const provider = localOnly ? notAsked : yield* atProvider(calls)
  const carrier = localOnly ? notAsked : yield* atCarrier(calls)
  const problems = [...provider.problems, ...carrier.problems]
  if (problems.length > 0) return yield* new ErasureIncomplete({ problems })
  const elsewhere = { conversations: provider.gone, carrierCalls: carrier.gone, localOnly }
  const written = { by: withoutNumber(by, number), reason: withoutNumber(reason, number) }
  const erased = yield* persons.erase({ number, ...written, calls, elsewhere })
  const files = yield* persons.scrub
  return {
    ...erased,
    conversations: provider.gone ?? 0,
    carrierCalls: carrier.gone,
    files,
    remarks: [
      ...(localOnly
        ? [`Neither the provider nor the carrier was asked, nor ${maskPhoneNumber(number)} erased there.`]
        : []),
      ...provider.remarks,
      ...carrier.remarks,
      ...filesRemarks[files]
    ]
  }
})

/** What one of the others came to. */
interface Elsewhere {
  readonly gone: number | null
  readonly problems: ReadonlyArray<string>
  readonly remarks: ReadonlyArray<string>
}

const notAsked: Elsewhere = { gone: null, problems: [], remarks: [] }

const filesRemarks: Record<Scrubbed, ReadonlyArray<string>> = {
  gone: [],
  busy: [
    "Another program was reading the ledger, so its file may still hold what was erased: erase again when none does."
  ],
  "left-to-database": ["The database server removes what was erased from its files when it is vacuumed (VACUUM FULL)."]
}

const atProvider = Effect.fnUntraced(function* (calls: ReadonlyArray<Call>) {
  const provider = yield* VoiceProvider
  const problems: Array<string> = []
  let gone = 0
  for (const { conversationId, id, identity, phoneNumberId } of calls) {
    if (conversationId === null) continue
    const isOurs = identityKey(provider.identity(phoneNumberId)) === identityKey(identity)
    const result = yield* Effect.result(provider.forget(conversationId))
    const problem = problemOf(result, `The conversation ${conversationId} of ${id}`, isOurs)
    if (problem === null) gone++
    else problems.push(problem)
  }
  const unknown = calls.filter((call) => call.conversationId === null && phoneMayHaveRung(call))
  return { gone, problems, remarks: unknown.map(({ id }) => unknownConversation(id)) } satisfies Elsewhere as Elsewhere
})

const unknownConversation = (id: CallId): string =>
  `It is not known which conversation was that of ${id}: look for it in the provider's dashboard.`

const atCarrier = Effect.fnUntraced(function* (calls: ReadonlyArray<Call>) {
  const carrier = yield* CarrierAccount
  const carried = calls.filter(({ callSid }) => callSid !== null)
  if (carried.length === 0) return { ...notAsked, gone: 0 }
  if (!carrier.available) {
    const what = `The records and recordings of ${carried.length} calls at the carrier were not erased`
    return { ...notAsked, remarks: [`${what}: set ${carrier.missing}, or delete them there.`] }
  }
  const problems: Array<string> = []
  let gone = 0
  for (const { callSid, id, identity } of carried) {
    const isOurs = (identity.twilioAccount ?? carrier.account) === carrier.account
    const result = yield* Effect.result(carrier.forget(callSid ?? ""))
    const problem = problemOf(result, `The telephone call ${callSid} of ${id}`, isOurs)
    if (problem === null) gone++
    else problems.push(problem)
  }
  return { ...notAsked, gone, problems }
})

/** That it is absent proves something only in the account in which it was. */
const problemOf = (result: Result.Result<Forgotten, ProviderError>, what: string, isOurs: boolean): string | null => {
  if (Result.isFailure(result)) return `${what} was not erased: ${result.failure.message}`
  switch (result.success) {
    case "deleted":
      return null
    case "kept":
      return `${what} can still be read after it was deleted.`
    case "absent":
      return isOurs
        ? null
        : `${what} is not in this account, and the call was placed through another one, or with another key: erase it there, then erase with --local-only.`
  }
}
