import { type ChildProcess, spawn } from "node:child_process"
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Emulator, EmulatorServer } from "@outbound-call/emulator"
import { Effect, Layer } from "effect"
import { programs } from "./service/Programs.ts"

/** The provider, where the account has the monitor socket. There is no other way to hang up: Twilio's credentials are not set. */
const provider = EmulatorServer.layer({ port: 0 }).pipe(Layer.provideMerge(Emulator.layerMemory()))

const wish = { to: "+14155550114", variables: { customer_name: "Ada" } }

/** Tells of the part that speaks over sockets when it is wholly loaded. */
const tellSocket = `
const Module = require("node:module")
const load = Module._load
Module._load = function (request, ...rest) {
  const part = load.call(this, request, ...rest)
  if (request.includes("NodeWS")) process.stderr.write("the socket is loaded\\n")
  return part
}`

/** A program as it is installed, which can be taken away under it. */
const installed = Effect.fnUntraced(function* (program: string, ...flags: ReadonlyArray<string>) {
  const { baseUrl } = yield* EmulatorServer
  const folder = yield* Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-upgrade-"))),
    (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
  )
  const dist = join(folder, "dist")
  cpSync(dirname(program), dist, { recursive: true })
  cpSync(join(dirname(program), "..", "package.json"), join(folder, "package.json"))
  writeFileSync(join(folder, "tell-socket.cjs"), tellSocket)
  const env = {
    ...process.env,
    NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --require=${join(folder, "tell-socket.cjs")}`,
    OUTBOUND_DATA_DIR: folder,
    OUTBOUND_PROVIDER: "elevenlabs",
    OUTBOUND_PROFILE: "rig",
    OUTBOUND_MCP_ALLOWED_NUMBERS: wish.to,
    ELEVENLABS_BASE_URL: baseUrl,
    ELEVENLABS_API_KEY: "key",
    ELEVEN_LABS_AGENT_ID: "agent_demo",
    PHONE_NUMBER_ID: "phnum_demo"
  }
  const child = yield* Effect.acquireRelease(
    Effect.sync(() => spawn(process.execPath, [join(dist, program.slice(dirname(program).length)), ...flags], { env })),
    (running) => Effect.sync(() => running.kill("SIGKILL"))
  )
  return { ...heard(child), child, takeAway: Effect.sync(() => rmSync(dist, { recursive: true })) }
})

/** What a program says. */
const heard = (child: ChildProcess) => {
  let said = ""
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said += text
      for (const look of waiting) look()
    })
  }
  /** The first match, as soon as there is one. */
  const until = (pattern: RegExp) =>
    Effect.callback<RegExpExecArray>((resume) => {
      const look = () => {
        const match = pattern.exec(said)
        if (match === null) return
        waiting.delete(look)
        resume(Effect.succeed(match))
      }
      waiting.add(look)
      look()
    })
  return { until }
}

/** The call is answered and talked in. */
const talk = Effect.gen(function* () {
  const emulator = yield* Emulator
  yield* emulator.change({ monitoring: true })
  yield* emulator.advance("20 seconds")
})

describe("after its package was upgraded under it, a call is ended over the provider's monitor socket by", () => {
  it.live("the HTTP server", () =>
    Effect.gen(function* () {
      const { takeAway, until } = yield* installed(programs.server, "--port", "0")
      const [origin] = yield* until(/http:\/\/127\.0\.0\.1:\d+/)
      const post = (path: string, body?: object) =>
        Effect.promise(async () => {
          const headers = { "content-type": "application/json", "idempotency-key": "upgrade" }
          const sent = body === undefined ? {} : { body: JSON.stringify(body) }
          const answer = await fetch(`${origin}/v1/calls${path}`, { method: "POST", headers, ...sent })
          const told: { readonly [name: string]: unknown } = JSON.parse(await answer.text())
          return { status: answer.status, told }
        })
      const { told } = yield* post("", wish)
      yield* talk
      yield* takeAway
      const ended = yield* post(`/${String(told["id"])}/hang-up`)
      assert.deepInclude(ended, { status: 200 }, JSON.stringify(ended))
      assert.deepInclude(ended.told["call"] as object, { status: "processing" })
      assert.strictEqual((yield* (yield* Emulator).rings).total, 1)
    }).pipe(Effect.provide(provider))
  )

  it.live("the MCP server", () =>
    Effect.gen(function* () {
      const { child, takeAway, until } = yield* installed(programs.mcp)
      const say = (message: object) =>
        Effect.sync(() => void child.stdin?.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`))
      const use = (id: number, name: string, given: object) =>
        Effect.andThen(say({ id, method: "tools/call", params: { name, arguments: given } }), until(answerTo(id)))
      yield* say({
        id: 1,
        method: "initialize",
        params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "host", version: "1.0.0" } }
      })
      yield* until(answerTo(1))
      yield* say({ method: "notifications/initialized" })
      const [placed] = yield* use(2, "place_call", { ...wish, idempotency_key: "upgrade-1", wait_seconds: 0 })
      yield* talk
      yield* until(/the socket is loaded/)
      yield* takeAway
      const [ended] = yield* use(3, "hang_up", { call_id: /call_[0-9A-Z]{26}/.exec(placed)?.[0] })
      assert.match(ended, /"structuredContent":\{.*"status":"processing"/, ended)
      assert.strictEqual((yield* (yield* Emulator).rings).total, 1)
    }).pipe(Effect.provide(provider))
  )
})

const answerTo = (id: number): RegExp => new RegExp(`^.*"id":${id}[,}].*$`, "m")
