/**
 * CPU time (user and system) of the built CLI against `node -e 0`, in one interleaved run:
 * `node scripts/bench-cli-start.mjs [rounds]`. Prints a ratio for each command and fails above the limit. `calls` finds no ledger, `calls --simulate` one with a call.
 */
import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const rounds = Number(process.argv[2] ?? 5)
const runsPerRound = 4

const limit = 3

const bin = join(import.meta.dirname, "..", "apps", "cli", "dist", "outbound.js")
if (!existsSync(bin)) throw new Error("The CLI is not built: run `pnpm run build` first.")

const home = mkdtempSync(join(tmpdir(), "outbound-bench-"))
const env = {
  PATH: process.env.PATH,
  HOME: home,
  OUTBOUND_DATA_DIR: join(home, "data"),
  OUTBOUND_EMULATOR_SCALE: "1000"
}
const subjects = {
  "node -e 0": ["-e", "0"],
  "outbound --help": [bin, "--help"],
  "outbound calls --json": [bin, "calls", "--json"],
  "outbound calls --simulate --json": [bin, "calls", "--simulate", "--json"]
}

/** CPU milliseconds of some runs, as the shell's `times` tells it for its children. */
const cpuOf = (args) => {
  const script = `i=0; while [ $i -lt ${runsPerRound} ]; do "$@" >/dev/null 2>&1; i=$((i+1)); done; times`
  const told = execFileSync("/bin/sh", ["-c", script, "sh", process.execPath, ...args], { encoding: "utf8", env })
  const [user, system] = told.trim().split("\n").at(-1).split(/\s+/)
  return (millis(user) + millis(system)) / runsPerRound
}

const millis = (text) => {
  const [, minutes, seconds] = /^(\d+)m([\d.]+)s$/.exec(text)
  return Number(minutes) * 60_000 + Number(seconds) * 1000
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

try {
  const place = ["call", "+14155550100", "--simulate", "--var", "customer_name=Ada", "--json"]
  execFileSync(process.execPath, [bin, ...place], { env, stdio: "ignore" })
  for (const args of Object.values(subjects)) cpuOf(args)
  const measured = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, args] of Object.entries(subjects)) measured[name].push(cpuOf(args))
  }
  const floor = median(measured["node -e 0"])
  for (const [name, values] of Object.entries(measured)) {
    const ratio = median(values) / floor
    console.log(`${name.padEnd(34)} ${median(values).toFixed(1).padStart(6)} ms CPU  ${ratio.toFixed(2)} x`)
    if (ratio > limit) process.exitCode = 1
  }
} finally {
  rmSync(home, { recursive: true, force: true })
}
