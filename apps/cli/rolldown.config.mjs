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

/** Effect finds out how to hide its own frames by the text of an error, for which all of the file is read; this way always does. */
const probing = "/*#__PURE__*/pickInternalCall()"
const noProbe = {
  name: "no-probe",
  transform(code, id) {
    if (!/effect[\\/]dist[\\/]Utils\.js$/.test(id)) return null
    if (!code.includes(probing)) throw new Error("Utils no longer probes for internal calls: drop this step.")
    return code.replace(probing, "(body) => { try { return body() } finally {} }")
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

/** One file for what every start loads and one for the ledger: each further file costs about a millisecond. */
const start = await modulesOf("OutboundMain.ts", "calls.ts")
const ledger = await modulesOf("ReadCalls.ts", "LocalRecords.ts", "MoreRecords.ts")

const read = await modulesOf("ReadMain.ts")
const readLedger = await modulesOf("ReadCalls.ts", "LocalRecords.ts")

/** CommonJS, since the loader of ES modules costs more than a small program. */
const commonJs = {
  name: "common-js",
  generateBundle() {
    this.emitFile({ type: "asset", fileName: "package.json", source: `{ "type": "commonjs" }\n` })
  }
}

/** The launcher loads the two programs with the code that earlier runs compiled. */
const loadKept = {
  name: "load-kept",
  transform(code, id) {
    if (!id.endsWith("/src/main.ts")) return null
    const loading = code.replace(
      /\bimport\("\.\/(\w+)\.ts"\)/g,
      `Promise.resolve(loadKept(join(import.meta.dirname, "$1.js")))`
    )
    const [shebang] = /^#!.*\n/.exec(code)
    return `${shebang}import { join } from "node:path"\nimport { loadKept } from "@outbound-call/node/LoadKept"\n${loading.slice(shebang.length)}`
  }
}

/** What the looking program loads when it needs it; of everything else it knows that the whole command line has to do it. */
const loadedToRead = ["./ReadCalls.ts", "./LocalRecords.ts"]
const elsewhere = {
  name: "elsewhere",
  transform(code, id) {
    if (!id.startsWith(ours)) return null
    return code.replace(/\bimport\("([^"]+)"\)/g, (loading, path) =>
      loadedToRead.includes(path) ? loading : `Promise.reject(new Error("The whole command line does this."))`
    )
  }
}

/** What is made of `import.meta` where there is none is what is meant: nothing. */
const checks = { eval: false, emptyImportMeta: false }

const output = {
  dir: "dist",
  format: "cjs",
  entryFileNames: "[name].js",
  chunkFileNames: "[name].js",
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
    plugins: [noProbe, elsewhere],
    output: {
      ...output,
      cleanDir: true,
      codeSplitting: {
        groups: [
          { name: "read", priority: 2, test: (id) => read.has(id) },
          { name: "read-ledger", priority: 1, test: (id) => readLedger.has(id) }
        ]
      }
    }
  },
  {
    input: "src/OutboundMain.ts",
    platform: "node",
    checks,
    plugins: [noProbe, lateSegmenter],
    output: {
      ...output,
      codeSplitting: {
        groups: [
          { name: "start", priority: 2, test: (id) => start.has(id) },
          { name: "ledger", priority: 1, test: (id) => ledger.has(id) }
        ]
      }
    }
  },
  {
    input: { outbound: "src/main.ts" },
    platform: "node",
    checks,
    plugins: [loadKept, commonJs, writeBuilt],
    output: { ...output, codeSplitting: false }
  }
])
