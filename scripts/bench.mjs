/** Runs every benchmark, one after the other, and fails when one of them misses its limit. */
import { spawnSync } from "node:child_process"
import { join } from "node:path"

const benchmarks = [
  ["CPU time of the command line's start", "scripts/bench-cli-start.mjs"],
  ["what placing a call adds to its POST", "tests/bench/dial.ts"],
  ["the HTTP server against bare node:http and SQLite", "tests/bench/http.ts"],
  ["what the dial policy adds to a claim", "tests/bench/policy.ts"],
  ["memory of 1,000 open event streams", "tests/bench/event-streams.ts"],
  ["telling an event to 1,000 streams against bare node:http", "tests/bench/fan-out.ts"],
  ["requests for each finished call", "tests/bench/follow-requests.ts"],
  ["following 1,000, 10,000 and 100,000 live calls", "tests/bench/follow-scale.ts"],
  ["from the start of the MCP server to the list of tools", "tests/bench/assistant-start.ts"],
  ["questions to the MCP server against the official SDK", "tests/bench/mcp-calls.ts"],
  ["importing the core against the vendors' clients", "tests/bench/import.ts"]
]

for (const [name, file] of benchmarks) {
  console.log(`\n${name}`)
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, "..", file)], { stdio: "inherit" })
  if (status !== 0) process.exitCode = 1
}
