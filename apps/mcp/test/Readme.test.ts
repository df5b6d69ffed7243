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
})
