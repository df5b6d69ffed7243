import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { folder } from "./Outbound.ts"

const root = join(import.meta.dirname, "..", "..", "..")
const program = [join(root, "node_modules", ".bin", "node"), join(root, "apps/cli/dist/outbound.js")]
const full = "/dev/full"

/** A command line whose output, of one kind or the other, goes to a disk that is full. */
const runFull = (data: string, kind: "1" | "2", args: ReadonlyArray<string>) => {
  const { status, stderr } = spawnSync("sh", ["-c", `exec "$@" ${kind}> ${full}`, "sh", ...program, ...args], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "", HOME: data, OUTBOUND_DATA_DIR: data, OUTBOUND_EMULATOR_SCALE: "1000" }
  })
  return { status, stderr }
}

describe.skipIf(!existsSync(full))("on a full disk", () => {
  for (const args of [
    ["--help"],
    ["calls", "--help"],
    ["calls", "--simulate"],
    ["calls", "--simulate", "--json", "--status", "done"],
    ["doctor", "--simulate"],
    ["check", "+14155550100", "--simulate", "--var", "customer_name=Ada"]
  ]) {
    it.effect(`\`outbound ${args.join(" ")}\` says in a sentence that its output is lost, and ends with 1`, () =>
      Effect.gen(function* () {
        const { status, stderr } = runFull(yield* folder, "1", args)
        assert.match(
          stderr,
          /^(?:Simulated: no phone rings\.\n)?What this command had to say could not be written \(ENOSPC\)[^\n]*\.\n$/
        )
        assert.strictEqual(status, 1)
      })
    )
  }

  it.effect("a call is watched to its end or not, and never ends with 0 or with a stack", () =>
    Effect.gen(function* () {
      const ada = ["call", "+14155550100", "--simulate", "--var", "customer_name=Ada"]
      const { status, stderr } = runFull(yield* folder, "1", ada)
      assert.include([1, 130], status)
      assert.match(stderr, /could not be written \(ENOSPC\).*look with `outbound calls`/)
      assert.notMatch(stderr, /\n\s+at /)
    })
  )

  it.effect("what stderr loses is no success either", () =>
    Effect.gen(function* () {
      const data = yield* folder
      assert.strictEqual(runFull(data, "2", ["--bogus"]).status, 2)
      assert.notStrictEqual(runFull(data, "2", ["show", "call_x", "--simulate"]).status, 0)
    })
  )
})
