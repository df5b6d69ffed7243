import { createServer } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { fixtureServer } from "./conformance/FixtureServer.ts"
import { judge } from "./conformance/Suite.ts"

const freePort = Effect.promise(
  () =>
    new Promise<number>((resolve) => {
      const server = createServer().listen(0, "127.0.0.1", () => {
        const address = server.address()
        server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0))
      })
    })
)

describe("the protocol as it is served here, by the official conformance suite", () => {
  it.live("conforms to 2025-11-25 but for subscriptions over HTTP, and wholly to 2026-07-28", () =>
    Effect.gen(function* () {
      const port = yield* freePort
      yield* Layer.build(fixtureServer(port))
      const url = `http://127.0.0.1:${port}/mcp`
      const [old, now] = yield* Effect.promise(() => Promise.all([judge(url, "2025-11-25"), judge(url, "2026-07-28")]))
      assert.deepStrictEqual(old.failed, ["resources-subscribe", "resources-unsubscribe"], old.summary)
      assert.deepInclude(old, { code: 0, scenarios: 30, passedChecks: 67 }, old.summary)
      assert.deepStrictEqual(now.failed, [], now.summary)
      assert.deepInclude(now, { code: 0, scenarios: 37, passedChecks: 120 }, now.summary)
    })
  )
})
