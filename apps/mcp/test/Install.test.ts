import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { assistant, folder } from "./Assistant.ts"
import { installations, type Start } from "./Install.ts"

/** What stands for a thing of the reader's own is filled in. */
const filledIn = ({ env = {} }: Start) =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replace("…", "filled")]))

describe("what the README tells a host", () => {
  it("is the same command for all of them", () => {
    assert.deepStrictEqual(
      installations().map(([host, { args, command }]) => [host, command, ...args]),
      [
        ["Claude Code", "npx", "-y", "outbound-call-mcp", "--simulate"],
        ["Claude Desktop", "npx", "-y", "outbound-call-mcp", "--simulate"],
        ["Cursor", "npx", "-y", "outbound-call-mcp", "--simulate"],
        ["VS Code", "npx", "-y", "outbound-call-mcp", "--simulate"],
        ["Codex", "npx", "-y", "outbound-call-mcp", "--simulate"],
        ["Real calls", "npx", "-y", "outbound-call-mcp"]
      ]
    )
  })

  const starts = new Map(installations().map(([, start]) => [start.args.slice(2).join(" "), start]))
  for (const [options, start] of starts) {
    it.live(`starts a server that ${options === "" ? "places real calls" : "simulates"}`, () =>
      Effect.gen(function* () {
        const simulate = options === "--simulate"
        assert.isTrue(simulate || options === "", options)
        const client = yield* assistant(yield* folder, { simulate, env: filledIn(start) })
        assert.strictEqual(String(client.getInstructions()).startsWith("SIMULATION"), simulate)
      })
    )
  }
})
