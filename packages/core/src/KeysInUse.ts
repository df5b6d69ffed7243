import { Context, Effect, Layer } from "effect"
import { ApiKeys } from "./ApiKeys.ts"
import type { LedgerError } from "./CallErrors.ts"

/**
 * Whether this service asks for keys. It does from the first key on that was ever made, also when none is good any
 * more: that the last one expired or was revoked must not open the door. Looks anew until then.
 */
export class KeysInUse extends Context.Service<KeysInUse, Effect.Effect<boolean, LedgerError>>()(
  "@outbound-call/core/KeysInUse"
) {
  static readonly layer: Layer.Layer<KeysInUse, never, ApiKeys> = Layer.effect(
    KeysInUse,
    Effect.map(ApiKeys, (keys) => {
      let areInUse = false
      return Effect.suspend(() =>
        areInUse ? Effect.succeed(true) : Effect.map(keys.list, (made) => (areInUse = made.length > 0))
      )
    })
  )
}
