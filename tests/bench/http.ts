// The HTTP server against what bare `node:http` over bare `node:sqlite` does in the same run: a POST that is on disk when
// it is answered, and a GET by id. The service dials within its POST, so the bare server makes the same dial to the same
// emulator; without it, it is shown beside. One side after the other, in turns. Prints medians, spread and ratios, and
// exits with 1 below a limit; the goals are 0.7 of the bare group commit and 0.8 of the bare read. `http.ts [rounds]
// [share]`, the share of the usual requests.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { typeOf } from "@outbound-call/core/ReadNumberType"
import { readPhoneNumber } from "@outbound-call/core/ReadPhoneNumber"
import { Result } from "effect"
import { atLeast } from "./Limits.ts"
import { type Burst, cpuMicros, fire, median, type Shot } from "./Load.ts"
import { type Program, startProgram } from "./Program.ts"

const [rounds = 5, share = 1] = process.argv.slice(2).map(Number)

/** What must hold also on a busy machine; the goals are higher. */
const limits = { post: 0.1, get: 0.1 }
const goals = { post: 0.7, get: 0.8 }

/** Every valid number of the reserved range that no scripted callee has. */
const numbers = Array.from({ length: 800 }, (_, area) => area + 200)
  .filter((area) => {
    const number = readPhoneNumber(`+1${area}5550120`)
    return Result.isSuccess(number) && typeOf(number.success) === "fixed-line-or-mobile"
  })
  .flatMap((area) => Array.from({ length: 80 }, (_, line) => `+1${area}55501${20 + line}`))

let used = 0
const order =
  (path: string, headers: Shot["headers"] = {}) =>
  (): Shot => {
    const to = numbers[used++ % numbers.length] ?? ""
    return { method: "POST", path, headers: { ...headers }, body: JSON.stringify({ to, variables: {} }) }
  }
const ourOrder = (): Shot => ({ ...order("/v1/calls")(), headers: { "idempotency-key": `bench-${used}` } })

/** Plays the sides in turns, and prints each. Gives the medians of requests in a second, by name. */
const compare = async (
  connections: number,
  count: number,
  sides: Record<string, readonly [program: Program, status: number, shotOf: (nth: number) => Shot]>
) => {
  const bursts: Record<string, Array<Burst>> = {}
  for (let round = -1; round < rounds; round++) {
    for (const [name, [program, status, shotOf]] of Object.entries(sides)) {
      // oxlint-disable-next-line eslint/no-await-in-loop -- one side at a time
      const burst = await fire(program, { connections, count: Math.ceil(count * share), status }, shotOf)
      if (round >= 0) (bursts[name] ??= []).push(burst)
    }
  }
  const rates = Object.entries(bursts).map(([name, all]) => {
    const perSecond = all.map((burst) => burst.perSecond)
    const row = [
      `${name} at ${connections}`.padEnd(30),
      `${median(perSecond).toFixed(0).padStart(6)}/s`,
      `(${Math.min(...perSecond).toFixed(0)} to ${Math.max(...perSecond).toFixed(0)})`.padEnd(18),
      `p50 ${median(all.map((burst) => burst.medianMillis)).toFixed(2)} ms`.padEnd(14),
      `${median(all.map((burst) => burst.cpuMicros)).toFixed(0)} µs of its processor`
    ]
    console.log(row.join(" "))
    return [name, median(perSecond)] as const
  })
  return Object.fromEntries(rates)
}

/** A minute at most. */
const untilIdle = async (pid: number): Promise<void> => {
  for (let looks = 0; looks < 60; looks++) {
    const before = cpuMicros(pid)
    // oxlint-disable-next-line eslint/no-await-in-loop -- one look after the other
    await pause(1000)
    if (cpuMicros(pid) - before < 50_000) return
  }
}

const tell = (name: "post" | "get", ours = 0, bare = 1): void => {
  const ratio = ours / bare
  atLeast(ratio, limits[name])
  console.log(`  ${ratio.toFixed(2)} of it (limit ${limits[name]}, goal ${goals[name]})`)
}

const data = mkdtempSync(join(tmpdir(), "outbound-bench-"))
const programs: Array<Program> = []
try {
  const emulator = await startProgram(
    "../../apps/cli/dist/outbound.js",
    ["emulator", "--port", "0", "--scale", "1000"],
    { data }
  )
  programs.push(emulator)
  const bare = await startProgram("raw-server.ts", [join(data, "bare.sqlite"), emulator.origin], { data })
  programs.push(bare)
  const ours = await startProgram("../../apps/server/dist/outbound-server.js", ["--port", "0"], {
    data,
    environment: {
      OUTBOUND_DATA_DIR: data,
      ELEVENLABS_API_KEY: "key",
      OUTBOUND_PROFILE: "rig",
      ELEVENLABS_BASE_URL: emulator.origin,
      ELEVEN_LABS_AGENT_ID: "agent_plain",
      PHONE_NUMBER_ID: "phnum_demo"
    }
  })
  programs.push(ours)

  for (const [connections, count] of [
    [1, 200],
    [32, 640]
  ] as const) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one load after the other
    const rates = await compare(connections, count, {
      "bare, a commit for each": [bare, 201, order("/single")],
      "bare, group commit": [bare, 201, order("/group")],
      "bare, group commit and dial": [bare, 201, order("/group-dial")],
      "POST /v1/calls": [ours, 201, ourOrder]
    })
    tell("post", rates["POST /v1/calls"], rates["bare, group commit and dial"])
  }

  const listed: { readonly calls: ReadonlyArray<{ readonly id: string; readonly status: string }> } = JSON.parse(
    await (await fetch(`${ours.origin}/v1/calls?limit=100`)).text()
  )
  const ids = listed.calls.map(({ id }) => id)
  // What it still does for the calls that it placed, such as to ask the provider for their end, is not measured.
  await Promise.all(ids.map((id) => fetch(`${ours.origin}/v1/calls/${id}`)))
  await untilIdle(ours.pid)
  for (const [connections, count] of [
    [1, 1000],
    [32, 4000]
  ] as const) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one load after the other
    const rates = await compare(connections, count, {
      "bare read": [bare, 200, (nth) => ({ method: "GET", path: `/call_${(nth % 100) + 1}` })],
      "GET /v1/calls/{id}": [ours, 200, (nth) => ({ method: "GET", path: `/v1/calls/${ids[nth % ids.length]}` })]
    })
    tell("get", rates["GET /v1/calls/{id}"], rates["bare read"])
  }
} finally {
  for (const { child } of programs) child.kill("SIGKILL")
  rmSync(data, { recursive: true, force: true })
}
