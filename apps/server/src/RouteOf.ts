import { Api } from "@outbound-call/api"

/** A method of a path, with the path as the contract writes it: `/v1/calls/{id}`. */
export interface KnownRoute {
  readonly method: string
  readonly path: string
}

/** The routes that take a path, whatever the method. */
export const routesAt = (url: string): ReadonlyArray<KnownRoute> => {
  const parts = partsOf(url.split(/[?#]/, 1)[0] ?? "")
  return (routes.get(parts.length) ?? []).filter((route) => takes(route, parts))
}

/** What lies between the slashes; one at the end counts for nothing. */
const partsOf = (path: string): ReadonlyArray<string> => (path.endsWith("/") ? path.slice(0, -1) : path).split("/")

const takes = ({ parts }: Route, asked: ReadonlyArray<string>): boolean =>
  parts.every((part, index) => (part.startsWith(":") ? asked[index] !== "" : asked[index] === part))

interface Route extends KnownRoute {
  readonly parts: ReadonlyArray<string>
}

const routeOf = (method: string, path: string): Route => {
  const parts = partsOf(path)
  return { method, path: parts.join("/").replace(/:(\w+)/g, "{$1}") || "/", parts }
}

/** By the number of parts. Paths with a name in the place of an id come first: `/v1/calls/search` is no call. */
const routes = Map.groupBy(
  [
    ...Object.values(Api.groups).flatMap((group) =>
      Object.values(group.endpoints).map(({ method, path }) => routeOf(String(method), path))
    ),
    routeOf("GET", "/openapi.json"),
    routeOf("GET", "/docs")
  ].toSorted((a, b) => Number(a.path.includes("{")) - Number(b.path.includes("{"))),
  ({ parts }) => parts.length
)
