import { DateTime, Effect, Redacted, Schema } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import {
  DisabledReason,
  EndpointEvent,
  EndpointId,
  type Failures,
  type SigningSecret,
  type StoredEndpoint
} from "./Endpoint.ts"

/** A large whole number, as drivers give it. */
export type Whole = number | bigint | string

/** An endpoint as it is stored. */
export interface EndpointRow {
  readonly id: string
  readonly url: string
  readonly owner: string | null
  readonly events: string
  readonly secrets: string
  readonly created_at: Whole
  readonly since: Whole
  readonly disabled_reason: string | null
  readonly disabled_at: Whole | null
  readonly failing_since: Whole | null
  readonly last_failed_at: Whole | null
}

const EventsJson = Schema.fromJsonString(Schema.Array(EndpointEvent))
const decodeEvents = Schema.decodeUnknownEffect(EventsJson)
export const encodeEvents = Schema.encodeSync(EventsJson)

const SecretsJson = Schema.fromJsonString(
  Schema.Array(Schema.Struct({ secret: Schema.String, until: Schema.NullOr(Schema.DateTimeUtcFromString) }))
)
const decodeSecrets = Schema.decodeUnknownEffect(SecretsJson)
const encodeStored = Schema.encodeSync(SecretsJson)

/** They are kept as they are: signing needs them. */
export const encodeSecrets = (secrets: ReadonlyArray<SigningSecret>): string =>
  encodeStored(secrets.map(({ secret, until }) => ({ secret: Redacted.value(secret), until })))

const decodeReason = Schema.decodeUnknownEffect(Schema.NullOr(DisabledReason))

export const readEndpoint = Effect.fnUntraced(function* (row: EndpointRow) {
  const secrets = (yield* decodeSecrets(row.secrets)).map(({ secret, until }) => ({
    secret: Redacted.make(secret),
    until
  }))
  return {
    endpoint: {
      id: EndpointId.make(row.id),
      url: row.url,
      owner: row.owner,
      events: yield* decodeEvents(row.events),
      state: row.disabled_at === null ? "enabled" : "disabled",
      disabledReason: yield* decodeReason(row.disabled_reason),
      disabledAt: instantOf(row.disabled_at),
      oldSecretUntil: secrets.find(({ until }) => until !== null)?.until ?? null,
      createdAt: DateTime.makeUnsafe(Number(row.created_at))
    },
    secrets,
    failures: failuresIn(row)
  } satisfies StoredEndpoint as StoredEndpoint
})

export const failuresIn = (row: EndpointRow): Failures | null => {
  const [since, last] = [instantOf(row.failing_since), instantOf(row.last_failed_at)]
  return since === null || last === null ? null : { since, last }
}

export const failureColumns = (failures: Failures | null) => ({
  failing_since: failures === null ? null : DateTime.toEpochMillis(failures.since),
  last_failed_at: failures === null ? null : DateTime.toEpochMillis(failures.last)
})

export const instantOf = (millis: Whole | null): DateTime.Utc | null =>
  millis === null ? null : DateTime.makeUnsafe(Number(millis))

/**
 * What a transaction holds before it looks, always in this order: the cursor of the relay, then the endpoint, then
 * messages. SQLite's transactions write one after the other from their start and need nothing more.
 */
export const makeWebhookLocks = (sql: SqlClient.SqlClient) => {
  const held = sql.onDialectOrElse({ pg: () => sql.literal("FOR NO KEY UPDATE"), orElse: () => sql.literal("") })
  return {
    held,
    /** Gives the position up to which the feed was relayed. */
    cursor: Effect.map(
      sql<{ readonly position: Whole }>`SELECT position FROM webhook_cursor WHERE id = 1 ${held}`,
      ([row]) => Number(row?.position ?? 0)
    ),
    /** Null when it is not known. */
    endpoint: (id: string) =>
      Effect.map(sql<EndpointRow>`SELECT * FROM webhook_endpoints WHERE id = ${id} ${held}`, ([row]) => row ?? null)
  }
}

/** Ends an endpoint for now, with what waits for it. The cursor and the endpoint are held. */
export const disableHeld = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  id: string,
  reason: DisabledReason,
  at: DateTime.Utc
) {
  const now = DateTime.toEpochMillis(at)
  yield* sql`UPDATE webhook_endpoints SET disabled_reason = ${reason}, disabled_at = ${now}
    WHERE id = ${id} AND disabled_at IS NULL`
  yield* sql`UPDATE webhook_messages SET state = 'dead', turn = turn + 1, offered = 1, next_attempt_at = NULL,
      settled_at = ${now}, last_error = coalesce(last_error, 'the endpoint was disabled')
    WHERE endpoint_id = ${id} AND state = 'waiting'`
})
