import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { assert, describe, it } from "vitest"
import { gatherCrowd } from "./follow/Crowd.ts"

interface Run {
  readonly file: string
  /** Sizes at which it takes a moment, and its figures mean nothing. */
  readonly sizes: ReadonlyArray<number | string>
  readonly prints: ReadonlyArray<RegExp>
}

const folder = join(import.meta.dirname, "bench")

const runs: ReadonlyArray<Run> = [
  {
    file: "assistant-start.ts",
    sizes: [1],
    prints: [/^\d+ tools: ours \d+ ms \(.+\), the official SDK \d+ ms \(.+\)$/m, /^ratio [\d.]+, limit /m]
  },
  { file: "dial.ts", sizes: [5, 2], prints: [/^placeCall +p50 [\d.]+ ms/m, /^added at the median: -?[\d.]+ ms/m] },
  {
    file: "event-streams.ts",
    sizes: [5],
    prints: [/^(heap -?[\d.]+ KiB, resident -?[\d.]+ KiB.*\n){2}/m, /dial \d+ ms after/]
  },
  {
    file: "fan-out.ts",
    sizes: [1, 5, 1, 10],
    prints: [/^1 calls placed.*µs/m, /^10 events at once.*µs/m, /of bare node:http/]
  },
  {
    file: "follow-requests.ts",
    sizes: [1, 0.02, 20],
    prints: [/^swept, 20 live +[\d.]+ /m, /^every 5 s, 20 live +[\d.]+ /m]
  },
  {
    file: "http.ts",
    sizes: [1, 0.01],
    prints: [/^POST \/v1\/calls at 1 +\d+\/s/m, /^GET \/v1\/calls\/\{id\} at 32 +\d+\/s/m]
  },
  { file: "import.ts", sizes: [1, "moment-timezone"], prints: [/^@outbound-call\/core +\d+ ms.* \d+ kB compressed$/m] },
  {
    file: "mcp-calls.ts",
    sizes: [1, 3],
    prints: [/^tools\/list +p50/m, /^get_call +p50/m, /^check_call +p50/m, /^ {2}ratio [\d.]+ /m]
  },
  { file: "policy.ts", sizes: [100, 50, 5, 1], prints: [/^claim +p50 +[\d.]+ µs/m, /^the policy adds -?[\d.]+ µs/m] }
]

const start = ({ file, sizes }: Run) =>
  new Promise<{ readonly code: number | null; readonly said: string; readonly complained: string }>((resolve) => {
    const bench = spawn(process.execPath, [join(folder, file), ...sizes.map(String)], {
      env: { ...process.env, BENCH_LIMITS: "0" },
      stdio: ["ignore", "pipe", "pipe"]
    })
    let [said, complained] = ["", ""]
    bench.stdout.on("data", (chunk) => (said += String(chunk)))
    bench.stderr.on("data", (chunk) => (complained += String(chunk)))
    bench.once("close", (code) => resolve({ code, said, complained }))
  })

describe("a benchmark prints its figures, and exits with 1 when a limit is missed", () => {
  it.each(runs)("$file", async (run) => {
    const { code, complained, said } = await start(run)
    assert.strictEqual(complained, "")
    for (const figures of run.prints) assert.match(said, figures)
    assert.strictEqual(code, 1)
  })
})

it("every benchmark of the list is tried, but the one that takes minutes whatever it follows", () => {
  const list = readFileSync(join(import.meta.dirname, "../scripts/bench.mjs"), "utf8")
  const listed = [...list.matchAll(/"tests\/bench\/([\w-]+\.ts)"/g)].map(([, file]) => file)
  assert.sameMembers(listed, [...runs.map(({ file }) => file), "follow-scale.ts"])
})

it("the process that the one of minutes starts does what it is told", async () => {
  const data = mkdtempSync(join(tmpdir(), "outbound-bench-"))
  const crowd = await gatherCrowd(3)
  await crowd.writeLedger(join(data, "ledger.sqlite"))
  const follower = spawn(process.execPath, ["--expose-gc", join(folder, "follower.ts")], {
    env: { ...process.env, ...crowd.environment(data) },
    stdio: ["pipe", "pipe", "inherit"]
  })
  const ended = new Promise((resolve) => follower.once("exit", resolve))
  try {
    const lines = createInterface({ input: follower.stdout })[Symbol.asyncIterator]()
    const hear = async () => JSON.parse(String((await lines.next()).value)) as Record<string, number>
    const ask = (order: string) => {
      follower.stdin.write(`${order}\n`)
      return hear()
    }
    assert.deepEqual(await hear(), { ready: 1 })
    const all = crowd.answered(1)
    assert.deepEqual(await ask("start"), { started: 1 })
    await all
    assert.isAbove((await ask("cpu"))["millis"] ?? 0, 0)
    assert.isAbove((await ask("memory"))["heapUsed"] ?? 0, 0)
    assert.hasAllKeys(await ask("lag"), ["p50", "p99", "max"])
    assert.strictEqual((await ask("place 3 1"))["placed"], 3)
  } finally {
    follower.kill("SIGKILL")
    await ended
    await crowd.close()
    rmSync(data, { recursive: true, force: true })
  }
})
