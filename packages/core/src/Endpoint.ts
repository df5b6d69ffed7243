import { type DateTime, type Redacted, Schema } from "effect"
import { KeyName } from "./ApiKey.ts"
import type { FeedEntry } from "./CallEvent.ts"

/** Our id of an endpoint: `ep_` and a ULID. */
export const EndpointId = Schema.String.check(
  Schema.isPattern(/^ep_[0-9A-HJKMNP-TV-Z]{26}$/u, { expected: "ep_ and a ULID" })
).pipe(Schema.brand("EndpointId"), Schema.annotate({ description: "Id of the endpoint, ep_ and a ULID" }))
export type EndpointId = typeof EndpointId.Type

/** What an endpoint may be told: the events of the feed, which hold nothing that was said. */
export const EndpointEvent = Schema.Literals(["call.status", "call.ended", "call.analysed"])
export type EndpointEvent = typeof EndpointEvent.Type

/** Why an endpoint gets nothing: it answered 410, somebody said so, or every attempt of five days failed. */
export const DisabledReason = Schema.Literals(["gone", "person", "failing"])
export type DisabledReason = typeof DisabledReason.Type

const Instant = Schema.DateTimeUtcFromString

/** A URL that wants the news of calls, as it is kept and shown. Its secrets are kept apart. */
export const Endpoint = Schema.Struct({
  id: EndpointId,
  url: Schema.String,
  /** Whose calls it hears of; null is everybody's. */
  owner: Schema.NullOr(KeyName),
  /** The events it wants; none named is all of them. */
  events: Schema.Array(EndpointEvent),
  /** An `unusable` one cannot be read from the ledger and is sent nothing: remove it, or try a new secret. */
  state: Schema.Literals(["enabled", "disabled", "unusable"]),
  disabledReason: Schema.NullOr(DisabledReason),
  disabledAt: Schema.NullOr(Instant),
  /** Until then the secret before the last rotation signs as well; null when there is none that does. */
  oldSecretUntil: Schema.NullOr(Instant),
  createdAt: Instant
})
export interface Endpoint extends Schema.Schema.Type<typeof Endpoint> {}

/** A secret that signs: `whsec_` and base64. Null: until it is rotated. */
export interface SigningSecret {
  readonly secret: Redacted.Redacted
  readonly until: DateTime.Utc | null
}

/** An endpoint with what is shown to nobody. */
export interface StoredEndpoint {
  readonly endpoint: Endpoint
  /** The newest first. */
  readonly secrets: ReadonlyArray<SigningSecret>
  /** Null when the last attempt succeeded, or there was none. */
  readonly failures: Failures | null
}

/** Attempts that failed one after the other. */
export interface Failures {
  readonly since: DateTime.Utc
  readonly last: DateTime.Utc
}

/** Whether an endpoint wants an event of the feed, and may be told. */
export const wants = ({ events, owner, state }: Endpoint, { call, event }: FeedEntry): boolean =>
  state === "enabled" &&
  (owner === null || owner === call.owner) &&
  (events.length === 0 || events.includes(`call.${event.type}`))

/** How many endpoints a ledger has at most: each has attempts of its own under way. */
export const mostEndpoints = 100
