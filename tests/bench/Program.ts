import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync } from "node:fs"
import { join } from "node:path"

/** A program that serves on this machine, as a process of its own. */
export interface Program {
  readonly child: ChildProcess
  readonly origin: string
  readonly pid: number
}

/** Starts a program, named from this folder, and waits until it says where it listens. Only `data` and the environment given are its own. */
export const startProgram = (
  file: string,
  words: ReadonlyArray<string>,
  {
    data,
    environment = {},
    flags = []
  }: {
    readonly data: string
    readonly environment?: Record<string, string>
    /** For Node. */
    readonly flags?: ReadonlyArray<string>
  }
): Promise<Program> => {
  mkdirSync(data, { recursive: true })
  const { NODE_OPTIONS = "", PATH } = process.env
  const env = { PATH, NODE_OPTIONS, HOME: data, ...environment }
  const child = spawn(process.execPath, [...flags, join(import.meta.dirname, file), ...words], {
    env,
    stdio: ["ignore", "pipe", "pipe"]
  })
  return new Promise((resolve, reject) => {
    let said = ""
    const look = (chunk: Buffer) => {
      said += String(chunk)
      const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? []
      if (origin !== undefined) resolve({ child, origin, pid: child.pid ?? 0 })
    }
    child.stdout.on("data", look)
    child.stderr.on("data", look)
    child.once("exit", () => reject(new Error(said)))
  })
}
