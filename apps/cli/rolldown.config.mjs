import { execFileSync } from "node:child_process"
import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { defineConfig, rolldown } from "rolldown"

const ask = (...words) => execFileSync(process.execPath, ["dist/outbound.js", ...words], { encoding: "utf8" })

/** Prints the version and the help of every command with the command itself, once, so that the launcher need not load it. */
const writeBuilt = {
  name: "write-built",
  closeBundle() {
    rmSync("dist/built.json", { force: true })
    const root = ask("--help")
    const commands = root
      .slice(root.indexOf("SUBCOMMANDS"))
      .split("\n")
      .flatMap((line) => /^ {2}([a-z-]+) {2,}\S/.exec(line)?.[1] ?? [])
    const helps = commands.map((command) => [`${command} --help`, ask(command, "--help")])
    const built = { "--version": ask("--version"), "--help": root, ...Object.fromEntries(helps) }
    writeFileSync("dist/built.json", JSON.stringify(built))
  }
}

const ours = join(import.meta.dirname, "../..", "/")

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
    checks: { eval: false },
    plugins: [lateSegmenter]
  })
  const { output } = await build.generate({ format: "esm" })
  const chunks = new Map(output.flatMap((chunk) => (chunk.type === "chunk" ? [[chunk.fileName, chunk]] : [])))
  const queue = names.map((name) => [...chunks.values()].find((chunk) => chunk.facadeModuleId?.endsWith(`/${name}`)))
  const seen = new Set(queue)
  for (const chunk of seen) for (const file of chunk.imports) if (chunks.has(file)) seen.add(chunks.get(file))
  return new Set([...seen].flatMap((chunk) => Object.keys(chunk.modules)))
}

/** One file for what every start loads and one for the ledger: each further file costs part of a millisecond. */
const groupsOf = async (groups) =>
  Promise.all(
    Object.entries(groups).map(async ([name, files], index) => {
      const modules = await modulesOf(...files)
      return { name, priority: 10 - index, test: (id) => modules.has(id) }
    })
  )

/** What the program that looks at the ledger loads when it needs it. */
const loadedToRead = new Set(["./show.ts", "./ReadCalls.ts", "./LocalRecords.ts"])
const readGroups = await groupsOf({ start: ["ReadMain.ts"], ledger: ["ReadCalls.ts", "LocalRecords.ts"] })
const wholeGroups = await groupsOf({
  start: ["OutboundMain.ts", "calls.ts"],
  ledger: ["ReadCalls.ts", "LocalRecords.ts", "MoreRecords.ts"]
})

/** CommonJS, since the loader of ES modules costs more than a small program. */
const commonJs = {
  name: "common-js",
  generateBundle() {
    this.emitFile({ type: "asset", fileName: "package.json", source: `{ "type": "commonjs" }\n` })
  }
}

/** The launcher loads the two programs beside it. */
const programsBeside = {
  name: "programs-beside",
  resolveId: (id) =>
    /^\.\/(ReadMain|OutboundMain)\.ts$/.test(id) ? { id: id.replace(".ts", ".js"), external: true } : null
}

/** Of everything else that program knows that the whole command line has to do it. */
const elsewhere = {
  name: "elsewhere",
  transform(code, id) {
    if (!id.startsWith(ours)) return null
    return code.replace(/\bimport\("([^"]+)"\)/g, (loading, path) =>
      loadedToRead.has(path) ? loading : `Promise.reject(new Error("The whole command line does this."))`
    )
  }
}

/** What is made of `import.meta` where there is none is what is meant: nothing. */
const checks = { eval: false, emptyImportMeta: false }

const output = {
  dir: "dist",
  format: "cjs",
  entryFileNames: "[name].js",
  // A program that runs while it is replaced must not load a part of the new one.
  chunkFileNames: "[name]-[hash].js",
  dynamicImportInCjs: false,
  minify: true
}

/**
 * Three builds: the launcher, the program that only looks at the ledger, and the whole command line. Built by itself, each
 * holds of what it shares with the others what it uses.
 */
export default defineConfig([
  {
    input: "src/ReadMain.ts",
    platform: "node",
    checks,
    plugins: [elsewhere],
    output: {
      ...output,
      cleanDir: true,
      chunkFileNames: "read-[name]-[hash].js",
      codeSplitting: { groups: readGroups }
    }
  },
  {
    input: "src/OutboundMain.ts",
    platform: "node",
    checks,
    plugins: [lateSegmenter],
    output: {
      ...output,
      codeSplitting: { groups: wholeGroups }
    }
  },
  {
    input: { outbound: "src/main.ts" },
    platform: "node",
    checks,
    plugins: [programsBeside, commonJs, writeBuilt],
    output: { ...output, codeSplitting: false }
  }
])
