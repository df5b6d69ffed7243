// Many calls through the core, its SQLite ledger and a listening emulator, on a clock that runs `--speed` times too fast:
// `soak.ts [--calls 100000] [--per-second 1] [--speed 100] [--seed n]`. Calls are placed at a steady rate of the fast
// clock and followed to their end as a server does. Prints the heap after a full collection and the size of the ledger
// as it goes; the ledger's own count of what did not end, and the emulator's count of rings, decide at the end.
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { parseArgs } from "node:util"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { CallFeed, CallLedger, placeCall, readPhoneNumber, RecoveryLoop, typeOf } from "@outbound-call/core"
import { OutboundCall, readConfiguration } from "@outbound-call/node"
import { Clock, ConfigProvider, Effect, Layer, Result, Semaphore } from "effect"
import { seeded } from "../torture/Chance.ts"
import { compressedClock } from "./CompressedClock.ts"

const { values } = parseArgs({
  options: {
    calls: { type: "string", default: "100000" },
    "per-second": { type: "string", default: "1" },
    speed: { type: "string", default: "100" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) }
  },
  args: process.argv.slice(2).filter((word) => word !== "--")
})
const calls = Number(values.calls)
const gapMillis = 1000 / Number(values["per-second"])
const speed = Number(values.speed)
const since = Date.now()
const chance = seeded(values.seed)

setFlagsFromString("--expose-gc")
const collect: () => void = runInNewContext("gc")

const startEmulator = async () => {
  const words = [join(import.meta.dirname, "emulator.ts"), String(since), String(speed)]
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] })
  const origin = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(String(chunk).trim()))
    child.once("exit", (code) => reject(new Error(`The emulator ended with ${code}.`)))
  })
  return { origin, stop: () => child.kill("SIGKILL") }
}

/** Valid numbers of the reserved range, scripted callees among them: some are busy, decline, or never pick up. */
const numbers = Array.from({ length: 800 }, (_, area) => area + 200)
  .filter((area) => {
    const number = readPhoneNumber(`+1${area}5550120`)
    return Result.isSuccess(number) && typeOf(number.success) === "fixed-line-or-mobile"
  })
  .flatMap((area) =>
    [0, 1, 2, 3, ...Array.from({ length: 80 }, (_, line) => line + 20)].map(
      (line) => `+1${area}55501${String(line).padStart(2, "0")}`
    )
  )

const data = mkdtempSync(join(tmpdir(), "outbound-soak-"))
const emulator = await startEmulator()
const settings = ConfigProvider.fromUnknown({
  ELEVENLABS_API_KEY: "key",
  OUTBOUND_PROFILE: "rig",
  ELEVENLABS_BASE_URL: emulator.origin,
  ELEVEN_LABS_AGENT_ID: "agent_plain",
  PHONE_NUMBER_ID: "phnum_demo",
  OUTBOUND_DATA_DIR: data,
  OUTBOUND_CONFIG_FILE: join(data, "none.json")
})

const bytesOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** One line of the report. */
const samples: Array<{ readonly placed: number; readonly heap: number; readonly disk: number }> = []
const sample = (placed: number, file: string): void => {
  collect()
  const heap = process.memoryUsage().heapUsed
  const disk = bytesOf(file)
  samples.push({ placed, heap, disk })
  const minutes = (Date.now() - since) / 60_000
  console.log(
    `${String(placed).padStart(8)} placed   heap ${(heap / 1e6).toFixed(1)} MB   ledger ${(disk / 1e6).toFixed(1)} MB   write-ahead log ${(bytesOf(`${file}-wal`) / 1e6).toFixed(1)} MB   ${minutes.toFixed(1)} min`
  )
}

/** Whatever happens, a call is over or marked for a person after so long. */
const longestMinutes = 48 * 60

const refusals: Record<string, number> = {}

const place = (nth: number) =>
  placeCall({ to: numbers[chance.between(0, numbers.length - 1)] ?? "" }, { type: "given", key: `soak-${nth}` }).pipe(
    Effect.catch((error) => Effect.sync(() => void (refusals[error._tag] = (refusals[error._tag] ?? 0) + 1)))
  )

const soak = Effect.fnUntraced(function* (file: string) {
  const clock = yield* Clock.Clock
  const begin = clock.currentTimeMillisUnsafe()
  const atOnce = yield* Semaphore.make(64)
  for (let nth = 0; nth < calls; nth++) {
    const wait = begin + nth * gapMillis - clock.currentTimeMillisUnsafe()
    if (wait > 0) yield* Effect.sleep(wait)
    yield* Semaphore.take(atOnce, 1)
    yield* Effect.forkChild(Effect.ensuring(place(nth), Semaphore.release(atOnce, 1)))
    if (nth % Math.ceil(calls / 20) === 0) sample(nth, file)
  }
  yield* Semaphore.take(atOnce, 64)
  const { list } = yield* CallLedger
  const isAnyLive = Effect.map(list({ live: true, limit: 1 }), ({ calls: live }) => live.length > 0)
  yield* Effect.repeat(Effect.delay(isAnyLive, "1 minute"), { while: (isLive) => isLive, times: longestMinutes })
  sample(calls, file)
})

/** Least squares: how many bytes more for each further call, over the second half. */
const slope = (of: "heap" | "disk"): number => {
  const half = samples.slice(Math.floor(samples.length / 2))
  const mean = (value: (one: (typeof half)[number]) => number) =>
    half.reduce((sum, one) => sum + value(one), 0) / half.length
  const x = mean(({ placed }) => placed)
  const y = mean((one) => one[of])
  const over = half.reduce((sum, one) => sum + (one.placed - x) * (one[of] - y), 0)
  return over / half.reduce((sum, one) => sum + (one.placed - x) ** 2, 0)
}

let file = ""
const program = Effect.gen(function* () {
  const configuration = yield* readConfiguration()
  file = configuration.ledgerFile
  const service = OutboundCall.layer(configuration)
  const followed = Layer.mergeAll(CallFeed.layer, RecoveryLoop.layer()).pipe(Layer.provideMerge(service))
  yield* soak(file).pipe(Effect.provide(followed), Effect.scoped)
})

console.log(`${calls} calls, ${values["per-second"]} a second, ${speed} times too fast, --seed ${values.seed}`)
await Effect.runPromise(
  program.pipe(
    Effect.provide(ConfigProvider.layer(settings)),
    Effect.provideService(Clock.Clock, compressedClock(since, speed))
  )
)
const report: { readonly total: number } = JSON.parse(await (await fetch(`${emulator.origin}/_emulator/rings`)).text())
emulator.stop()
const database = new DatabaseSync(file, { readOnly: true })
const count = (condition: string): number =>
  Number(database.prepare(`SELECT count(*) AS n FROM calls WHERE ${condition}`).get()?.["n"])
const byStatus = database.prepare("SELECT status, count(*) AS n FROM calls GROUP BY status").all()
const stuck = count("live = 1")
const followed = count("conversation_id IS NOT NULL")
database.close()
rmSync(data, { recursive: true, force: true })
console.log(byStatus.map(({ n, status }) => `${String(status)} ${String(n)}`).join(", "), JSON.stringify(refusals))
console.log(`heap ${slope("heap").toFixed(0)} B and ledger ${slope("disk").toFixed(0)} B for each further call`)
console.log(`${report.total} rings, ${followed} of them known to the ledger, ${stuck} calls without an end`)
process.exit(stuck === 0 && report.total === followed ? 0 : 1)
