import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { fixtureServer } from "./conformance/FixtureServer.ts"
import { judge } from "./conformance/Suite.ts"
import { Port } from "./HttpRig.ts"

describe("the protocol as it is served here, by the official conformance suite", () => {
  it.live("conforms to 2025-11-25 but for subscriptions over HTTP, and wholly to 2026-07-28", () =>
    Effect.gen(function* () {
      const url = `http://127.0.0.1:${yield* Port}/mcp`
      const [old, now] = yield* Effect.promise(() => Promise.all([judge(url, "2025-11-25"), judge(url, "2026-07-28")]))
      assert.deepStrictEqual(old.failed, ["resources-subscribe", "resources-unsubscribe"], old.summary)
      assert.deepInclude(old, { code: 0, scenarios: 30, passedChecks: 67 }, old.summary)
      assert.deepStrictEqual(now.failed, [], now.summary)
      assert.deepInclude(now, { code: 0, scenarios: 37, passedChecks: 120 }, now.summary)
    }).pipe(Effect.provide(fixtureServer))
  )
})
