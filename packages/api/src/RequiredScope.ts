import type { KeyScope } from "@outbound-call/core/ApiKey"
import { Context, Option } from "effect"
import { OpenApi } from "effect/http-api"

/** What a key must be allowed, for a route to take it: a scope, or nothing but to be good (`any`). */
export type ScopeNeeded = KeyScope | "any"

/** What a route needs. Every route behind `Authentication` says it. */
export class RequiredScope extends Context.Service<RequiredScope, ScopeNeeded>()("@outbound-call/api/RequiredScope") {}

/** A route of the contract, as far as it is asked here. */
export interface Route {
  readonly annotations: Context.Context<never>
}

/** The scope of a route; null for a route that needs no key. */
export const requiredScope = ({ annotations }: Route): ScopeNeeded | null =>
  Option.getOrNull(Context.getOption(annotations, RequiredScope))

/** What the document says of a route, and the scope that it needs. */
export const behind = (scope: ScopeNeeded, annotations: Parameters<typeof OpenApi.annotations>[0]) =>
  Context.add(OpenApi.annotations(annotations), RequiredScope, scope)
