import { execFile } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterEach, beforeEach, expect, it } from "vitest"

const run = promisify(execFile)
let data = ""

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "outbound-example-"))
})
afterEach(() => rm(data, { recursive: true, force: true }))

const example = (name: string) =>
  run(process.execPath, [join(import.meta.dirname, "..", name)], {
    env: {
      PATH: process.env["PATH"],
      OUTBOUND_PROVIDER: "emulator",
      OUTBOUND_EMULATOR_SCALE: "100",
      OUTBOUND_DATA_DIR: data
    }
  })

it.each([
  ["fraud-verification.ts", /Ada/],
  ["web-route.ts", /one call for two equal requests/],
  ["check-later.ts", /Call status: done/],
  ["plain-effect.ts", /done, answered/]
])("the example %s does what it says", { timeout: 60_000 }, async (name, said) => {
  const { stdout } = await example(name)
  expect(stdout).toMatch(said)
})

it("the demo places a call over HTTP although the environment names a real provider", { timeout: 60_000 }, async () => {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, "..", "demo.ts")], {
    env: {
      PATH: process.env["PATH"],
      OUTBOUND_DATA_DIR: data,
      OUTBOUND_PROVIDER: "elevenlabs",
      ELEVENLABS_API_KEY: "sk_looks_real_0123456789abcdef",
      ELEVENLABS_BASE_URL: "http://127.0.0.1:9",
      ELEVEN_LABS_AGENT_ID: "agent_real",
      PHONE_NUMBER_ID: "phnum_real",
      TWILIO_PHONE_NUMBER: "+14155550150",
      DATABASE_URL: "postgres://127.0.0.1:9/none",
      OUTBOUND_URL: "http://127.0.0.1:9",
      OUTBOUND_API_KEY: "oc_looks_real_0123456789abcdef"
    }
  })
  expect(stdout).toMatch(/status done, outcome answered/)
  expect(stdout.match(/outbound (transcript|call|calls) /g)).toHaveLength(3)
})
