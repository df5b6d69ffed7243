import { execFile, spawn } from "node:child_process"
import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { programs } from "./service/Programs.ts"
import { openRig, type Rig } from "./torture/Rig.ts"

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
}, 30_000)
afterAll(() => rig.close())

const timesRung = (to: string): number => rig.rings().filter((ring) => ring.to === to).length

describe("a built app reads the provider's account and dials over real sockets", () => {
  it("the command line", { timeout: 30_000 }, async () => {
    const to = "+14155550120"
    const answer = await new Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }>(
      (done) => {
        const words = [programs.cli, "call", to, "--no-watch", "--json"]
        execFile(process.execPath, words, { env: rig.environment }, (error, stdout, stderr) =>
          done({ code: error?.code ?? 0, stdout, stderr })
        )
      }
    )
    expect([answer.code, answer.stderr]).toEqual([0, expect.not.stringContaining("Error")])
    expect(JSON.parse(answer.stdout)).toMatchObject({ to, status: "initiated", simulated: false })
    expect(timesRung(to)).toBe(1)
  })

  it("the emulator that comes with the command line, which listens", { timeout: 30_000 }, async () => {
    const emulator = spawn(process.execPath, [programs.cli, "emulator", "--port", "0", "--json"], {
      env: rig.environment,
      stdio: ["ignore", "pipe", "inherit"]
    })
    const ended = new Promise((resolve) => emulator.once("exit", resolve))
    const said = await Promise.race([new Promise((resolve) => emulator.stdout.once("data", resolve)), ended])
    emulator.kill("SIGTERM")
    await ended
    expect(String(said)).toContain('"baseUrl": "http://127.0.0.1:')
  })

  it("the HTTP server", { timeout: 30_000 }, async () => {
    const to = "+14155550121"
    const server = spawn(process.execPath, [programs.server, "--port", "0"], {
      env: rig.environment,
      stdio: ["ignore", "pipe", "inherit"]
    })
    const ended = new Promise((resolve) => server.once("exit", resolve))
    try {
      const origin = await new Promise<string>((resolve) => {
        server.stdout.on("data", (chunk) => {
          const found = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))
          if (found) resolve(found[0])
        })
      })
      const answer = await fetch(`${origin}/v1/calls`, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": "built" },
        body: JSON.stringify({ to })
      })
      expect([answer.status, await answer.json()]).toEqual([201, expect.objectContaining({ to, simulated: false })])
      expect(timesRung(to)).toBe(1)
    } finally {
      server.kill("SIGTERM")
      await ended
    }
  })

  it("the MCP server", { timeout: 30_000 }, async () => {
    const to = "+14155550122"
    const client = new Client({ name: "built", version: "1.0.0" })
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [programs.mcp],
        env: { ...(rig.environment as Record<string, string>), OUTBOUND_MCP_ALLOWED_NUMBERS: to },
        stderr: "ignore"
      })
    )
    try {
      const { structuredContent } = await client.callTool({
        name: "place_call",
        arguments: { to, idempotency_key: "built-mcp-1", wait_seconds: 0 }
      })
      expect(structuredContent).toMatchObject({ to, simulated: false })
      expect(timesRung(to)).toBe(1)
    } finally {
      await client.close()
    }
  })
})
