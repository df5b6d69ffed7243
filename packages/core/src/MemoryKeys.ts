import { DateTime, Effect, Layer } from "effect"
import type { ApiKey, ApiKeyId } from "./ApiKey.ts"
import { ApiKeys, type StoredKey } from "./ApiKeys.ts"

/** Keys in memory, with the same rules as the durable ones. They end with the process. */
export const layer: Layer.Layer<ApiKeys> = Layer.sync(ApiKeys, () => {
  const stored = new Map<ApiKeyId, StoredKey>()
  const change = (id: ApiKeyId, next: (key: ApiKey) => Partial<ApiKey>) =>
    Effect.sync(() => {
      const known = stored.get(id)
      if (known !== undefined) stored.set(id, { ...known, key: { ...known.key, ...next(known.key) } })
    })
  return ApiKeys.of({
    add: Effect.fnUntraced(function* (made, replaced) {
      stored.set(made.key.id, made)
      if (replaced !== undefined) {
        yield* change(replaced.id, ({ expiresAt }) => ({
          expiresAt: expiresAt === null ? replaced.expiresAt : DateTime.min(expiresAt, replaced.expiresAt)
        }))
      }
    }),
    list: Effect.sync(() => [...stored.values()].map(({ key }) => key).toSorted((a, b) => (a.id < b.id ? 1 : -1))),
    find: (id) => Effect.sync(() => stored.get(id) ?? null),
    revoke: (id, at) => change(id, ({ revokedAt }) => ({ revokedAt: revokedAt ?? at })),
    used: (id, at) => change(id, () => ({ lastUsedAt: at }))
  })
})
