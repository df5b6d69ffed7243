import { Context, type DateTime, type Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import type { DisabledReason, Endpoint, EndpointId, SigningSecret, StoredEndpoint } from "./Endpoint.ts"

/** What of an endpoint somebody may change; what is left out stays. */
export type EndpointChange = Partial<Pick<Endpoint, "url" | "owner" | "events">>

/** The endpoints of a ledger, kept beside its calls with their secrets, which signing needs as they are. */
export class Endpoints extends Context.Service<
  Endpoints,
  {
    /** It hears of what is recorded from now on. False when there are `mostEndpoints` already. */
    readonly add: (endpoint: Endpoint, secret: SigningSecret) => Effect.Effect<boolean, LedgerError>
    /** Every endpoint, newest first. */
    readonly list: Effect.Effect<ReadonlyArray<Endpoint>, LedgerError>
    /** Null for an id that is not known. */
    readonly find: (id: EndpointId) => Effect.Effect<StoredEndpoint | null, LedgerError>
    readonly change: (id: EndpointId, change: EndpointChange) => Effect.Effect<void, LedgerError>
    readonly setSecrets: (id: EndpointId, secrets: ReadonlyArray<SigningSecret>) => Effect.Effect<void, LedgerError>
    /** Ends what waits for it as well. One that is disabled stays as it is. */
    readonly disable: (id: EndpointId, reason: DisabledReason, at: DateTime.Utc) => Effect.Effect<void, LedgerError>
    /** It hears of what is recorded from now on. One that is enabled stays as it is. */
    readonly enable: (id: EndpointId) => Effect.Effect<void, LedgerError>
    /** Forgets it and its messages. */
    readonly remove: (id: EndpointId) => Effect.Effect<void, LedgerError>
  }
>()("@outbound-call/core/Endpoints") {}
