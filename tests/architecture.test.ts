import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, test } from "vitest"

const here = fileURLToPath(new URL(".", import.meta.url))
const checker = join(here, "../scripts/check-architecture.mjs")

const check = (root: string) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [checker, root], { encoding: "utf8" })
  assert.equal(stderr, "")
  const lines = stdout.trimEnd().split("\n").slice(0, -1)
  return { status, stdout, found: lines.map((line) => line.split(" ", 2).join(" ")) }
}

/** Each fixture breaks one rule, once in each way that the rule knows, next to what it allows. */
const broken: Record<string, ReadonlyArray<string>> = {
  R1: [
    "R1 packages/core/src/OtherPackage.ts",
    "R1 packages/core/src/UnstableModule.ts",
    "R1 packages/core/src/UnstableName.ts"
  ],
  R2: ["R2 packages/core/src/elevenlabs/DialWire.ts"],
  R3: ["R3 apps/cli/src/call.ts", "R3 packages/core/src/PlaceCall.ts"],
  R4: ["R4 packages/api/src/Barrel.ts", "R4 packages/api/src/Capability.ts", "R4 packages/api/src/Port.ts"],
  R5: ["R5 apps/cli/src/serve.ts"],
  R6: ["R6 apps/cli/src/call.ts", "R6 packages/core/src/elevenlabs/Keys.ts", "R6 packages/emulator/src/Emulator.ts"],
  R7: ["R7 packages/node/test/Ledger.test.ts"],
  R8: ["R8 packages/core/src/Call.ts", "R8 packages/core/src/Computed.ts"],
  R9: ["R9 packages/core/src/constants.ts", "R9 packages/core/src/utils", "R9 packages/core/test/helpers.test.ts"],
  direction: [
    "direction apps/mcp/src/simulate.ts",
    "direction packages/api/src/Api.ts",
    "direction packages/emulator/src/Emulator.ts"
  ],
  unresolved: ["unresolved packages/core/src/Call.ts"]
}

describe("the architecture check", () => {
  for (const [rule, expected] of Object.entries(broken)) {
    test(`reports what breaks ${rule}, and nothing else`, () => {
      const { status, found } = check(join(here, "fixtures/architecture", rule))
      assert.deepEqual(found, expected)
      assert.equal(status, 1)
    })
  }

  test("reports nothing in a tree that keeps the rules", () => {
    const { status, stdout } = check(join(here, "fixtures/architecture/passing"))
    assert.equal(stdout, "10 modules, 0 violations\n")
    assert.equal(status, 0)
  })

  test("does not take an empty tree for a good one", () => {
    assert.equal(check(join(here, "fixtures/architecture/no-such-tree")).status, 1)
  })

  test("names the whole cycle", () => {
    const cycle = ["Call", "Ledger", "PlaceCall", "Call"].map((name) => `packages/core/src/${name}.ts`).join(" → ")
    assert.ok(check(join(here, "fixtures/architecture/R8")).stdout.includes(cycle))
  })

  test("lets this repository pass", () => {
    const { status, stdout } = check(join(here, ".."))
    assert.equal(status, 0, stdout)
  })

  test("allows the core exactly the modules that effect itself calls stable", async () => {
    const list: { stableNames: ReadonlySet<string> } = await import(
      new URL("../scripts/architecture/stable-effect-modules.mjs", import.meta.url).href
    )
    const effect = dirname(createRequire(import.meta.url).resolve("effect/package.json"))
    const barrel = readFileSync(join(effect, "src/index.ts"), "utf8")
    const tagged = [...barrel.matchAll(/@stability stable\n(?: \*.*\n)*? \*\/\nexport \* as (\w+)/g)].map(
      ([, name]) => name
    )
    const functions = [...barrel.matchAll(/@stability stable\n(?: {3}\*.*\n)*? {3}\*\/\n {2}(\w+)/g)].map(
      ([, name]) => name
    )
    assert.deepEqual([...list.stableNames].toSorted(), [...tagged, ...functions].toSorted())
  })
})
