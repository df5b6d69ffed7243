import { Context, Effect } from "effect"
import type { ApiKey, KeyScope } from "./ApiKey.ts"
import type { Call } from "./Call.ts"

/** Who asks: places calls as `owner`, and may do what the scopes say. */
export interface Principal {
  readonly owner: string
  readonly scopes: ReadonlyArray<KeyScope>
  /** The key by which it is known; null where none is needed. */
  readonly key: ApiKey | null
}

/**
 * The principal of the running fiber. Null is the user of this process, or the service itself, who may do and see
 * everything; a surface for several people sets it. Capabilities and ledgers keep to it by themselves.
 */
export const CurrentPrincipal = Context.Reference<Principal | null>("@outbound-call/core/CurrentPrincipal", {
  defaultValue: () => null
})

/** The principal that a key stands for. */
export const principalOf = (key: ApiKey): Principal => ({ owner: key.owner, scopes: key.scopes, key })

/** Whether a principal may do what needs a scope. */
export const mayDo = (principal: Principal | null, scope: KeyScope): boolean =>
  principal === null || principal.scopes.includes("admin") || principal.scopes.includes(scope)

/** The one owner whose calls a principal sees. Null: it sees every owner's, and conversations that are no call of ours. */
export const ownerSeenBy = (principal: Principal | null): string | null =>
  principal === null || mayDo(principal, "admin") ? null : principal.owner

/** Whether a principal sees a call: its own, and as `admin` every one. */
export const maySee = (principal: Principal | null, call: Pick<Call, "owner">): boolean => {
  const owner = ownerSeenBy(principal)
  return owner === null || owner === call.owner
}

/** Runs what the service must see whole, whoever asked for it. Its result must not be shown as it is. */
export const asService: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R> = Effect.provideService(
  CurrentPrincipal,
  null
)
