import { readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { child, folder, hello } from "./Assistant.ts"

const dist = join(import.meta.dirname, "..", "dist")
const tellLoaded = join(import.meta.dirname, "../../../scripts/tell-loaded.cjs")

/** The file's name without its hash. */
const partOf = (file: string): string => file.replace(/-[\w-]{8}(?=\.js$)/, "")

const files = readdirSync(dist).filter((name) => name.endsWith(".js"))

/** What a start has loaded, beside its launcher, when it has told its tools. */
const loadedBy = Effect.fnUntraced(function* (...flags: ReadonlyArray<string>) {
  const path = yield* folder
  const list = join(path, "loaded.json")
  const env = { NODE_OPTIONS: `--require=${tellLoaded}`, LOADED_FILES: list }
  const server = yield* child(path, { flags, env })
  yield* server.say(hello)
  yield* server.say({ jsonrpc: "2.0", method: "notifications/initialized" })
  yield* server.say({ jsonrpc: "2.0", id: 2, method: "tools/list" })
  yield* server.until(() => server.written.stdout.includes(`"id":2`))
  yield* server.closeInput
  assert.deepInclude(yield* server.ended, { code: 0 })
  assert.strictEqual(server.written.stdout.trim().split("\n").length, 2)
  const loaded: Array<string> = JSON.parse(readFileSync(list, "utf8"))
  const names = loaded.filter((file) => file.startsWith(dist)).map((file) => basename(file))
  return names.filter((name) => name !== "outbound-mcp.js")
})

describe("a start of the MCP server that simulates", () => {
  it.live("loads no way to the network, no other way to serve, and nothing of PostgreSQL", () =>
    Effect.gen(function* () {
      const loaded = yield* loadedBy()
      const parts = loaded.map(partOf)
      assert.includeMembers(parts, ["OutboundMcpMain.js", "ServeHere.js", "EmulatedProvider.js"])
      for (const part of ["Undici.js", "RealProvider.js", "ServeHttpMain.js", "ServeFar.js", "LedgerPostgres.js"]) {
        assert.notInclude(parts, part)
        assert.include(files.map(partOf), part)
      }
      const bytes = loaded.reduce((sum, file) => sum + readFileSync(join(dist, file)).length, 0)
      assert.isBelow(bytes, 1_900_000)
    }).pipe(Effect.scoped)
  )

  it("has a launcher that is small", () => assert.isBelow(readFileSync(join(dist, "outbound-mcp.js")).length, 5_000))
})
