import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { readSeed } from "./torture/Chance.ts"

const program = fileURLToPath(new URL("torture/kill.ts", import.meta.url))

test("300 kills of processes that place calls ring nobody twice and lose no call", () => {
  const said = execFileSync(process.execPath, [program, "--kills", "300", "--seed", String(readSeed())], {
    encoding: "utf8"
  })
  console.log(said)
  expect(said).toMatch(/nobody was rung twice, no call was lost\n$/)
})
