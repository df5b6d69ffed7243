import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { connect, world } from "./World.ts"

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")

describe("the README", () => {
  it.effect("names the tools that there are, in their order", () =>
    Effect.gen(function* () {
      const { tools } = yield* (yield* connect()).listTools()
      const rows = [...readme.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name)
      assert.deepStrictEqual(
        rows,
        tools.map(({ name }) => name)
      )
    }).pipe(Effect.provide(world()))
  )

  it("has install snippets that are JSON and start this package", () => {
    const snippets = [...readme.matchAll(/```json\n([^]*?)```/g)].map(([, text]) => JSON.parse(text ?? "") as object)
    assert.strictEqual(snippets.length, 2)
    for (const snippet of snippets) assert.include(JSON.stringify(snippet), '"-y","outbound-call-mcp"')
  })
})
