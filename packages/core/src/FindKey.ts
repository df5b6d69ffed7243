import { Effect, Schema } from "effect"
import { ApiKeyId } from "./ApiKey.ts"
import { ApiKeys } from "./ApiKeys.ts"
import { KeyNotFound } from "./KeyErrors.ts"

const isKeyId = Schema.is(ApiKeyId)

/** Whoever names a key by its secret must not find that in a log. */
const withoutSecret = (text: string): string => (text.length > 12 ? `${text.slice(0, 8)}…` : text)

/** A key by its id, as it is kept. */
export const findKey = Effect.fnUntraced(function* (id: string) {
  const keys = yield* ApiKeys
  const stored = isKeyId(id) ? yield* keys.find(id) : null
  return stored === null ? yield* new KeyNotFound({ id: isKeyId(id) ? id : withoutSecret(id) }) : stored.key
})
