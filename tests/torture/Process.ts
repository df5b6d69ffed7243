import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process"
import { createInterface } from "node:readline"
import { workers } from "../service/Programs.ts"
import type { Order, Report } from "./Orders.ts"

const running = new Set<ChildProcess>()
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL")
})

/** Starts a process that does not outlive this one. */
export const start = (command: string, args: ReadonlyArray<string>, options: SpawnOptions): ChildProcess => {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"], ...options })
  running.add(child)
  child.once("exit", () => running.delete(child))
  child.stdin?.on("error", () => {})
  return child
}

/** A worker that has loaded its modules and waits for its order. */
export interface Worker {
  readonly pid: number
  readonly reports: ReadonlyArray<Report>
  readonly command: (order: Order) => void
  /** Settles when the worker says so, or ends. */
  readonly until: (isThat: (report: Report) => boolean) => Promise<void>
  readonly signal: (name: NodeJS.Signals) => void
  readonly ended: Promise<void>
  /** Lets it end by itself. */
  readonly dismiss: () => Promise<void>
  /** SIGKILL, unless it ended by itself. */
  readonly kill: () => Promise<void>
}

export interface WorkerOptions {
  readonly program?: "worker" | "naive-worker"
  readonly environment: NodeJS.ProcessEnv
  /** A command to put before the program, such as `strace` with its flags. */
  readonly under?: ReadonlyArray<string>
}

export const startWorker = async ({ environment, program = "worker", under = [] }: WorkerOptions): Promise<Worker> => {
  const [command, ...args] = [...under, process.execPath, workers[program]]
  const child = start(command, args, { env: environment })
  const reports: Array<Report> = []
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const look of waiting) look()
  }
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()))
  if (child.stdout === null) throw new Error("a worker without output")
  createInterface({ input: child.stdout }).on("line", (line) => {
    reports.push(JSON.parse(line) as Report)
    wake()
  })
  const until = (isThat: (report: Report) => boolean) => {
    const said = new Promise<void>((resolve) => {
      const look = () => {
        if (!reports.some(isThat)) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
    return Promise.race([said, ended])
  }
  const worker: Worker = {
    pid: child.pid ?? 0,
    reports,
    command: (order) => void child.stdin?.write(`${JSON.stringify(order)}\n`),
    until,
    signal: (name) => void child.kill(name),
    ended,
    dismiss: async () => {
      child.stdin?.end()
      await ended
    },
    kill: async () => {
      child.kill("SIGKILL")
      await ended
    }
  }
  await until(({ type }) => type === "loaded")
  return worker
}
