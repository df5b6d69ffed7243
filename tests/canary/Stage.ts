import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { programs } from "../service/Programs.ts"
import { start } from "../torture/Process.ts"
import { openRig, type Rig } from "../torture/Rig.ts"
import { secrets } from "./Canaries.ts"
import { collect, type Collector } from "./Collector.ts"

/** The provider in a process of its own, a collector, and the settings that plant every secret. */
export interface Stage {
  readonly rig: Rig
  readonly collector: Collector
  readonly environment: Record<string, string>
  /** Of an admin, for the HTTP server. */
  readonly key: string
  readonly close: () => Promise<void>
}

export const openStage = async (): Promise<Stage> => {
  const rig = await openRig()
  const collector = await collect()
  const settings = Object.entries({
    ...rig.environment,
    ELEVENLABS_API_KEY: secrets.provider,
    ELEVEN_LABS_AGENT_ID: "agent_demo",
    TWILIO_AUTH_TOKEN: secrets.twilio,
    ELEVENLABS_WEBHOOK_SECRET: secrets.webhook,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
    OTEL_BSP_SCHEDULE_DELAY: "200",
    OTEL_BLRP_SCHEDULE_DELAY: "200",
    DEBUG: "*"
  }).filter((entry): entry is [string, string] => typeof entry[1] === "string")
  const environment = Object.fromEntries(settings)
  const words = ["keys", "create", "--name", "canary", "--owner", "web", "--scope", "admin", "--json"]
  const made = run([programs.cli, ...words], environment)
  await made.ended
  return {
    rig,
    collector,
    environment,
    key: JSON.parse(made.stdout()).secret,
    close: async () => {
      collector.close()
      await rig.close()
    }
  }
}

/** A process of ours that runs, and what it has written. */
export interface Running {
  readonly pid: number
  readonly stdout: () => string
  readonly stderr: () => string
  /** Settles when the process has written this to one of its outputs. */
  readonly says: (pattern: RegExp) => Promise<string>
  readonly ended: Promise<number | null>
  readonly signal: (name: NodeJS.Signals) => void
}

export const run = (words: ReadonlyArray<string>, environment: Record<string, string>, input = ""): Running => {
  const child = start(process.execPath, words, { env: environment, stdio: ["pipe", "pipe", "pipe"] })
  const written = { stdout: "", stderr: "" }
  const looks = new Set<() => void>()
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.on("data", (chunk: Buffer) => {
      written[name] += chunk.toString()
      for (const look of looks) look()
    })
  }
  child.stdin?.end(input)
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve))
  return {
    pid: child.pid ?? 0,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    ended,
    signal: (name) => void child.kill(name),
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(written.stdout) ?? pattern.exec(written.stderr)
          if (found !== null) resolve(found[0])
        }
        looks.add(look)
        look()
        void ended.then(() => reject(new Error(`It ended: ${written.stdout}${written.stderr}`)))
      })
  }
}

/** The arguments of the processes that this one started, as anybody on this machine may read them. */
export const processList = (): string => {
  const listed = existsSync("/proc/self/cmdline")
    ? readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name) && parentOf(name) === process.pid)
        .map((pid) => readOrNothing(`/proc/${pid}/cmdline`).replaceAll("\0", " "))
    : spawnSync("ps", ["-axww", "-o", "ppid=,command="], { encoding: "utf8" })
        .stdout.split("\n")
        .filter((line) => Number.parseInt(line, 10) === process.pid)
        .map((line) => line.trim().replace(/^\d+ /, ""))
  return listed.join("\n")
}

const parentOf = (pid: string): number => Number(/^PPid:\s+(\d+)/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1])

/** A process may be gone by now. */
const readOrNothing = (path: string): string => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}

/** The bytes of every file below a folder, as text. */
export const filesBelow = (folder: string): ReadonlyArray<{ readonly path: string; readonly text: string }> =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ path, text: readFileSync(path, "latin1") }))
