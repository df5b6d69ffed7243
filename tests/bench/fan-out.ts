// What it costs to tell an event to many: the built server with 1,000 streams of all calls, against bare `node:http` that
// writes the same pieces to as many sockets, by turns in one run. Events come one call after the other, and many at once.
// `fan-out.ts [rounds] [streams] [calls] [events]`, of the last two so many in a round. Prints medians, spread and ratios,
// and exits with 1 above a limit; the goal is 1.0.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { atMost } from "./Limits.ts"
import { listen, type Listeners } from "./Listeners.ts"
import { cpuMicros, median } from "./Load.ts"
import { eventsIn, piecesOf } from "./Pieces.ts"
import { type Program, startProgram } from "./Program.ts"
import { startServer } from "./SimulatedServer.ts"

const [rounds = 5, streams = 1_000, calls = 20, events = 1_000] = process.argv.slice(2).map(Number)

/** What must hold also on a busy machine; the goal is 1.0. */
const limits = { placed: 4, atOnce: 4 }

/** What a deed took of a server's processor, how much it told, and in what time. */
interface Telling {
  readonly cpu: number
  readonly told: number
  readonly perSecond: number
}

/** A deed gives how many events each listener is told. */
const measure = async ({ pid }: Program, listeners: Listeners, deed: () => Promise<number>): Promise<Telling> => {
  const before = listeners.told()
  const cpuBefore = cpuMicros(pid)
  const told = (await deed()) * listeners.count
  const millis = await listeners.until(before + told)
  return { cpu: cpuMicros(pid) - cpuBefore, told, perSecond: (told / millis) * 1000 }
}

/** Has the bare server write these pieces, each when everybody has the one before. */
const write = async ({ origin }: Program, listeners: Listeners, pieces: ReadonlyArray<string>): Promise<number> => {
  let told = listeners.told()
  for (const piece of pieces) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one piece after the other
    await fetch(origin, { method: "POST", body: Buffer.from(piece, "latin1") })
    told += eventsIn(piece) * listeners.count
    // oxlint-disable-next-line eslint/no-await-in-loop -- one piece after the other
    await listeners.until(told)
  }
  return pieces.reduce((sum, piece) => sum + eventsIn(piece), 0)
}

interface Pair {
  /** Of the processor, for each event that is told to each listener. */
  readonly micros: number
  readonly bareMicros: number
  readonly perSecond: number
  readonly barePerSecond: number
}

const pairOf = (ours: Telling, bare: Telling, without = 0): Pair => ({
  micros: (ours.cpu - without) / ours.told,
  bareMicros: bare.cpu / bare.told,
  perSecond: ours.perSecond,
  barePerSecond: bare.perSecond
})

const spread = (values: ReadonlyArray<number>, digits: number): string =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`

const tell = (name: string, pairs: ReadonlyArray<Pair>, limit: number): void => {
  const of = (figure: (pair: Pair) => number, digits = 2) => spread(pairs.map(figure), digits)
  const ratios = pairs.map(({ bareMicros, micros }) => micros / bareMicros)
  console.log(`${name}: ${of(({ micros }) => micros)} µs of its processor, bare ${of((pair) => pair.bareMicros)}`)
  console.log(`  ${spread(ratios, 2)} of bare node:http (limit ${limit}, goal 1.0)`)
  atMost(median(ratios), limit)
}

const folder = mkdtempSync(join(tmpdir(), "outbound-bench-"))
const programs: Array<Program> = []
try {
  const ours = await startServer(join(folder, "ours"))
  programs.push(ours)
  const bare = await startProgram("raw-streams.ts", [], { data: join(folder, "bare") })
  programs.push(bare)

  const one = await listen(ours.origin, "/v1/events", 1)
  const alone: Array<number> = []
  // oxlint-disable-next-line eslint/no-await-in-loop -- one round after the other
  for (let round = -1; round < rounds; round++) alone.push((await measure(ours, one, () => ours.place(calls, one))).cpu)
  one.close()
  const placing = median(alone.slice(1))

  const many = await listen(ours.origin, "/v1/events", streams)
  const theirs = await listen(bare.origin, "/", streams)
  const placed: Array<Pair> = []
  const atOnce: Array<Pair> = []
  for (let round = -1; round < rounds; round++) {
    // oxlint-disable eslint/no-await-in-loop -- one side after the other
    const begin = many.text().length
    const fanned = await measure(ours, many, () => ours.place(calls, many))
    const middle = many.text().length
    const again = await measure(bare, theirs, () => write(bare, theirs, piecesOf(many.text().slice(begin, middle))))
    const burst = await measure(ours, many, async () => ours.append(events))
    const bareBurst = await measure(bare, theirs, () => write(bare, theirs, piecesOf(many.text().slice(middle))))
    // oxlint-enable eslint/no-await-in-loop
    if (round < 0) continue
    placed.push(pairOf(fanned, again, placing))
    atOnce.push(pairOf(burst, bareBurst))
  }
  console.log(`an event told to one of ${streams} streams, ${rounds} rounds, median (least–most)`)
  tell(`${calls} calls placed, less what placing takes with one stream`, placed, limits.placed)
  tell(`${events} events at once, from another process`, atOnce, limits.atOnce)
  const perSecond = (figure: (pair: Pair) => number) => spread(atOnce.map(figure), 0)
  console.log(
    `  ${perSecond((pair) => pair.perSecond)} told in a second, bare ${perSecond((pair) => pair.barePerSecond)}`
  )
} finally {
  for (const { child } of programs) child.kill("SIGKILL")
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
