import { readFileSync } from "node:fs"
import * as NodeStdio from "@effect/platform-node/NodeStdio"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import { ChildProcessSpawner, make as makeSpawner } from "effect/process/ChildProcessSpawner"
import * as Terminal from "effect/Terminal"
import { runCli } from "./RunCli.ts"
import { tellLost } from "./WriteAtOnce.ts"

/**
 * Runs the command line of this process. Ctrl-C stops waiting, never a dial; a closed pipe ends it quietly. Where output is
 * lost otherwise, as on a full disk, it never ends with 0. When it was told to stop before this was loaded, it says so.
 */
export const main = (isStopped = false): void => {
  let pipeClosed = false
  let code = 1
  const fiber = runCli(process.argv.slice(2), version()).pipe(
    Effect.provide(platform),
    Effect.map((ending) => (code = ending)),
    Effect.uninterruptible,
    Effect.runFork
  )
  const stop = () => fiber.interruptUnsafe()
  process.on("SIGINT", stop)
  process.on("SIGTERM", stop)
  let isLost = false
  const lose = (error: Error) => {
    if (!isLost)
      tellLost(error, "; if it was to place or change something, look with `outbound calls` before you repeat it")
    isLost = true
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") pipeClosed = true
      else lose(error)
      stop()
    })
  }
  if (isStopped) stop()
  fiber.addObserver(() => {
    if (pipeClosed) return process.exit(0)
    process.stdout.write("", (failed) =>
      process.stderr.write("", (failedToo) => {
        const error = failed ?? failedToo
        if (error && (!("code" in error) || error.code !== "EPIPE")) lose(error)
        process.exit(isLost && code === 0 ? 1 : code)
      })
    )
  })
}

const version = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
  const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest
  return isManifest ? String(manifest.version) : "0.0.0"
}

const noPrompt = Effect.die("This command line never prompts and starts no process.")

/**
 * Nothing here prompts or starts a process, and commands that need files load them (`FilesMain.ts`): the services are
 * asked for by the command line's types, and loading the real ones would slow every start.
 */
const platform = Layer.mergeAll(
  NodeStdio.layer,
  Path.layer,
  FileSystem.layerNoop({}),
  Layer.succeed(
    ChildProcessSpawner,
    makeSpawner(() => noPrompt)
  ),
  Layer.succeed(
    Terminal.Terminal,
    Terminal.make({
      columns: Effect.succeed(80),
      rows: Effect.succeed(24),
      size: noPrompt,
      readInput: noPrompt,
      readLine: noPrompt,
      display: () => noPrompt
    })
  )
)
