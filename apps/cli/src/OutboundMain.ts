import { readFileSync } from "node:fs"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect } from "effect"
import { runCli } from "./RunCli.ts"

/** Runs the command line of this process. Ctrl-C stops waiting, never a dial; a closed pipe ends it quietly. */
export const main = (): void => {
  let pipeClosed = false
  const fiber = Effect.runFork(runCli(process.argv.slice(2), version()).pipe(Effect.provide(NodeServices.layer)))
  const stop = () => fiber.interruptUnsafe()
  process.on("SIGINT", stop)
  process.on("SIGTERM", stop)
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error
      pipeClosed = true
      stop()
    })
  }
  fiber.addObserver((exit) => {
    const code = exit._tag === "Success" ? exit.value : 1
    if (pipeClosed) return process.exit(0)
    process.stdout.write("", () => process.exit(code))
  })
}

const version = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
  const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest
  return isManifest ? String(manifest.version) : "0.0.0"
}
