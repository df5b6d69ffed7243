import { Context, type DateTime, type Effect } from "effect"
import type { Call } from "./Call.ts"
import type { LedgerError } from "./CallErrors.ts"
import type { StoredEvent } from "./CallEvent.ts"
import type { CallId, ConversationId } from "./CallIds.ts"
import type { ErasureIncomplete, PersonBusy } from "./PersonErrors.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"

/** A call to a person with everything that the ledger keeps of it. */
export interface KeptCall {
  readonly call: Call
  /** The caller's own keys: that of the call, and those that took it for theirs. */
  readonly idempotencyKeys: ReadonlyArray<string>
  readonly events: ReadonlyArray<StoredEvent>
  /** The evidence as JSON text; null when none is kept. */
  readonly evidence: string | null
  /** What it would dial while it waits for a person, as JSON text; null when it does not wait. */
  readonly waiting: string | null
}

/** Something that came from the provider, or went to a service of ours, about a call. */
export interface KeptMessage {
  readonly id: string
  readonly type: string
  readonly at: DateTime.Utc
  readonly body: string | null
}

/** What the ledger keeps of a number, apart from the do-not-call list and the audit log. */
export interface PersonRecords {
  readonly calls: ReadonlyArray<KeptCall>
  readonly webhooks: ReadonlyArray<KeptMessage>
  readonly messages: ReadonlyArray<KeptMessage>
}

/** What is to be erased, by whom and why. */
export interface ErasureOrder {
  readonly number: PhoneNumber
  readonly by: string
  /** Written down for ever: no word of the person. */
  readonly reason: string
  /** The calls as they were when the provider was asked: one that changed since must be looked at again. */
  readonly calls: ReadonlyArray<{ readonly id: CallId; readonly conversationId: ConversationId | null }>
  /** What was erased elsewhere, for the audit log. */
  readonly elsewhere: { readonly [name: string]: unknown }
}

export interface ErasedRecords {
  readonly calls: number
  readonly webhooks: number
  readonly messages: number
  /** Whether the number was on the do-not-call list, where it stays as a keyed hash. */
  readonly suppressed: boolean
}

/**
 * Whether erased bytes can still be found in the database's files. `busy`: another program was reading, so they may be
 * until it is scrubbed again. `left-to-database`: the server removes them when it is vacuumed.
 */
export type Scrubbed = "gone" | "busy" | "left-to-database"

/**
 * Everything that is kept of a number, and its end. What is erased leaves keyed hashes, so that the number is still not
 * called when it is on the do-not-call list, the calls to it still count, and no key of them places a call again.
 */
export class Persons extends Context.Service<
  Persons,
  {
    readonly read: (number: PhoneNumber) => Effect.Effect<PersonRecords, LedgerError>
    /** Writes down that everything was handed out. */
    readonly exported: (number: PhoneNumber, by: string) => Effect.Effect<void, LedgerError>
    /** In one transaction; may be repeated. Nothing is changed when it fails. */
    readonly erase: (order: ErasureOrder) => Effect.Effect<ErasedRecords, PersonBusy | ErasureIncomplete | LedgerError>
    /** Overwrites what was erased in the files of the database. May be repeated. */
    readonly scrub: Effect.Effect<Scrubbed, LedgerError>
  }
>()("@outbound-call/core/Persons") {}
