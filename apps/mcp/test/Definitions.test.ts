import { describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { expect } from "vitest"
import { connect, world } from "./World.ts"

const definitions = Effect.gen(function* () {
  const { tools } = yield* (yield* connect("2026-07-28")).listTools()
  return tools
}).pipe(Effect.scoped, Effect.provide(world()))

describe("the definition of every tool", () => {
  it("is the one that was reviewed: run vitest with -u to change it, and read the difference", async () => {
    const tools = await Effect.runPromise(definitions)
    expect(tools.length).toBe(8)
    await Promise.all(
      tools.map((tool) =>
        expect(`${JSON.stringify(tool, null, 2)}\n`).toMatchFileSnapshot(`definitions/${tool.name}.snap`)
      )
    )
  })
})
