import { DateTime, Effect, Layer, Schema } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import { ApiKey } from "./ApiKey.ts"
import { ApiKeys, type StoredKey } from "./ApiKeys.ts"
import { failAs } from "./SqlFailure.ts"

/** What of a key may change has a column of its own, so that no change undoes another. */
const { expiresAt: _expiresAt, lastUsedAt: _lastUsedAt, revokedAt: _revokedAt, ...lasting } = ApiKey.fields
const LastingJson = Schema.fromJsonString(Schema.Struct(lasting))
const decodeLasting = Schema.decodeUnknownEffect(LastingJson)
const encodeLasting = Schema.encodeEffect(LastingJson)

interface KeyRow {
  readonly digest: string
  readonly api_key: string
  readonly expires_at: number | string | null
  readonly revoked_at: number | string | null
  readonly last_used_at: number | string | null
}

/** The keys in the ledger's database. Each is found by its id, and known by the digest of its text. */
export const layer: Layer.Layer<ApiKeys, never, SqlClient.SqlClient> = Layer.effect(
  ApiKeys,
  Effect.map(SqlClient.SqlClient, (sql) => {
    const columns = sql.literal("digest, api_key, expires_at, revoked_at, last_used_at")

    const add = Effect.fnUntraced(function* ({ digest, key }: StoredKey, replaced?: Parameters<typeof expire>[0]) {
      yield* sql`INSERT INTO api_keys ${sql.insert({
        id: key.id,
        digest,
        api_key: yield* encodeLasting(key),
        expires_at: millisOf(key.expiresAt),
        revoked_at: millisOf(key.revokedAt),
        last_used_at: millisOf(key.lastUsedAt)
      })}`
      if (replaced !== undefined) yield* expire(replaced)
    })

    const expire = ({ expiresAt, id }: { readonly id: ApiKey["id"]; readonly expiresAt: DateTime.Utc }) =>
      sql`UPDATE api_keys SET expires_at = ${DateTime.toEpochMillis(expiresAt)}
        WHERE id = ${id} AND (expires_at IS NULL OR expires_at > ${DateTime.toEpochMillis(expiresAt)})`

    return ApiKeys.of({
      add: (stored, replaced) => sql.withTransaction(add(stored, replaced)).pipe(failAs("add a key")),
      list: sql<KeyRow>`SELECT ${columns} FROM api_keys ORDER BY id DESC`.pipe(
        Effect.flatMap((rows) => Effect.forEach(rows, readKey)),
        Effect.map((stored) => stored.map(({ key }) => key)),
        failAs("list keys")
      ),
      find: (id) =>
        sql<KeyRow>`SELECT ${columns} FROM api_keys WHERE id = ${id}`.pipe(
          Effect.flatMap(([row]) => (row === undefined ? Effect.succeed(null) : readKey(row))),
          failAs("find a key")
        ),
      revoke: (id, at) =>
        sql`UPDATE api_keys SET revoked_at = ${DateTime.toEpochMillis(at)} WHERE id = ${id} AND revoked_at IS NULL`.pipe(
          failAs("revoke a key")
        ),
      used: (id, at) =>
        sql`UPDATE api_keys SET last_used_at = ${DateTime.toEpochMillis(at)} WHERE id = ${id}`.pipe(
          failAs("note the use of a key")
        )
    })
  })
)

const readKey = Effect.fnUntraced(function* (row: KeyRow) {
  const key: ApiKey = {
    ...(yield* decodeLasting(row.api_key)),
    expiresAt: instantOf(row.expires_at),
    revokedAt: instantOf(row.revoked_at),
    lastUsedAt: instantOf(row.last_used_at)
  }
  return { key, digest: row.digest } satisfies StoredKey
})

/** Some drivers give large integers as text. */
const instantOf = (millis: number | string | null): DateTime.Utc | null =>
  millis === null ? null : DateTime.makeUnsafe(Number(millis))

const millisOf = (instant: DateTime.Utc | null): number | null =>
  instant === null ? null : DateTime.toEpochMillis(instant)
