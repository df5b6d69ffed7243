import { execFileSync } from "node:child_process"
import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { defineConfig } from "rolldown"

const ask = (...words) => execFileSync(process.execPath, ["dist/outbound.js", ...words, "--help"], { encoding: "utf8" })

/** Prints the help of every command with the command itself, once, so that the launcher need not load it. */
const writeHelp = {
  name: "write-help",
  closeBundle() {
    rmSync("dist/help.json", { force: true })
    const root = ask()
    const commands = root
      .slice(root.indexOf("SUBCOMMANDS"))
      .split("\n")
      .flatMap((line) => /^ {2}([a-z-]+) {2,}\S/.exec(line)?.[1] ?? [])
    const help = { "": root, ...Object.fromEntries(commands.map((command) => [command, ask(command)])) }
    writeFileSync("dist/help.json", JSON.stringify(help))
  }
}

/** Loading the grapheme data costs more than all else at the start, and only help and errors need it. */
const eagerSegmenter = /new Intl\.Segmenter\(undefined,\s*\{\s*granularity: "grapheme"\s*\}\)/
const lateSegmenter = {
  name: "late-segmenter",
  transform(code, id) {
    if (!/effect[\\/]dist[\\/]cli[\\/]CliOutput\.js$/.test(id)) return null
    if (!eagerSegmenter.test(code)) throw new Error("CliOutput no longer makes its segmenter at once: drop this step.")
    return code.replace(eagerSegmenter, (made) => `{ segment: (text) => (${made}).segment(text) }`)
  }
}

/** What every command and `calls` load, as one file: each further file costs about a millisecond at the start. */
const start = new Set()
const findStart = {
  name: "find-start",
  buildEnd() {
    const queue = ["OutboundMain.ts", "calls.ts"].map((name) => join(import.meta.dirname, "src", name))
    for (const id of queue) {
      if (start.has(id)) continue
      start.add(id)
      queue.push(...(this.getModuleInfo(id)?.importedIds ?? []))
    }
  }
}

export default defineConfig({
  input: { outbound: "src/main.ts" },
  platform: "node",
  checks: { eval: false },
  output: {
    dir: "dist",
    format: "esm",
    minify: true,
    cleanDir: true,
    chunkFileNames: "[name]-[hash].js",
    codeSplitting: { groups: [{ name: "start", test: (id) => start.has(id) }] }
  },
  plugins: [findStart, lateSegmenter, writeHelp]
})
