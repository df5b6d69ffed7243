import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, type Scope } from "effect"
import { folder } from "./Outbound.ts"

const root = join(import.meta.dirname, "..", "..", "..")

/** An HTTP server in a process of its own, over a folder of its own. */
export interface Server {
  readonly data: string
  readonly port: number
  readonly url: string
  /** As a machine fails: nothing is said to anybody. */
  readonly kill: () => Promise<unknown>
}

/** Starts a server and waits until it listens; it ends with the scope. `--simulate` unless other words are given. */
export const startServer = (
  data: string,
  env: { readonly [name: string]: string } = {},
  words: ReadonlyArray<string> = ["--simulate"]
): Effect.Effect<Server, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.promise(() => start(data, env, words)),
    ({ kill }) => Effect.promise(kill)
  )

/** A simulating server on a fresh folder. */
export const freshServer = Effect.flatMap(folder, (data) => startServer(data))

/** The numbers that the emulator of a simulating server was made to ring, from its log. */
export const ringsOf = ({ data }: Pick<Server, "data">): ReadonlyArray<string> => {
  const log = join(data, "simulated", "dials.jsonl")
  if (!existsSync(log)) return []
  return [...readFileSync(log, "utf8").matchAll(/"_tag":"dial".*?"toNumber":"([^"]+)"/g)].map(([, to]) => to ?? "")
}

const start = async (
  data: string,
  env: { readonly [name: string]: string },
  words: ReadonlyArray<string>
): Promise<Server> => {
  const child = spawn(
    join(root, "node_modules", ".bin", "node"),
    [join(root, "apps/server/dist/outbound-server.js"), "--port", "0", ...words],
    {
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: data,
        NODE_OPTIONS: process.env["NODE_OPTIONS"] ?? "",
        OUTBOUND_DATA_DIR: data,
        OUTBOUND_EMULATOR_SCALE: "1000",
        ...env
      }
    }
  )
  const ended = once(child, "close")
  const url = await saidUrl(child)
  return {
    data,
    url,
    port: Number(new URL(url).port),
    kill: () => {
      child.kill("SIGKILL")
      return ended
    }
  }
}

const saidUrl = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ""
    const hear = (chunk: unknown) => {
      said += String(chunk)
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (found) resolve(found[0])
    }
    child.stdout?.on("data", hear)
    child.stderr?.on("data", hear)
    child.once("exit", () => reject(new Error(`The server ended: ${said}`)))
  })
