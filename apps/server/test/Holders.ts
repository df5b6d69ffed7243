import { createKey, type KeyRequest, KeyScope, revokeKey } from "@outbound-call/core"
import { Duration, Effect, Redacted } from "effect"

/** Somebody who asks, with the header by which it is known. */
export interface Holder {
  readonly name: string
  /** Null for whoever has no key that is good. */
  readonly owner: string | null
  readonly scope: KeyScope | null
  readonly headers: { readonly [name: string]: string }
}

/** A key, as the header that brings it. */
export const keyHeader = (request: Partial<KeyRequest>) =>
  Effect.map(createKey({ name: "test", owner: "ada", scopes: ["admin"], ...request }), ({ key, text }) => ({
    key,
    headers: { authorization: `Bearer ${Redacted.value(text)}` }
  }))

/** One of each kind: no key, four that are not good, and each scope of two owners. */
export const everyHolder = Effect.gen(function* () {
  const strangers: ReadonlyArray<Holder> = [
    stranger("nobody", {}),
    stranger("an unknown key", { authorization: `Bearer oc_${"0".repeat(26)}_${"x".repeat(43)}` }),
    stranger("a basic password", { authorization: "Basic YWRhOnNlY3JldA==" }),
    stranger("an expired key", (yield* keyHeader({ expiresIn: Duration.zero })).headers),
    stranger("a revoked key", yield* revokedHeaders)
  ]
  const holders = yield* Effect.forEach(
    ["ada", "bob"].flatMap((owner) => KeyScope.literals.map((scope) => ({ owner, scope }))),
    ({ owner, scope }) =>
      Effect.map(keyHeader({ owner, scopes: [scope] }), ({ headers }): Holder => ({
        name: `${owner} with ${scope}`,
        owner,
        scope,
        headers
      }))
  )
  return [...strangers, ...holders]
})

const stranger = (name: string, headers: Holder["headers"]): Holder => ({ name, owner: null, scope: null, headers })

const revokedHeaders = Effect.gen(function* () {
  const { headers, key } = yield* keyHeader({})
  yield* revokeKey(key.id)
  return headers
})
