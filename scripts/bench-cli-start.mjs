/**
 * CPU time (user and system) of the built CLI against `node -e 0`, in one interleaved run:
 * `node scripts/bench-cli-start.mjs [rounds]`. Prints a median, its spread and a ratio for each command, and fails above a
 * limit; the goal is 1.6. `calls` finds no ledger, `calls --simulate` and `show` one with a call.
 */
import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const rounds = Number(process.argv[2] ?? 5)
const runsPerRound = 8

const bin = join(import.meta.dirname, "..", "apps", "cli", "dist", "outbound.js")
if (!existsSync(bin)) throw new Error("The CLI is not built: run `pnpm run build` first.")

const home = mkdtempSync(join(tmpdir(), "outbound-bench-"))
const env = {
  PATH: process.env.PATH,
  HOME: home,
  OUTBOUND_DATA_DIR: join(home, "data"),
  OUTBOUND_EMULATOR_SCALE: "1000"
}
/** Each command with what it may cost, as many times `node -e 0`. */
const commandsOf = (id) => [
  [["--help"], 1.3],
  [["--version"], 1.3],
  [["calls", "--json"], 1.8],
  [["calls", "--simulate", "--json"], 2.9],
  [["show", id, "--simulate", "--json"], 2.9]
]

/** Bash tells thousandths of a second, others only ticks of the clock. */
const shell = ["/bin/bash", "/bin/sh"].find((path) => existsSync(path))

/** CPU milliseconds of some runs, as the shell's `times` tells it for its children. */
const cpuOf = (args) => {
  const script = `i=0; while [ $i -lt ${runsPerRound} ]; do "$@" >/dev/null 2>&1; i=$((i+1)); done; times`
  const told = execFileSync(shell, ["-c", script, "sh", process.execPath, ...args], { encoding: "utf8", env })
  const [user, system] = told.trim().split("\n").at(-1).split(/\s+/)
  return (millis(user) + millis(system)) / runsPerRound
}

const millis = (text) => {
  const [, minutes, seconds] = /^(\d+)m([\d.]+)s$/.exec(text)
  return Number(minutes) * 60_000 + Number(seconds) * 1000
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

const quartiles = (values) => {
  const sorted = values.toSorted((a, b) => a - b)
  return [0.25, 0.75].map((part) => sorted[Math.floor(part * (sorted.length - 1))].toFixed(1)).join("–")
}

try {
  const place = ["call", "+14155550100", "--simulate", "--var", "customer_name=Ada", "--json"]
  const { id } = JSON.parse(
    execFileSync(process.execPath, [bin, ...place], { env, stdio: ["ignore", "pipe", "ignore"] })
  )
  const floor = { name: "node -e 0", args: ["-e", "0"], limit: 1, measured: [] }
  const subjects = [
    floor,
    ...commandsOf(id).map(([words, limit]) => {
      const name = `outbound ${words.join(" ").replace(id, "<id>")}`
      return { name, args: [bin, ...words], limit, measured: [] }
    })
  ]
  for (const { args } of subjects) cpuOf(args)
  for (let round = 0; round < rounds; round++) {
    for (const { args, measured } of subjects) measured.push(cpuOf(args))
  }
  for (const { limit, measured, name } of subjects) {
    const ratio = median(measured) / median(floor.measured)
    const spread = `(${quartiles(measured)})`
    console.log(
      `${name.padEnd(38)} ${median(measured).toFixed(1).padStart(6)} ms CPU ${spread.padEnd(14)} ${ratio.toFixed(2)} x, limit ${String(limit)}`
    )
    if (ratio > limit) process.exitCode = 1
  }
} finally {
  rmSync(home, { recursive: true, force: true })
}
