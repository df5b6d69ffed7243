import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { expect, test } from "vitest"
import { skipsPostgres } from "./postgres/watchNewDatabase.ts"
import { readSeed } from "./torture/Chance.ts"

const program = fileURLToPath(new URL("torture/kill.ts", import.meta.url))

const isSkipped = await skipsPostgres()

const storm = async (...flags: ReadonlyArray<string>): Promise<string> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program, "--kills", "300", "--seed", String(readSeed()), ...flags],
    { maxBuffer: 64 * 1024 * 1024 }
  )
  console.log(stdout)
  return stdout
}

test("300 kills of processes that place calls ring nobody twice and lose no call", async () => {
  expect(await storm()).toMatch(/nobody was rung twice, no call was lost\n$/)
})

test.skipIf(isSkipped)("300 kills with the ledger on PostgreSQL ring nobody twice and lose no call", async () => {
  expect(await storm("--postgres")).toMatch(/PostgreSQL.*nobody was rung twice, no call was lost\n$/s)
})
