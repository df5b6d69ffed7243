import { type Socket, connect } from "node:net"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { programs } from "./service/Programs.ts"
import { run } from "./canary/Stage.ts"
import { openRig, type Rig } from "./torture/Rig.ts"

let rig: Rig
let environment: Record<string, string>

beforeAll(async () => {
  rig = await openRig()
  const settings = Object.entries({ ...rig.environment, OUTBOUND_DIAL_TIMEOUT: "5" })
  environment = Object.fromEntries(settings.filter((entry): entry is [string, string] => entry[1] !== undefined))
}, 30_000)
afterAll(() => rig.close())

const startServer = async () => {
  const server = run([programs.server, "--port", "0"], environment)
  return { server, origin: await server.says(/http:\/\/127\.0\.0\.1:\d+/) }
}

const place = async (origin: string, to: string) => {
  const answer = await fetch(`${origin}/v1/calls`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": to },
    body: JSON.stringify({ to })
  })
  const body = (await answer.json()) as { readonly id: string }
  return { status: answer.status, body }
}

/** The call to a number, as the ledger has it when no process runs. */
const recorded = (to: string) => {
  const database = new DatabaseSync(join(rig.data, "ledger.sqlite"))
  try {
    return database.prepare("SELECT id, status FROM calls WHERE to_number = ?").get(to) as Record<
      "id" | "status",
      string
    >
  } finally {
    database.close()
  }
}

const hour = 3_600_000

/** Opens a connection, sends the text, and gives what came when the other side closed it. */
const leaveOpen = (origin: string, text: string) => {
  const { hostname, port } = new URL(origin)
  let came = ""
  const begun = Promise.withResolvers<void>()
  const closed = Promise.withResolvers<string>()
  const socket: Socket = connect(Number(port), hostname, () =>
    socket.write(text, () => text.includes("GET") || begun.resolve())
  )
  socket.on("data", (chunk: Buffer) => {
    came += chunk.toString()
    begun.resolve()
  })
  socket.on("error", () => {})
  socket.on("close", () => closed.resolve(came))
  return { begun: begun.promise, closed: closed.promise }
}

describe("a server that is told to stop", () => {
  it("waits for a dial that hangs, also when the client is gone, records it as unknown, and the next one finds and follows the call", async () => {
    const to = "+14155550130"
    const first = await startServer()
    await rig.control("/faults", { target: "dial", when: "after", kind: "delay", delayMs: hour, toNumber: to })
    const dialled = rig.tap.nextDial()
    const leaving = place(first.origin, to).catch(() => "the connection was closed")
    await dialled
    first.server.signal("SIGTERM")
    expect(await first.server.ended).toBe(0)
    expect(await leaving).toBe("the connection was closed")
    const { id, status } = recorded(to)
    expect([status, first.server.stderr()]).toEqual(["unknown", ""])

    const { origin, server } = await startServer()
    const events = await (await fetch(`${origin}/v1/calls/${id}/events`)).text()
    expect(events).toContain('"status":"done"')
    const call = await (await fetch(`${origin}/v1/calls/${id}`)).json()
    expect(call).toMatchObject({ status: "done", outcome: "answered", durationSeconds: 36, hangUpRequestedAt: null })
    server.signal("SIGTERM")
    expect(await server.ended).toBe(0)
    expect(rig.tap.dials.filter((dial) => dial.to === to)).toHaveLength(1)
    expect(rig.rings().filter((ring) => ring.to === to)).toHaveLength(1)
  })

  it("ends though streams are read, a request never comes whole, and a call is waited for", async () => {
    const { origin, server } = await startServer()
    const host = `host: ${new URL(origin).host}\r\n`
    const live = await place(origin, "+14155550107")
    expect(live.status).toBe(201)
    const feed = leaveOpen(origin, `GET /v1/events HTTP/1.1\r\n${host}\r\n`)
    const stream = leaveOpen(origin, `GET /v1/calls/${live.body.id}/events HTTP/1.1\r\n${host}\r\n`)
    const half = leaveOpen(origin, `POST /v1/calls HTTP/1.1\r\n${host}content-length: 100\r\n\r\n{"to"`)
    await Promise.all([feed.begun, stream.begun, half.begun])
    server.signal("SIGTERM")
    expect(await server.ended).toBe(0)
    const came = await Promise.all([feed.closed, stream.closed, half.closed])
    expect(came[0]).toContain("event: begin")
    expect(came[1]).toContain('"status":"initiated"')
    expect(rig.rings().filter((ring) => ring.to === "+14155550107")).toHaveLength(1)
  })
})
