// What 1,000 open streams of all calls take of the built server's memory after a collection, beside those of bare
// `node:http`, and the time from the answer to a placed call until the last stream was told that it was dialled.
// `event-streams.ts [streams]`. Exits with 1 when a stream takes more than 100 KiB.
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { performance } from "node:perf_hooks"
import { atMost } from "./Limits.ts"
import { listen } from "./Listeners.ts"
import { type Program, startProgram } from "./Program.ts"
import { startServer } from "./SimulatedServer.ts"

const [streams = 1_000] = process.argv.slice(2).map(Number)
const limitKib = 100

/** SIGUSR2 makes a server collect its garbage and say what it holds. */
const collecting = `data:text/javascript,process.on("SIGUSR2", () => { gc(); gc(); console.error("heap", process.memoryUsage().heapUsed) })`
const flags = ["--expose-gc", "--import", collecting]

interface Memory {
  readonly heapKib: number
  /** 0 where the system does not tell it. */
  readonly residentKib: number
}

const memoryOf = async ({ child, pid }: Program): Promise<Memory> => {
  const heap = new Promise<number>((resolve) => {
    const read = (chunk: Buffer) => {
      const found = /heap (\d+)/.exec(String(chunk))?.[1]
      if (found === undefined) return
      child.stderr?.off("data", read)
      resolve(Number(found))
    }
    child.stderr?.on("data", read)
  })
  child.kill("SIGUSR2")
  return { heapKib: (await heap) / 1024, residentKib: residentKib(pid) }
}

const residentKib = (pid: number): number => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0)
  } catch {
    return 0
  }
}

/** Opens the streams; what each of them takes, once some were opened and closed before. */
const open = async (program: Program, path: string) => {
  const warm = await listen(program.origin, path, Math.ceil(streams / 10))
  warm.close()
  const before = await memoryOf(program)
  const listeners = await listen(program.origin, path, streams)
  const after = await memoryOf(program)
  const heap = (after.heapKib - before.heapKib) / streams
  const resident = (after.residentKib - before.residentKib) / streams
  console.log(
    `heap ${heap.toFixed(1)} KiB, resident ${resident.toFixed(1)} KiB; the process ${(after.residentKib / 1024).toFixed(0)} MiB`
  )
  return { listeners, heap }
}

const folder = mkdtempSync(join(tmpdir(), "outbound-bench-"))
const programs: Array<Program> = []
try {
  const server = await startServer(join(folder, "ours"), flags)
  programs.push(server)
  const bare = await startProgram("raw-streams.ts", [], { data: join(folder, "bare"), flags })
  programs.push(bare)
  console.log(`each of ${streams} streams, of the server (limit ${limitKib} KiB of heap) and of bare node:http:`)
  const { heap, listeners } = await open(server, "/v1/events")
  await open(bare, "/")
  const before = listeners.told()
  const ended = server.place(1, listeners)
  await listeners.firstTold('"status":"initiated"')
  const since = performance.now()
  await listeners.until(before + 2 * streams)
  console.log(`the last stream was told of a dial ${(performance.now() - since).toFixed(0)} ms after the first`)
  await ended
  atMost(heap, limitKib)
} finally {
  for (const { child } of programs) child.kill("SIGKILL")
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
