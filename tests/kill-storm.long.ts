import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { expect, test } from "vitest"
import { readSeed } from "./torture/Chance.ts"

const program = fileURLToPath(new URL("torture/kill.ts", import.meta.url))

test("300 kills of processes that place calls ring nobody twice and lose no call", async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program, "--kills", "300", "--seed", String(readSeed())],
    { maxBuffer: 64 * 1024 * 1024 }
  )
  console.log(stdout)
  expect(stdout).toMatch(/nobody was rung twice, no call was lost\n$/)
})
