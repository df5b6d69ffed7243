import { Context, type Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import type { EndpointId } from "./Endpoint.ts"
import type { Ticket } from "./Messages.ts"

/**
 * Takes the news of the feed to the endpoints that want it. Every event that is in the ledger becomes its messages once,
 * and every message that waits has its ticket in the queue, however often and wherever a process ends.
 */
export class MessageQueue extends Context.Service<
  MessageQueue,
  {
    /** One step, in one transaction. False when there is nothing more to do for now. */
    readonly relay: Effect.Effect<boolean, LedgerError>
    /** Whether any endpoint is enabled. */
    readonly isWanted: Effect.Effect<boolean, LedgerError>
    /** The endpoints for which messages wait. */
    readonly busy: Effect.Effect<ReadonlyArray<EndpointId>, LedgerError>
    /**
     * Waits for the next ticket of an endpoint that is due and works on it. A ticket whose work fails, or whose process
     * ends, comes again.
     */
    readonly take: (
      endpoint: EndpointId,
      work: (ticket: Ticket) => Effect.Effect<void, LedgerError>
    ) => Effect.Effect<void, LedgerError>
    /** Forgets tickets of endpoints that are gone. */
    readonly tidy: Effect.Effect<void, LedgerError>
  }
>()("@outbound-call/core/MessageQueue") {}
