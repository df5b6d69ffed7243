import { execFile } from "node:child_process"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { programs } from "./service/Programs.ts"
import { makeSimulation, type Server, startServer } from "./service/Simulation.ts"

const simulation = makeSimulation()
let server: Server

const cli = (...args: ReadonlyArray<string>) =>
  new Promise<string>((resolve, reject) => {
    const command = [programs.cli, "keys", ...args, "--simulate"]
    execFile(process.execPath, command, { env: simulation.environment }, (error, stdout) =>
      error === null ? resolve(stdout.trim()) : reject(error)
    )
  })

const makeKey = (owner: string, ...scopes: ReadonlyArray<string>) =>
  cli("create", "--name", "test", "--owner", owner, ...scopes.flatMap((scope) => ["--scope", scope]))

const ask = (path: string, key?: string, to?: string) =>
  fetch(`${server.origin}${path}`, {
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      "content-type": "application/json",
      "idempotency-key": "a"
    },
    ...(to === undefined ? {} : { method: "POST", body: JSON.stringify({ to, variables: { customer_name: "Ada" } }) })
  })

beforeAll(async () => {
  server = await startServer(simulation)
}, 30_000)

afterAll(async () => {
  await server.stop()
  simulation.remove()
})

describe("a running service", { timeout: 60_000 }, () => {
  it("takes keys as they are made, rotated and revoked on the command line, without a restart", async () => {
    expect((await ask("/v1/calls")).status).toBe(200)
    const ada = await makeKey("ada", "calls:place", "calls:read")
    expect((await ask("/v1/calls")).status).toBe(401)
    const placed = await ask("/v1/calls", ada, "+14155550100")
    expect(placed.status).toBe(201)
    const { id } = (await placed.json()) as { id: string }
    const bob = await makeKey("bob", "calls:read")
    expect((await ask(`/v1/calls/${id}`, bob)).status).toBe(404)
    expect((await ask(`/v1/calls/${id}`, ada)).status).toBe(200)
    expect((await ask("/v1/calls", bob, "+14155550101")).status).toBe(403)
    const adasId = `key_${ada.slice(3, 29)}`
    const rotated = await cli("rotate", adasId, "--grace", "1h")
    expect((await ask(`/v1/calls/${id}`, rotated)).status).toBe(200)
    expect((await ask(`/v1/calls/${id}`, ada)).status).toBe(200)
    await cli("revoke", adasId)
    expect((await ask(`/v1/calls/${id}`, ada)).status).toBe(401)
    expect((await ask(`/v1/calls/${id}`, rotated)).status).toBe(200)
    expect(simulation.rings("+14155550100")).toBe(1)
    expect(simulation.rings("+14155550101")).toBe(0)
  })

  it("starts for named pages once there is a key", async () => {
    const other = await startServer(simulation, "--cors-origin", "https://app.example")
    const response = await fetch(`${other.origin}/v1/calls`, { headers: { origin: "https://app.example" } })
    expect(response.status).toBe(401)
    expect(response.headers.get("access-control-allow-origin")).toBe("https://app.example")
    await other.stop()
  })
})
