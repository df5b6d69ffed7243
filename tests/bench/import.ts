// What a program pays for importing the core, beside the vendors' own clients: processor time of `import` over that of an
// empty program, and the size of one bundle of what is imported, minified and compressed. All in turns in one run.
// `import.ts [rounds] [clients…]`. Prints medians, spread and ratios; exits with 1 when the core costs more than the last of
// the clients, which is the SDK that it stands in for.
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { rolldown } from "rolldown"
import { atMost } from "./Limits.ts"
import { median } from "./Load.ts"

const [rounds = 7] = process.argv.slice(2, 3).map(Number)
const named = process.argv.slice(3)
const clients = named.length > 0 ? named : ["twilio", "@elevenlabs/elevenlabs-js"]
const root = join(import.meta.dirname, "../..")

const subjects: Record<string, string> = {
  nothing: "",
  "@outbound-call/core": join(root, "packages/core/dist/index.js"),
  ...Object.fromEntries(clients.map((name) => [name, join(root, "peers/node_modules", name, "index.js")]))
}

const folder = mkdtempSync(join(tmpdir(), "outbound-bench-"))

/** Milliseconds of user and system time that importing takes, the start of Node included. */
const importing = (file: string): number => {
  const program = join(folder, "program.mjs")
  const tell =
    "const { systemCPUTime, userCPUTime } = process.resourceUsage()\nconsole.log((systemCPUTime + userCPUTime) / 1000)"
  writeFileSync(program, file === "" ? tell : `await import(${JSON.stringify(file)})\n${tell}`)
  const { status, stdout } = spawnSync(process.execPath, [program], { encoding: "utf8" })
  if (status !== 0) throw new Error(`${file} could not be imported.`)
  return Number(stdout)
}

/** Bytes of the whole of it in one file. */
const bundled = async (file: string): Promise<{ readonly bytes: number; readonly compressed: number }> => {
  const entry = join(folder, "bundle.mjs")
  writeFileSync(entry, `import * as all from ${JSON.stringify(file)}\nglobalThis.all = all\n`)
  const build = await rolldown({ input: entry, platform: "node", logLevel: "silent" })
  const { output } = await build.generate({ format: "esm", minify: true, codeSplitting: false })
  const code = output.map((chunk) => (chunk.type === "chunk" ? chunk.code : "")).join("")
  return { bytes: Buffer.byteLength(code), compressed: gzipSync(code).byteLength }
}

try {
  const times = new Map<string, Array<number>>(Object.keys(subjects).map((name) => [name, []]))
  for (let round = -1; round < rounds; round++) {
    for (const [name, file] of Object.entries(subjects)) {
      const millis = importing(file)
      if (round >= 0) times.get(name)?.push(millis)
    }
  }
  const base = median(times.get("nothing") ?? [])
  const costs = new Map<string, number>()
  for (const [name, file] of Object.entries(subjects)) {
    const all = times.get(name) ?? []
    const cost = median(all) - base
    costs.set(name, cost)
    // oxlint-disable-next-line eslint/no-await-in-loop -- one bundle after the other
    const size = file === "" ? null : await bundled(file)
    const row = [
      name.padEnd(28),
      `${median(all).toFixed(0).padStart(5)} ms`,
      `(${Math.min(...all).toFixed(0)} to ${Math.max(...all).toFixed(0)})`.padEnd(16),
      size === null ? "" : `${(size.bytes / 1000).toFixed(0)} kB, ${(size.compressed / 1000).toFixed(0)} kB compressed`
    ]
    console.log(row.join(" "))
  }
  const ours = costs.get("@outbound-call/core") ?? Infinity
  const ratios = clients.map((name) => ours / (costs.get(name) ?? 0))
  for (const [nth, name] of clients.entries()) {
    console.log(`  ${ratios[nth]?.toFixed(2)} of what importing ${name} takes`)
  }
  atMost(ratios.at(-1) ?? Infinity, 1)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
