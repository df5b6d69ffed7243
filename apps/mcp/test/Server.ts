import { spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { folder } from "./Assistant.ts"

const main = join(import.meta.dirname, "..", "..", "server", "dist", "outbound-server.js")

/** The HTTP server in a process of its own, which ends with the scope. */
export const server = Effect.fnUntraced(function* (
  env: Readonly<Record<string, string>> = {},
  words: ReadonlyArray<string> = ["--simulate"]
) {
  const path = yield* folder
  const child = spawn(process.execPath, [main, "--port", "0", ...words], {
    env: { ...process.env, OUTBOUND_DATA_DIR: path, OUTBOUND_EMULATOR_SCALE: "1000", ...env }
  })
  yield* Effect.addFinalizer(() => Effect.sync(() => child.kill("SIGKILL")))
  const url = yield* Effect.promise(
    () =>
      new Promise<string>((resolve, reject) => {
        let said = ""
        const hear = (chunk: unknown) => {
          said += String(chunk)
          const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
          if (found) resolve(found[0])
        }
        child.stdout.on("data", hear)
        child.stderr.on("data", hear)
        child.once("exit", () => reject(new Error(`The server ended: ${said}`)))
      })
  )
  return {
    url,
    path,
    /** The numbers that its emulator was made to ring. */
    rings: ringsIn(path)
  }
})

/** The numbers that the emulator of a folder was made to ring, one after the other. */
export const ringsIn = (path: string): Effect.Effect<ReadonlyArray<string>> =>
  Effect.sync(() => {
    const log = join(path, "simulated", "dials.jsonl")
    if (!existsSync(log)) return []
    return [...readFileSync(log, "utf8").matchAll(/"_tag":"dial".*?"toNumber":"([^"]+)"/g)].map(([, to]) => to ?? "")
  })
