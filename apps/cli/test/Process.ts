import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { Effect } from "effect"
import { folder } from "./Outbound.ts"

const root = join(import.meta.dirname, "..", "..", "..")

/** A command line in a process of its own, ended with the test. Its environment holds nothing of this one's settings. */
export const makeProcesses = Effect.map(folder, (data) => ({
  data,
  start: (args: ReadonlyArray<string>, env: { readonly [name: string]: string } = {}) =>
    Effect.acquireRelease(
      Effect.sync(() => start(data, args, env)),
      ({ child }) => Effect.sync(() => child.kill("SIGKILL"))
    )
}))

const start = (data: string, args: ReadonlyArray<string>, env: { readonly [name: string]: string }) => {
  const child = spawn(join(root, "node_modules", ".bin", "node"), [join(root, "apps/cli/dist/outbound.js"), ...args], {
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: data,
      NODE_OPTIONS: process.env["NODE_OPTIONS"] ?? "",
      OUTBOUND_DATA_DIR: data,
      OUTBOUND_EMULATOR_SCALE: "1000",
      ...env
    }
  })
  const stdout = textOf(child.stdout)
  const stderr = textOf(child.stderr)
  const ended = once(child, "close").then(([code]: Array<unknown>) => ({
    code: Number(code),
    stdout: stdout.all(),
    stderr: stderr.all()
  }))
  return { child, ended: Effect.promise(() => ended), stdout, stderr }
}

const textOf = (stream: NonNullable<ChildProcess["stdout"]>) => {
  let text = ""
  const waiting = new Set<() => void>()
  stream.setEncoding("utf8")
  stream.on("data", (chunk: string) => {
    text += chunk
    for (const look of waiting) look()
  })
  let isOver = false
  stream.on("end", () => {
    isOver = true
    for (const look of waiting) look()
  })
  /** Resolves as soon as the text so far matches; fails with the text when it never will. */
  const shows = (pattern: RegExp) =>
    Effect.callback<void>((resume) => {
      const look = () => {
        const matches = pattern.test(text)
        if (!matches && !isOver) return
        waiting.delete(look)
        resume(matches ? Effect.void : Effect.die(new Error(`It ended without ${pattern}: ${text}`)))
      }
      waiting.add(look)
      look()
    })
  return { all: () => text, shows }
}
