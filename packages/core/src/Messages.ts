import { Context, type DateTime, type Effect } from "effect"
import type { AttemptOutcome } from "./Attempt.ts"
import type { LedgerError } from "./CallErrors.ts"
import type { EndpointId, StoredEndpoint } from "./Endpoint.ts"
import type { Message, MessageId, MessageState, NewMessage } from "./Message.ts"

/** The right to one attempt of a message. It is good once: each attempt, and each wish to send anew, makes another turn. */
export interface Ticket {
  readonly message: MessageId
  readonly turn: number
}

/** A message whose attempt is due, and where it goes. */
export interface DueMessage {
  readonly id: MessageId
  readonly body: string
  readonly attempts: number
  readonly to: StoredEndpoint
}

/** Which messages of an endpoint to list, newest first. */
export interface MessageQuery {
  readonly endpointId: EndpointId
  readonly state?: MessageState | undefined
  /** 30 when left out. */
  readonly limit?: number | undefined
  readonly cursor?: string | undefined
}

/** A page of messages; `nextCursor` is null on the last one. */
export interface MessagePage {
  readonly messages: ReadonlyArray<Message>
  readonly nextCursor: string | null
}

/** Up to when a message must have been settled to be forgotten. */
export interface ForgettableMessages {
  readonly delivered: DateTime.Utc
  readonly dead: DateTime.Utc
}

/** The messages for the endpoints of a ledger, kept beside its calls. Those of events come from the feed. */
export class Messages extends Context.Service<
  Messages,
  {
    /** False, and nothing is kept, when its endpoint is disabled or gone. */
    readonly add: (message: NewMessage) => Effect.Effect<boolean, LedgerError>
    /** Null for an id that is not known. */
    readonly find: (id: MessageId) => Effect.Effect<Message | null, LedgerError>
    readonly list: (query: MessageQuery) => Effect.Effect<MessagePage, LedgerError>
    /** Null when the ticket is no longer good: the message moved on, or its endpoint is disabled or gone. */
    readonly due: (ticket: Ticket) => Effect.Effect<DueMessage | null, LedgerError>
    /** Settles an attempt, and disables the endpoint where the outcome says so. False when the ticket is no longer good. */
    readonly record: (ticket: Ticket, outcome: AttemptOutcome) => Effect.Effect<boolean, LedgerError>
    /**
     * Makes a message wait for an attempt at once, with all attempts before it, whatever its state. False, and it stays as
     * it is, when its endpoint is disabled, or it is gone.
     */
    readonly resend: (id: MessageId, at: DateTime.Utc) => Effect.Effect<boolean, LedgerError>
    readonly counts: Effect.Effect<{ readonly waiting: number; readonly dead: number }, LedgerError>
    readonly forget: (before: ForgettableMessages) => Effect.Effect<void, LedgerError>
  }
>()("@outbound-call/core/Messages") {}
