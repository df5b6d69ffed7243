import { execFileSync } from "node:child_process"
import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { defineConfig, rolldown } from "rolldown"

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

/** The modules that some of ours load at once, found by a build of them alone: what only lazy commands need is not there. */
const modulesOf = async (...names) => {
  const build = await rolldown({
    input: names.map((name) => join(import.meta.dirname, "src", name)),
    platform: "node",
    plugins: [lateSegmenter]
  })
  const { output } = await build.generate({ format: "esm" })
  const chunks = new Map(output.flatMap((chunk) => (chunk.type === "chunk" ? [[chunk.fileName, chunk]] : [])))
  const queue = names.map((name) => [...chunks.values()].find((chunk) => chunk.facadeModuleId?.endsWith(`/${name}`)))
  const seen = new Set(queue)
  for (const chunk of seen) for (const file of chunk.imports) if (chunks.has(file)) seen.add(chunks.get(file))
  return new Set([...seen].flatMap((chunk) => Object.keys(chunk.modules)))
}

/** One file for what every start loads and one for the ledger: each further file costs about a millisecond. */
const start = await modulesOf("OutboundMain.ts", "calls.ts")
const ledger = await modulesOf("ReadCalls.ts", "LocalRecords.ts")

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
    codeSplitting: {
      groups: [
        { name: "start", priority: 2, test: (id) => start.has(id) },
        { name: "ledger", priority: 1, test: (id) => ledger.has(id) }
      ]
    }
  },
  plugins: [lateSegmenter, writeHelp]
})
