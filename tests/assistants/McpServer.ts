import { spawn } from "node:child_process"
import { programs } from "../service/Programs.ts"
import { makeSimulation } from "../service/Simulation.ts"
import type { Command } from "./PeerClient.ts"

const guard = new URL("../../scripts/loopback-guard.mjs", import.meta.url).href

/** A server that simulates, in a folder of its own; its processes reach this machine only. */
export const makeServer = (scale: number, settings: Readonly<Record<string, string>> = {}) => {
  const simulation = makeSimulation()
  const env = {
    ...simulation.environment,
    ...settings,
    OUTBOUND_EMULATOR_SCALE: `${scale}`,
    NODE_OPTIONS: `--import=${guard}`
  }
  const args = [programs.mcp, "--simulate"]
  const command: Command = { command: process.execPath, args, env }
  return { ...simulation, command, listen: () => listen(command) }
}

/** Starts it on a free port, and gives the address and how to end it. */
const listen = async ({ args, command, env }: Command) => {
  const server = spawn(command, [...args, "--http", "--port", "0"], { env, stdio: ["ignore", "ignore", "pipe"] })
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()))
  let said = ""
  const url = await new Promise<string>((resolve, reject) => {
    server.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString()
      const [found] = /http:\/\/127\.0\.0\.1:\d+\/mcp/.exec(said) ?? []
      if (found !== undefined) resolve(found)
    })
    server.once("exit", () => reject(new Error(`The server ended: ${said}`)))
  })
  const stop = async () => {
    server.kill("SIGTERM")
    await ended
  }
  return { url, stop }
}
