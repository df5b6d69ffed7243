/**
 * Packs the built MCP server as a bundle that desktop hosts install by a click: `node scripts/pack-mcpb.mjs [file.mcpb]`.
 * Needs `pnpm build` and `peers/`. Prints where the bundle is.
 */
import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

const root = join(import.meta.dirname, "..")
const app = join(root, "apps/mcp")
const packer = join(root, "peers/node_modules/@anthropic-ai/mcpb/dist/cli/cli.js")
const { version } = JSON.parse(readFileSync(join(app, "package.json"), "utf8"))
const output = resolve(process.argv[2] ?? join(app, `dist/outbound-call-mcp-${version}.mcpb`))

const built = existsSync(join(app, "dist")) ? readdirSync(join(app, "dist")).filter((name) => name.endsWith(".js")) : []

/** What the server reads when it runs, and what says under which terms. */
const files = {
  "manifest.json": join(app, "manifest.json"),
  "package.json": join(app, "package.json"),
  "dist/package.json": join(app, "dist/package.json"),
  ...Object.fromEntries(built.map((name) => [`dist/${name}`, join(app, "dist", name)])),
  "README.md": join(app, "README.md"),
  LICENSE: join(root, "LICENSE")
}

const missing = [packer, ...Object.values(files)].filter((file) => !existsSync(file))
if (missing.length > 0) {
  console.error(`Missing: ${missing.join(", ")}. Run \`node scripts/install-peers.mjs\` and \`pnpm build\` first.`)
  process.exit(1)
}

const run = (...words) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [packer, ...words], { encoding: "utf8" })
  if (status === 0) return
  console.error(`mcpb ${words.join(" ")}\n${stdout}${stderr}`)
  process.exitCode = 1
  throw new Error("The bundle could not be packed.")
}

const folder = mkdtempSync(join(tmpdir(), "outbound-mcpb-"))
try {
  mkdirSync(join(folder, "dist"))
  for (const [name, file] of Object.entries(files)) cpSync(file, join(folder, name))
  run("validate", join(folder, "manifest.json"))
  run("pack", folder, output)
  console.log(output)
} finally {
  rmSync(folder, { recursive: true })
}
