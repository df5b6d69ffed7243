import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, test } from "vitest"

const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs")
const config = fileURLToPath(new URL("fixtures/set-up/vitest.config.ts", import.meta.url))

const run = (file: string, environment: Record<string, string> = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, "run", "--config", config, file], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", ...environment }
  })
  return { status, output: stdout + stderr, lastLine: stdout.trimEnd().split("\n").at(-1) }
}

describe("the closing line of a test run", () => {
  test("counts passed, failed and skipped tests, broken suites and unhandled errors", () => {
    const { status, lastLine } = run("outcomes")
    assert.equal(lastLine, "3 passed, 3 failed, 3 skipped")
    assert.equal(status, 1)
  })

  test("counts a file that cannot be loaded", () => {
    assert.equal(run("unloadable").lastLine, "0 passed, 1 failed")
  })

  test("is printed for no tests at all, and the run fails", () => {
    const { status, lastLine } = run("no-such-file")
    assert.equal(lastLine, "0 passed, 0 failed")
    assert.equal(status, 1)
  })
})

describe("the set-up of each test", () => {
  test("fails a test that tried to leave this machine, even if it swallowed the refusal", () => {
    const { status, output, lastLine } = run("swallowed")
    assert.equal(lastLine, "0 passed, 1 failed")
    assert.match(output, /Connection to 192\.0\.2\.1 refused/)
    assert.equal(status, 1)
  })

  test("takes every provider, database and proxy setting out of the environment", () => {
    const { output, lastLine } = run("environment", {
      ELEVENLABS_API_KEY: "not-a-key",
      ELEVENLABS_BASE_URL: "http://127.0.0.1:9",
      ELEVEN_LABS_AGENT_ID: "agent",
      PHONE_NUMBER_ID: "phone",
      TWILIO_AUTH_TOKEN: "not-a-token",
      OUTBOUND_PROVIDER: "elevenlabs",
      OUTBOUND_URL: "http://127.0.0.1:9",
      OUTBOUND_API_KEY: "not-a-key",
      DATABASE_URL: "postgres://127.0.0.1:9/calls",
      PGHOST: "127.0.0.1",
      HTTPS_PROXY: "http://127.0.0.1:9",
      no_proxy: "*",
      LEFT_ALONE: "yes"
    })
    assert.equal(lastLine, "1 passed, 0 failed", output)
  })
})
