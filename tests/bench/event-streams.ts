// What 1,000 open streams of all calls cost the server: the memory of each after a collection, and the time from the
// answer to a placed call until the last stream was told of it. Exits with 1 when a stream costs more than 100 KiB.
import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { get } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { performance } from "node:perf_hooks"
import { fileURLToPath } from "node:url"

const streams = 1000
const limitKib = 100

const data = mkdtempSync(join(tmpdir(), "outbound-bench-"))
const main = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url))
/** SIGUSR2 makes the server collect its garbage and say what it holds. */
const collecting = `data:text/javascript,process.on("SIGUSR2", () => { gc(); gc(); console.error("heap", process.memoryUsage().heapUsed) })`
const server = spawn(process.execPath, ["--expose-gc", "--import", collecting, main, "--simulate", "--port", "0"], {
  env: { ...process.env, OUTBOUND_DATA_DIR: data },
  stdio: ["ignore", "pipe", "pipe"]
})

const said = (stream: NodeJS.ReadableStream, pattern: RegExp) =>
  new Promise<string>((resolve) => {
    const read = (chunk: Buffer) => {
      const found = pattern.exec(String(chunk))?.[1]
      if (found === undefined) return
      stream.off("data", read)
      resolve(found)
    }
    stream.on("data", read)
  })

const heap = async () => {
  const told = said(server.stderr, /heap (\d+)/)
  server.kill("SIGUSR2")
  return Number(await told)
}

/** Where the system tells it, else 0. */
const residentKib = () =>
  !existsSync(`/proc/${server.pid}/status`)
    ? 0
    : Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1] ?? 0)

const awaited = { told: 0, done: () => {} }

/** Opens a stream and settles when it began. */
const open = (address: string) =>
  new Promise<() => void>((resolve, reject) => {
    const request = get(`${address}/v1/events`, { agent: false }, (answer) => {
      let rest = ""
      answer.on("data", (chunk: Buffer) => {
        const blocks = (rest + String(chunk)).split("\n\n")
        rest = blocks.pop() ?? ""
        for (const block of blocks) {
          if (block.includes("event: begin")) resolve(() => request.destroy())
          if (block.includes('"status":"initiated"') && ++awaited.told === streams) awaited.done()
        }
      })
      answer.on("error", () => {})
    })
    request.on("error", reject)
  })

try {
  const address = await said(server.stdout, /(http:\/\/127\.0\.0\.1:\d+)/)
  const warm = await open(address)
  warm()
  const before = { heap: await heap(), rss: residentKib() }
  const opened = await Promise.all(Array.from({ length: streams }, () => open(address)))
  const after = { heap: await heap(), rss: residentKib() }
  const everyone = new Promise<void>((resolve) => (awaited.done = resolve))
  const answer = await fetch(`${address}/v1/calls`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": "bench" },
    body: JSON.stringify({ to: "+14155550100", variables: { customer_name: "Ada" } })
  })
  await answer.text()
  const since = performance.now()
  await everyone
  const lag = performance.now() - since
  for (const leave of opened) leave()
  const each = (after.heap - before.heap) / streams / 1024
  console.log(
    [
      `${streams} streams: heap ${(after.heap / 1e6).toFixed(0)} MB (${(before.heap / 1e6).toFixed(0)} MB without), ${each.toFixed(1)} KiB each, limit ${limitKib}`,
      `resident ${(after.rss / 1024).toFixed(0)} MiB (${(before.rss / 1024).toFixed(0)} MiB without)`,
      `all told of a placed call ${lag.toFixed(0)} ms after its answer`
    ].join("\n")
  )
  if (each > limitKib) process.exitCode = 1
} finally {
  server.kill("SIGKILL")
  rmSync(data, { recursive: true, force: true })
}
