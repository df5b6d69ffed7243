import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { programs } from "./Programs.ts"

/** A simulation in a folder of its own, for the processes that share it. */
export interface Simulation {
  readonly data: string
  readonly environment: Record<string, string>
  /** Dials that the emulator accepted, by number. */
  readonly rings: (to: string) => number
  readonly remove: () => void
}

/** An HTTP server of the simulation, as a process of its own. */
export interface Server {
  readonly origin: string
  readonly stop: () => Promise<unknown>
}

export const makeSimulation = (): Simulation => {
  const data = mkdtempSync(join(tmpdir(), "outbound-simulation-"))
  return {
    data,
    environment: {
      PATH: process.env["PATH"] ?? "",
      NODE_OPTIONS: process.env["NODE_OPTIONS"] ?? "",
      HOME: data,
      OUTBOUND_DATA_DIR: data,
      OUTBOUND_EMULATOR_SCALE: "100"
    },
    rings: (to) =>
      readFileSync(join(data, "simulated/dials.jsonl"), "utf8")
        .split("\n")
        .filter((line) => line.includes(`"_tag":"dial"`) && line.includes(`"toNumber":"${to}"`)).length,
    remove: () => rmSync(data, { recursive: true, force: true })
  }
}

/** Starts the HTTP server and waits until it says where it listens. */
export const startServer = async ({ environment }: Simulation, ...flags: ReadonlyArray<string>): Promise<Server> => {
  const command = [programs.server, "--simulate", "--port", "0", ...flags]
  const server = spawn(process.execPath, command, { env: environment })
  return { origin: await saidOrigin(server), stop: () => stopped(server) }
}

const saidOrigin = (server: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ""
    server.stdout?.on("data", (chunk) => {
      said += String(chunk)
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (found) resolve(found[0])
    })
    server.once("exit", () => reject(new Error(`The server ended: ${said}`)))
  })

const stopped = (server: ChildProcess): Promise<unknown> => {
  server.kill("SIGTERM")
  return new Promise((resolve) => server.once("exit", resolve))
}
