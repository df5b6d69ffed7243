// What following costs one process as the number of live calls grows: memory of each call, the time from the start of
// recovery until all are followed, requests for that, and the lag of the event loop while calls are placed besides. The
// process is killed and started again, so that its start is that after a crash. The emulator listens in this process and
// counts. `follow-scale.ts [runs] [calls…]`. Exits with 1 when a limit is missed.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { performance } from "node:perf_hooks"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { gatherCrowd, type Crowd } from "../follow/Crowd.ts"
import { start } from "../torture/Process.ts"

const [runs = 3, ...sizes] = process.argv.slice(2).map(Number)
const counts = sizes.length > 0 ? sizes : [1_000, 10_000, 100_000]
const limits = { bytesPerCall: 512, lagMillis: 20, lagRatio: 1.25, restartMillis: 2_000, restartRequests: 110 }
/** Memory is compared of processes that have read as many pages, at least, as the largest needs to see all its calls. */
const pagesRead = 2_000
const placing = { perSecond: 200, seconds: 10 }

interface Figures {
  readonly rss: number
  readonly heap: number
  readonly startMillis: number
  readonly startCpu: number
  readonly requests: number
  readonly idleLag: number
  readonly lag: number
  readonly placed: number
}

const child = (crowd: Crowd, data: string) => {
  const main = fileURLToPath(new URL("follower.ts", import.meta.url))
  const made = start(process.execPath, ["--expose-gc", main], {
    env: { PATH: process.env["PATH"], ...crowd.environment(data) },
    stdio: ["pipe", "pipe", "inherit"]
  })
  const told: Array<(report: Record<string, number>) => void> = []
  if (made.stdout === null) throw new Error("no standard output")
  createInterface({ input: made.stdout }).on("line", (line) => {
    const report = JSON.parse(line) as Record<string, number>
    if ("error" in report) console.error(report["error"])
    else told.shift()?.(report)
  })
  const next = () => new Promise<Record<string, number>>((resolve) => told.push(resolve))
  return {
    next,
    ask: (deed: string) => {
      made.stdin?.write(`${deed}\n`)
      return next()
    },
    kill: () => new Promise((resolve) => made.once("exit", resolve) && made.kill("SIGKILL"))
  }
}

/** Starts a process and waits until it has seen every call once. */
const followAll = async (crowd: Crowd, data: string, count: number) => {
  const follower = child(crowd, data)
  await follower.next()
  crowd.asked.lists = 0
  crowd.asked.reads = 0
  const all = crowd.answered(Math.ceil(count / 100))
  const { millis: cpuBefore = 0 } = await follower.ask("cpu")
  const since = performance.now()
  await follower.ask("start")
  await all
  const startMillis = performance.now() - since
  const requests = crowd.asked.lists + crowd.asked.reads
  const { millis: cpu = 0 } = await follower.ask("cpu")
  return { follower, startMillis, startCpu: cpu - cpuBefore, requests }
}

const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis))

const run = async (count: number): Promise<Figures> => {
  const crowd = await gatherCrowd(count)
  const data = mkdtempSync(join(tmpdir(), "outbound-bench-"))
  try {
    await crowd.writeLedger(join(data, "ledger.sqlite"))
    const killed = await followAll(crowd, data, count)
    await killed.follower.kill()
    const { follower, requests, startCpu, startMillis } = await followAll(crowd, data, count)
    await follower.ask(`pages ${Math.max(1, pagesRead - Math.ceil(count / 100))}`)
    await pause(3_000)
    const { heapUsed = 0, rss = 0 } = await follower.ask("memory")
    await follower.ask("lag")
    await pause(5_000)
    const { p99: idleLag = 0 } = await follower.ask("lag")
    const { placed = 0 } = await follower.ask(`place ${placing.perSecond} ${placing.seconds}`)
    const { p99: lag = 0 } = await follower.ask("lag")
    await follower.kill()
    return { rss, heap: heapUsed, startMillis, startCpu, requests, idleLag, lag, placed }
  } finally {
    await crowd.close()
    rmSync(data, { recursive: true, force: true })
  }
}

const median = (values: ReadonlyArray<number>) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const spread = (values: ReadonlyArray<number>, digits: number, unit = "") =>
  `${median(values).toFixed(digits)}${unit} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`

console.log(
  `${runs} runs each, median (least–most); ${placing.perSecond} calls a second are placed for ${placing.seconds} s`
)
let before: { readonly count: number; readonly rss: number; readonly heap: number } | null = null
let floorLag = 0
for (const count of [100, ...counts]) {
  const figures: Array<Figures> = []
  // oxlint-disable-next-line eslint/no-await-in-loop -- one run at a time, so that each has the machine
  for (let n = 0; n < runs; n++) figures.push(await run(count))
  const each = (of: (one: Figures) => number) => figures.map(of)
  const [rss, heap] = [median(each((one) => one.rss)), median(each((one) => one.heap))]
  const grown = before === null ? null : { more: count - before.count, rss: rss - before.rss, heap: heap - before.heap }
  const lag = median(each((one) => one.lag))
  if (before === null) floorLag = lag
  before = { count, rss, heap }
  console.log(
    [
      `${String(count).padStart(7)} live: resident ${(rss / 1e6).toFixed(0)} MB, heap ${(heap / 1e6).toFixed(0)} MB`,
      grown === null
        ? "the base"
        : `${(grown.rss / grown.more).toFixed(0)} B and ${(grown.heap / grown.more).toFixed(0)} B for each one more`,
      `all followed after ${spread(
        each(({ startMillis }) => startMillis),
        0,
        " ms"
      )}, ${spread(
        each(({ startCpu }) => startCpu),
        0,
        " ms"
      )} of processor, ${median(each(({ requests }) => requests))} requests`,
      `lag p99 ${spread(
        each(({ idleLag }) => idleLag),
        1,
        " ms"
      )}, placing ${spread(
        each((one) => one.lag),
        1,
        " ms"
      )}, ${(lag / floorLag).toFixed(2)} x the base (${median(each(({ placed }) => placed))} placed)`
    ].join("; ")
  )
  if (count === 100_000 && grown !== null && grown.rss / grown.more > limits.bytesPerCall) process.exitCode = 1
  if (count === 100_000 && lag > Math.max(limits.lagMillis, floorLag * limits.lagRatio)) process.exitCode = 1
  if (count !== 10_000) continue
  if (median(each(({ startMillis }) => startMillis)) > limits.restartMillis) process.exitCode = 1
  if (median(each(({ requests }) => requests)) > limits.restartRequests) process.exitCode = 1
}
process.exit()
