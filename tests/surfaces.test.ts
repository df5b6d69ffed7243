import { execFile } from "node:child_process"
import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { programs } from "./service/Programs.ts"
import { makeSimulation, type Server, startServer } from "./service/Simulation.ts"

const simulation = makeSimulation()
const { environment, rings } = simulation

// oxlint-disable-next-line typescript/no-explicit-any -- answers of three surfaces, asserted field by field
type Json = Record<string, any>

const cli = (...args: ReadonlyArray<string>) =>
  new Promise<Json>((resolve) => {
    execFile(process.execPath, [programs.cli, ...args, "--simulate", "--json"], { env: environment }, (_, stdout) =>
      resolve(JSON.parse(stdout))
    )
  })

let server: Server
const client = new Client({ name: "surfaces", version: "1.0.0" })

const http = async (path: string, key?: string, body?: object): Promise<Json> => {
  const request =
    body === undefined
      ? {}
      : {
          method: "POST",
          headers: { "content-type": "application/json", "idempotency-key": key ?? "" },
          body: JSON.stringify(body)
        }
  return (await fetch(`${server.origin}${path}`, request)).json() as Promise<Json>
}

const tool = async (name: string, given: object): Promise<Json> => {
  const { structuredContent } = await client.callTool({ name, arguments: { ...given } })
  return structuredContent as Json
}

beforeAll(async () => {
  server = await startServer(simulation)
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [programs.mcp, "--simulate"],
      env: environment,
      stderr: "ignore"
    })
  )
}, 30_000)

afterAll(async () => {
  await client.close()
  await server.stop()
  simulation.remove()
})

const variables = { customer_name: "Ada" }

/** The call as each surface shows it once it is over. */
const everywhere = async (id: string) => {
  const waited = await tool("wait_for_call", { call_id: id, wait_seconds: 20 })
  const shown = await cli("show", id)
  const read = await http(`/v1/calls/${id}`)
  const transcripts = [
    (await cli("transcript", id, "--format", "json"))["turns"].length,
    (await http(`/v1/calls/${id}/transcript`))["turns"].length,
    (await tool("get_transcript", { call_id: id }))["turns"].length
  ]
  return { waited, shown, read, transcripts }
}

describe("a call placed on one surface", () => {
  it.each([
    [
      "the command line",
      "+14155550100",
      async (to: string) => (await cli("call", to, "--var", "customer_name=Ada", "--no-watch"))["id"]
    ],
    ["HTTP", "+14155550115", async (to: string) => (await http("/v1/calls", "over-http", { to, variables }))["id"]],
    [
      "MCP",
      "+14155550116",
      async (to: string) =>
        (await tool("place_call", { to, variables, idempotency_key: "over-mcp-1", wait_seconds: 0 }))["call_id"]
    ]
  ])("%s is read the same on the others", { timeout: 40_000 }, async (_, to, place) => {
    const id: string = await place(to)
    const { read, shown, transcripts, waited } = await everywhere(id)
    for (const call of [shown, read, waited]) {
      expect(call).toMatchObject({ status: "done", outcome: "answered", simulated: true, to })
    }
    expect([shown["durationSeconds"], read["durationSeconds"], waited["duration_seconds"]]).toEqual([36, 36, 36])
    expect(shown["conversationId"]).toBe(read["conversationId"])
    expect(waited["conversation_id"]).toBe(read["conversationId"])
    expect(transcripts).toEqual([7, 7, 7])
    expect(rings(to)).toBe(1)
  })
})

it("the same key over all three surfaces rings once", { timeout: 40_000 }, async () => {
  const to = "+14155550117"
  const key = "one-wish-three-ways"
  const overHttp = await http("/v1/calls", key, { to, variables })
  const overMcp = await tool("place_call", { to, variables, idempotency_key: key, wait_seconds: 0 })
  const overCli = await cli("call", to, "--var", "customer_name=Ada", "--idempotency-key", key, "--no-watch")
  expect([overMcp["call_id"], overCli["id"]]).toEqual([overHttp["id"], overHttp["id"]])
  expect(overMcp["replayed"]).toBe(true)
  expect(overCli["replayed"]).toBe(true)
  expect(rings(to)).toBe(1)
})

it("a number that is live on one surface is busy on the others", { timeout: 40_000 }, async () => {
  const to = "+14155550107"
  const live = await http("/v1/calls", "live-1", { to, variables })
  const busy = await http("/v1/calls", "live-2", { to, variables })
  expect(busy).toMatchObject({ code: "number-busy", call_id: live["id"], status: 409, phone_may_have_rung: false })
  const overCli = await cli("call", to, "--var", "customer_name=Ada", "--again")
  expect(overCli["error"]).toMatchObject({ code: "number-busy", exitCode: 4, phoneMayHaveRung: false })
  expect(rings(to)).toBe(1)
})
