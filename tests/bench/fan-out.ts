// What one event costs when it is told to many: the built server with 1,000 streams of all calls against bare `node:http`
// that writes the same bytes to as many sockets, in the same run. Events come as calls are placed, and a page of them at
// once. `fan-out.ts [rounds] [streams] [calls] [events]`. Prints medians, spread and ratios, and exits with 1 above a limit.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { listen, type Listeners } from "./Listeners.ts"
import { cpuMicros, median } from "./Load.ts"
import { type Program, startProgram } from "./Program.ts"

const [rounds = 5, streams = 1_000, calls = 20, events = 500] = process.argv.slice(2).map(Number)

/** What must hold also on a busy machine. */
const limits = { placed: 4, atOnce: 4 }
const goal = 1

const folder = mkdtempSync(join(tmpdir(), "outbound-bench-"))
const programs: Array<Program> = []

const serve = async (name: string) => {
  const data = join(folder, name)
  const environment = { OUTBOUND_DATA_DIR: data, OUTBOUND_EMULATOR_SCALE: "1000" }
  const program = await startProgram("../../apps/server/dist/outbound-server.js", ["--simulate", "--port", "0"], {
    data,
    environment
  })
  programs.push(program)
  return { program, data }
}

interface Told {
  readonly micros: number
  readonly perSecond: number
}

/** What one deed costs for each event that is told to each listener. */
const measure = async (
  { pid }: Program,
  listeners: Listeners,
  deed: () => Promise<number>
): Promise<Told & { readonly cpu: number; readonly events: number }> => {
  const before = listeners.told()
  const since = cpuMicros(pid)
  const told = (await deed()) * listeners.count
  const millis = await listeners.until(before + told)
  const cpu = cpuMicros(pid) - since
  return { micros: cpu / told, perSecond: told / (millis / 1000), cpu, events: told }
}

let placed = 0
/** Places a call and waits for its end; gives the number of its events. */
const place = async ({ origin }: Program, listeners: Listeners): Promise<number> => {
  const ended = listeners.firstTold("event: analysed")
  const answer = await fetch(`${origin}/v1/calls`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": `fan-out-${placed++}` },
    body: JSON.stringify({ to: "+14155550103", variables: { customer_name: "Ada" } })
  })
  if (answer.status !== 201) throw new Error(await answer.text())
  await answer.text()
  return ended
}

const placeAll = async (program: Program, listeners: Listeners): Promise<number> => {
  let told = 0
  // oxlint-disable-next-line eslint/no-await-in-loop -- one call after the other
  for (let n = 0; n < calls; n++) told += await place(program, listeners)
  return told
}

/** Appends events to a call that is over, as another process would. */
const append = (file: string, count: number): Promise<number> => {
  const database = new DatabaseSync(file)
  database.exec("PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE")
  const insert = database.prepare(`INSERT INTO call_events (call_id, seq, at, type, cause, status, message, detail)
    SELECT id, (SELECT MAX(seq) + 1 FROM call_events WHERE call_id = id), ?, 'status', 'poll', 'done', NULL, NULL
    FROM calls ORDER BY id LIMIT 1`)
  for (let n = 0; n < count; n++) insert.run(Date.now())
  database.exec("COMMIT")
  database.close()
  return Promise.resolve(count)
}

/** What came over a stream, in the pieces in which it was sent. */
const piecesOf = (chunked: string): ReadonlyArray<string> => {
  const pieces: Array<string> = []
  for (let at = 0; at < chunked.length;) {
    const begin = chunked.indexOf("\r\n", at) + 2
    const end = begin + Number.parseInt(chunked.slice(at, begin), 16)
    pieces.push(chunked.slice(begin, end))
    at = end + 2
  }
  return pieces.filter((piece) => piece.includes("id: "))
}

const eventsIn = (piece: string) => piece.split("\nevent: ").length - 1

/** Has the bare server write these bytes, a piece at a time, and waits for each. */
const write = async ({ origin }: Program, listeners: Listeners, pieces: ReadonlyArray<string>) => {
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

const residentKib = async (pid: number) => {
  const { readFileSync } = await import("node:fs")
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0)
}

const spread = (values: ReadonlyArray<number>, digits = 1) =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`

try {
  const alone = await serve("alone")
  const many = await serve("many")
  const bare = await startProgram("raw-streams.ts", [], { data: join(folder, "bare") })
  programs.push(bare)
  const one = await listen(alone.program.origin, "/v1/events", 1)
  await placeAll(alone.program, one)
  const warm = await listen(many.program.origin, "/v1/events", 1)
  await placeAll(many.program, warm)
  warm.close()
  const rss = [await residentKib(many.program.pid), await residentKib(bare.pid)]
  const ours = await listen(many.program.origin, "/v1/events", streams)
  const theirs = await listen(bare.origin, "/", streams)
  const rssOpen = [await residentKib(many.program.pid), await residentKib(bare.pid)]
  console.log("rss each KiB", (rssOpen[0]! - rss[0]!) / streams, (rssOpen[1]! - rss[1]!) / streams)
  const figures = {
    placed: [] as number[],
    barePlaced: [] as number[],
    ratioPlaced: [] as number[],
    atOnce: [] as number[],
    bareAtOnce: [] as number[],
    ratioAtOnce: [] as number[],
    perSecond: [] as number[],
    barePerSecond: [] as number[]
  }
  for (let round = 0; round < rounds; round++) {
    const control = await measure(alone.program, one, () => placeAll(alone.program, one))
    let from = ours.text().length
    const fanned = await measure(many.program, ours, () => placeAll(many.program, ours))
    const micros = (fanned.cpu - control.cpu) / (fanned.events - control.events)
    const single = piecesOf(ours.text().slice(from))
    const bareSingle = await measure(bare, theirs, () => write(bare, theirs, single))
    figures.placed.push(micros)
    figures.barePlaced.push(bareSingle.micros)
    figures.ratioPlaced.push(micros / bareSingle.micros)
    from = ours.text().length
    const burst = await measure(many.program, ours, () => append(join(many.data, "simulated/ledger.sqlite"), events))
    const pages = piecesOf(ours.text().slice(from))
    if (round === 0)
      console.log(single.length, "pieces placed", eventsIn(single.join("")), pages.length, "pieces at once")
    const bareBurst = await measure(bare, theirs, () => write(bare, theirs, pages))
    figures.atOnce.push(burst.micros)
    figures.bareAtOnce.push(bareBurst.micros)
    figures.ratioAtOnce.push(burst.micros / bareBurst.micros)
    figures.perSecond.push(burst.perSecond)
    figures.barePerSecond.push(bareBurst.perSecond)
  }
  for (const [name, values] of Object.entries(figures))
    console.log(name, spread(values, name.includes("Second") ? 0 : 2))
  if (median(figures.ratioPlaced) > limits.placed || median(figures.ratioAtOnce) > limits.atOnce) process.exitCode = 1
} finally {
  for (const { child } of programs) child.kill("SIGKILL")
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
