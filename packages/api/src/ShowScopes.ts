import { type Part, partOf } from "./DocumentPart.ts"
import { requiredScope, type Route, type ScopeNeeded } from "./RequiredScope.ts"

/**
 * Writes into an OpenAPI document which scope each operation needs, as the roles of its security requirements. The
 * scheme of the key is written as the registry of schemes has it: readers that know no `Bearer` take it for `basic`.
 */
export const showScopes = (
  groups: { readonly [name: string]: { readonly endpoints: { readonly [name: string]: Route } } },
  document: Part
): Part => {
  const scopes: ReadonlyMap<string, ScopeNeeded | null> = new Map(
    Object.entries(groups).flatMap(([group, { endpoints }]) =>
      Object.entries(endpoints).map(([name, endpoint]) => [`${group}.${name}`, requiredScope(endpoint)] as const)
    )
  )
  const operationWith = (operation: Part): Part => {
    const scope = scopes.get(String(operation["operationId"])) ?? null
    const security = operation["security"]
    if (scope === null || scope === "any" || !Array.isArray(security)) return operation
    return {
      ...operation,
      "x-required-scope": scope,
      security: security.map((schemes: Part) =>
        Object.fromEntries(Object.keys(schemes).map((scheme) => [scheme, [scope]]))
      )
    }
  }
  const components = partOf(document["components"])
  const securitySchemes = mapEach(partOf(components["securitySchemes"]), (scheme) =>
    scheme["scheme"] === "Bearer" ? { ...scheme, scheme: "bearer" } : scheme
  )
  return {
    ...document,
    components: { ...components, securitySchemes },
    paths: mapEach(partOf(document["paths"]), (path) => mapEach(partOf(path), operationWith))
  }
}

const mapEach = (part: Part, change: (value: Part) => unknown): Part =>
  Object.fromEntries(Object.entries(part).map(([name, value]) => [name, change(partOf(value))]))
