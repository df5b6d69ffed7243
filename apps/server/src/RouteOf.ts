import { Api } from "@outbound-call/api"

/** A method of a path, with the path as the contract writes it: `/v1/calls/{id}`. */
export interface KnownRoute {
  readonly method: string
  readonly path: string
}

/** The routes that take a path, whatever the method. */
export const routesAt = (url: string): ReadonlyArray<KnownRoute> => {
  const path = url.split(/[?#]/, 1)[0] ?? ""
  return routes.filter(({ pattern }) => pattern.test(path))
}

const routeOf = (method: string, path: string) => {
  const plain = path === "/" ? path : path.replace(/\/$/, "")
  return {
    method,
    path: plain.replace(/:(\w+)/g, "{$1}"),
    pattern: new RegExp(`^${plain.replace(/[.]/g, "\\.").replace(/:\w+/g, "[^/]+")}/?$`)
  }
}

/** Paths with a name in the place of an id come first: `/v1/calls/search` is no call. */
const routes = [
  ...Object.values(Api.groups).flatMap((group) =>
    Object.values(group.endpoints).map(({ method, path }) => routeOf(String(method), path))
  ),
  routeOf("GET", "/openapi.json"),
  routeOf("GET", "/docs")
].toSorted((a, b) => Number(a.path.includes("{")) - Number(b.path.includes("{")))
