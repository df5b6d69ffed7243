import { DateTime, Option, Redacted, Schema } from "effect"
import { KeyName } from "./ApiKey.ts"
import {
  DisabledReason,
  type Endpoint,
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
const decodeEvents = Schema.decodeUnknownOption(EventsJson)
export const encodeEvents = Schema.encodeSync(EventsJson)

const Secret = Schema.String.check(Schema.isPattern(/^whsec_[A-Za-z0-9+/]{20,}=*$/u))
const SecretsJson = Schema.fromJsonString(
  Schema.NonEmptyArray(Schema.Struct({ secret: Secret, until: Schema.NullOr(Schema.DateTimeUtcFromString) }))
)
const decodeSecrets = Schema.decodeUnknownOption(SecretsJson)
const encodeStored = Schema.encodeUnknownSync(SecretsJson)

/** They are kept as they are: signing needs them. */
export const encodeSecrets = (secrets: ReadonlyArray<SigningSecret>): string =>
  encodeStored(secrets.map(({ secret, until }) => ({ secret: Redacted.value(secret), until })))

const decodeReason = Schema.decodeUnknownOption(Schema.NullOr(DisabledReason))
const decodeOwner = Schema.decodeUnknownOption(Schema.NullOr(KeyName))

/** An endpoint in its row. What cannot be read makes it unusable, so that it holds up no other. */
export const endpointIn = (row: EndpointRow, now: DateTime.Utc): StoredEndpoint => {
  const found = Option.all({
    events: decodeEvents(row.events),
    secrets: decodeSecrets(row.secrets),
    disabledReason: decodeReason(row.disabled_reason),
    owner: decodeOwner(row.owner)
  })
  const isReadable = Option.isSome(found)
  const { disabledReason, events, owner, secrets } = Option.getOrElse(found, () => nothing)
  const endpoint: Endpoint = {
    id: EndpointId.make(row.id),
    url: row.url,
    owner,
    events,
    state: !isReadable ? "unusable" : row.disabled_at === null ? "enabled" : "disabled",
    disabledReason,
    disabledAt: instantOf(row.disabled_at),
    oldSecretUntil: secrets.find(({ until }) => until !== null && DateTime.isLessThan(now, until))?.until ?? null,
    createdAt: DateTime.makeUnsafe(Number(row.created_at))
  }
  return {
    endpoint,
    secrets: secrets.map(({ secret, until }) => ({ secret: Redacted.make(secret), until })),
    failures: failuresIn(row)
  }
}

const nothing = { events: [], secrets: [], disabledReason: null, owner: null }

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
