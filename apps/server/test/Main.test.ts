import { type ChildProcess, spawn } from "node:child_process"
import { createHmac } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer, type IncomingHttpHeaders } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Effect } from "effect"
import { collector } from "./Collector.ts"
import { afterAll, assert, describe, it } from "@effect/vitest"

const data = mkdtempSync(join(tmpdir(), "outbound-server-"))
afterAll(() => rmSync(data, { recursive: true, force: true }))

/** What users install, and what `serve` starts. */
const [built, source] = ["../dist/outbound-server.js", "../src/main.ts"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url))
) as [string, string]

const start = (...flags: ReadonlyArray<string>) => startWith({}, ...flags)

const startWith = (settings: Record<string, string>, ...flags: ReadonlyArray<string>) =>
  startProgram(built, settings, ...flags)

const startProgram = (program: string, settings: Record<string, string>, ...flags: ReadonlyArray<string>) => {
  const env = { ...process.env, OUTBOUND_DATA_DIR: data, ...settings }
  const child = spawn(process.execPath, [program, ...flags], { env, stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()))
  return { child, output: () => output }
}

const firstLine = ({ stdout }: ChildProcess): Promise<string> =>
  new Promise((resolve) => stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString())))

const end = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once("close", (code) => resolve(code)))

const address = /http:\/\/127\.0\.0\.1:\d+/

describe("the process", { timeout: 30_000 }, () => {
  it.each([
    ["as it is built", built],
    ["from its sources", source]
  ])("%s says where it listens and that it simulates, and ends well when it is told to stop", async (_, program) => {
    const { child, output } = startProgram(program, {}, "--simulate", "--port", "0")
    const ended = end(child)
    const line = await firstLine(child)
    assert.match(line, /^Outbound Call Service: http:\/\/127\.0\.0\.1:\d+ \(simulates: no phone rings\).*\n$/)
    const ready = await fetch(`${address.exec(line)?.[0]}/readyz`)
    assert.deepEqual(await ready.json(), { status: "ready", simulated: true })
    child.kill("SIGTERM")
    assert.strictEqual(await ended, 0)
    assert.strictEqual(output(), line)
  })

  it.live("sends its traces before it ends", () =>
    Effect.gen(function* () {
      const { sent, url } = yield* collector
      const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: url }
      yield* Effect.promise(async () => {
        const { child } = startWith(settings, "--simulate", "--port", "0")
        const ended = end(child)
        await fetch(`${address.exec(await firstLine(child))?.[0]}/v1/calls`)
        child.kill("SIGTERM")
        assert.strictEqual(await ended, 0)
      })
      assert.include(sent.get("/v1/traces"), "listCalls")
    }).pipe(Effect.scoped)
  )

  it("tells an endpoint on this machine what a simulated call does, signed", async () => {
    const arrived = new Array<{ readonly body: string; readonly headers: IncomingHttpHeaders }>()
    let enough = (): void => {}
    const all = new Promise<void>((resolve) => (enough = resolve))
    const receiver = createServer((request, response) => {
      let body = ""
      request.on("data", (chunk) => (body += String(chunk)))
      request.on("end", () => {
        arrived.push({ body, headers: request.headers })
        response.writeHead(204).end()
        if (arrived.length === 2) enough()
      })
    })
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve))
    const { child } = start("--simulate", "--port", "0", "--webhooks-to-loopback")
    const ended = end(child)
    const base = address.exec(await firstLine(child))?.[0]
    const send = async (path: string, body: unknown) =>
      (
        await fetch(`${base}${path}`, {
          method: "POST",
          headers: { "content-type": "application/json", "idempotency-key": "webhooks" },
          body: JSON.stringify(body)
        })
      ).json() as Promise<{ readonly id: string; readonly secret: string }>
    const { port } = receiver.address() as AddressInfo
    const { secret } = await send("/v1/webhook-endpoints", { url: `http://127.0.0.1:${port}/hook` })
    const { id } = await send("/v1/calls", { to: "+14155550105", variables: { customer_name: "Ada" } })
    await all
    child.kill("SIGTERM")
    assert.strictEqual(await ended, 0)
    receiver.close()
    const key = Buffer.from(secret.replace("whsec_", ""), "base64")
    for (const { body, headers } of arrived.slice(0, 2)) {
      const signed = [headers["webhook-id"], headers["webhook-timestamp"], body].join(".")
      const tag = createHmac("sha256", key).update(signed).digest("base64")
      assert.strictEqual(headers["webhook-signature"], `v1,${tag}`)
      assert.deepInclude(JSON.parse(body).data, { callId: id, type: "status" })
    }
  })

  it("sends to this machine only where calls are simulated", async () => {
    const settings = {
      ELEVENLABS_API_KEY: "sk_test",
      ELEVEN_LABS_AGENT_ID: "agent_demo",
      PHONE_NUMBER_ID: "phnum_demo"
    }
    const { child, output } = startWith(settings, "--port", "0", "--webhooks-to-loopback")
    assert.strictEqual(await end(child), 2)
    assert.match(output(), /--webhooks-to-loopback is for simulations/)
  })

  it("says after how many days it forgets calls by itself where it is told, and does not start where these are too few", async () => {
    const folder = mkdtempSync(join(data, "retention-"))
    const settings = { OUTBOUND_DATA_DIR: folder, OUTBOUND_RETENTION_DAYS: "40" }
    const { child, output } = startProgram(source, settings, "--simulate", "--port", "0")
    const ended = end(child)
    await firstLine(child)
    child.kill("SIGTERM")
    await ended
    assert.include(output(), "calls are forgotten 40 days after they were over")
    const young = startProgram(source, { ...settings, OUTBOUND_RETENTION_DAYS: "7" }, "--simulate", "--port", "0")
    assert.strictEqual(await end(young.child), 3)
    assert.match(young.output(), /OUTBOUND_RETENTION_DAYS is a whole number of days from 31/)
  })

  it("does not start without a provider, and lists what is missing", async () => {
    const { child, output } = start("--port", "0")
    assert.strictEqual(await end(child), 3)
    assert.include(output(), "ELEVENLABS_API_KEY is not set")
    assert.include(output(), "No phone rang.")
    assert.notInclude(output(), "    at ")
  })

  it.each([
    ["--host 0.0.0.0", "0.0.0.0"],
    ["--cors-origin", "https://app.example"]
  ])("does not start with %s while there is no key, and says how to make one", async (wish, value) => {
    const { child, output } = start("--simulate", wish.split(" ")[0] ?? "", value, "--port", "0")
    assert.strictEqual(await end(child), 3)
    assert.include(output(), `${wish} needs a key`)
    assert.include(output(), "`outbound keys create --simulate`")
    assert.notInclude(output(), "http://")
  })

  it("ends with 2 when its flags are not understood", async () => {
    const { child, output } = start("--simulate", "--port", "99999")
    assert.strictEqual(await end(child), 2)
    assert.include(output(), "between 0 and 65535")
  })

  it("says when its port is taken", async () => {
    const first = start("--simulate", "--port", "0")
    const port = new URL(address.exec(await firstLine(first.child))?.[0] ?? "").port
    const second = start("--simulate", "--port", port)
    assert.strictEqual(await end(second.child), 3)
    assert.match(second.output(), /Cannot listen on 127\.0\.0\.1:\d+.*No phone rang\..*--port/s)
    first.child.kill("SIGTERM")
    await end(first.child)
  })
})
