import { Api } from "@outbound-call/api"
import { assert, describe, it } from "@effect/vitest"
import { routesAt } from "../src/RouteOf.ts"

const pathsAt = (url: string) => routesAt(url).map(({ method, path }) => `${method} ${path}`)

const endpoints = Object.values(Api.groups).flatMap((group) => Object.values(group.endpoints))

describe("the routes at a path", () => {
  it("hold every route of the contract, with any id, a query and a slash at the end", () => {
    assert.isAbove(endpoints.length, 30)
    for (const { method, path } of endpoints) {
      const asked = String(path).replace(/:\w+/g, "some-id.1")
      const route = `${method} ${String(path).replace(/:(\w+)/g, "{$1}")}`
      for (const url of [asked, `${asked}/`, `${asked}?limit=1`]) assert.include(pathsAt(url), route)
    }
  })

  it("begin with the one that has a name in the place of an id", () => {
    assert.deepEqual(
      routesAt("/v1/calls/search").map(({ path }) => path),
      ["/v1/calls/search", "/v1/calls/{id}"]
    )
  })

  it("are none for what is longer, shorter, without an id or written otherwise", () => {
    for (const url of ["/", "", "/v1", "/v1/calls//", "/v1/calls/a/b", "/V1/calls", "/v1/callsx", "//v1/calls"]) {
      assert.deepEqual(pathsAt(url), [], url)
    }
  })
})
