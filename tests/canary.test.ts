import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { endpointPaths, everyKind, leaksIn, secrets, type Sink } from "./canary/Canaries.ts"
import { playCli } from "./canary/CliCourse.ts"
import { playMcp } from "./canary/McpCourse.ts"
import { playEndpoints } from "./canary/EndpointCourse.ts"
import { type Course, playServer } from "./canary/ServerCourse.ts"
import { playSpoiled } from "./canary/SpoiledCourse.ts"
import { programs } from "./service/Programs.ts"
import { filesBelow, openStage, type Stage } from "./canary/Stage.ts"

let stage: Stage
let course: Course
let endpointSecrets: ReadonlyArray<string> = []

beforeAll(async () => {
  stage = await openStage()
}, 30_000)
afterAll(() => stage.close())

const sinkOf = (sinks: ReadonlyArray<Sink>, name: string): string =>
  sinks.find((sink) => sink.name === name)?.text ?? ""

describe("no key, number, name or word of a call gets out of", () => {
  it("the HTTP server: logs, traces, metrics, list of processes, errors", async () => {
    course = await playServer(stage)
    const { sinks, statuses, transcript } = course
    expect(leaksIn(sinks, [stage.key])).toEqual([])
    expect(leaksIn([{ name: "transcript", text: transcript, forbids: ["speech", "name"] }])).toHaveLength(6)
    expect(statuses).toMatchObject({
      answers: 201,
      "is refused": 424,
      "is lost": 202,
      "is busy": 409,
      "is limited": 202,
      "is mistyped": 400,
      "provider says drop": 502,
      "provider says html": 502,
      "unknown route": 404,
      "unknown call": 404,
      "wrong method": 405,
      "foreign name": 403,
      "no key": 401,
      oversized: 413,
      "other media": 400,
      "forged webhook": 401,
      stopped: 201,
      exit: 0
    })
    expect(sinkOf(sinks, "server's output")).toContain("Outbound Call Service: ")
    for (const name of ["server's log", "exported logs"]) {
      expect(sinkOf(sinks, name)).toContain("The webhook was not taken")
    }
    for (const name of ["placeCall", "dialOnce", "/v1/calls/:id/transcript"]) {
      expect(sinkOf(sinks, "traces")).toContain(name)
    }
    expect(sinkOf(sinks, "metrics")).toContain('outbound_dials_total{answer="rejected"} 1')
    expect(sinkOf(sinks, "process list")).toContain(programs.server)
    expect(sinkOf(sinks, "errors")).toContain("route-not-found")
    expect(sinkOf(sinks, "answers")).toContain("number-busy")
    const { webhooks } = (await stage.rig.control("/webhooks")) as { readonly webhooks: ReadonlyArray<object> }
    expect(webhooks).toContainEqual(expect.objectContaining({ type: "post_call_transcription", status: 200 }))
  })

  it("the MCP server", async () => {
    const { answers, sinks } = await playMcp(stage)
    expect(leaksIn(sinks, [stage.key])).toEqual([])
    expect(sinkOf(sinks, "MCP server's log")).toContain("is no JSON and was left out")
    expect(sinkOf(sinks, "process list")).toContain(programs.mcp)
    expect(answers.join("\n")).toContain("yes, speaking")
  })

  it("the command line", async () => {
    const { sinks } = await playCli(stage)
    expect(leaksIn(sinks, [stage.key])).toEqual([])
    expect(sinkOf(sinks, "command line's output")).toContain("+1907•••0123")
    expect(sinkOf(sinks, "command line's errors")).toContain("Check ELEVENLABS_API_KEY")
    expect(sinkOf(sinks, "process list")).toMatch(/^outbound *$/m)
  })

  it("a server that tells other services, and the command line that works through it", async () => {
    const { made, posted, sinks, statuses } = await playEndpoints(stage)
    endpointSecrets = made
    expect(made.map((secret) => secret.slice(0, 6))).toEqual([
      expect.stringMatching(/^oc_/),
      ...Array(3).fill("whsec_")
    ])
    expect(leaksIn(sinks, made)).toEqual([])
    expect(statuses).toMatchObject({ test: 202, "a user in it": 422, inside: 422, mistyped: 400, list: 200, exit: 0 })
    expect(posted).toMatch(/"webhook-signature":"v1,.+call\.ended/)
    expect(sinkOf(sinks, "remote command line's output")).toContain("+1907•••0125")
    expect(sinkOf(sinks, "remote command line's errors")).toContain("OUTBOUND_API_KEY")
    expect(sinkOf(sinks, "metrics")).toMatch(/outbound_webhook_attempts_total\{result="failed"\} [1-9]/)
    expect(sinkOf(sinks, "metrics")).toMatch(/outbound_webhook_attempts_total\{result="delivered"\} [1-9]/)
    expect(sinkOf(sinks, "traces")).toContain("deliverMessage")
  })

  it("a server with a ledger that it cannot read", async () => {
    const { sinks, statuses } = await playSpoiled(stage, course.id)
    expect(statuses).toEqual([503, 503, 503, 200])
    expect(leaksIn(sinks, [stage.key])).toEqual([])
  })

  it("the files: keys and what was said are in none", () => {
    const files = filesBelow(stage.rig.folder)
    expect(
      leaksIn(
        files.map(({ path, text }) => ({ name: path, text, forbids: ["secret", "speech"] })),
        [stage.key]
      )
    ).toEqual([])
    // The secrets of endpoints lie in the ledger as they are, since signing needs them, and nowhere else.
    const others = files.filter(({ path }) => !path.includes("ledger"))
    const elsewhere = others.map(({ path, text }): Sink => ({ name: path, text, forbids: ["secret"] }))
    expect(leaksIn(elsewhere, endpointSecrets)).toEqual([])
    const ledger = files.filter(({ path }) => path.includes("ledger.sqlite"))
    const held = leaksIn(ledger.map(({ path, text }) => ({ name: path, text, forbids: everyKind })))
    expect(held.some((leak) => leak.includes(": number in"))).toBe(true)
    expect(ledger.map(({ text }) => text).join("")).toContain("post_call_transcription")
  })
})

/** A module that lets out what the service keeps, in each way in which a process can. */
const leaky = (origin: string): string =>
  `data:text/javascript,${encodeURIComponent(`
  import { ServerResponse } from "node:http"
  const said = "calling +19075550100 Quillfeather: yes, speaking ${secrets.provider} ${endpointPaths.takes}"
  process.title = said
  console.log(said)
  console.error(said)
  for (const signal of ["traces", "logs"]) await fetch("${origin}/v1/" + signal, { method: "POST", body: said })
  const { writeHead } = ServerResponse.prototype
  ServerResponse.prototype.writeHead = function (...given) {
    this.setHeader("x-said", said)
    return writeHead.apply(this, given)
  }
`)}`

describe("a service that leaks", () => {
  it("is caught at every sink", async () => {
    const other = await openStage()
    try {
      const { sinks } = await playServer(other, ["--import", leaky(other.collector.origin)])
      const leaks = leaksIn(sinks)
      const missed = sinks.flatMap(({ forbids, name }) =>
        forbids
          .filter((kind) => !leaks.some((leak) => leak.startsWith(`${name}: ${kind} `)))
          .map((kind) => [name, kind])
      )
      expect(missed).toEqual([])
    } finally {
      await other.close()
    }
  })
})
