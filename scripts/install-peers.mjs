/**
 * Installs `peers/`: the vendors' own clients, the checkers and generators of others that tests use, and the PostgreSQL
 * server that they start. They stay outside the workspace, so that nobody who only runs the demo fetches them.
 */
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const folder = new URL("../peers/", import.meta.url)
const stamp = new URL("node_modules/.installed-for", folder)
const wanted = createHash("sha256")
  .update(readFileSync(new URL("package.json", folder)))
  .update(readFileSync(new URL("pnpm-lock.yaml", folder)))
  .digest("hex")

/** Runs the pnpm that runs this script: a native binary since pnpm 12, a JavaScript file before. */
const pnpm = (flags) => {
  const running = process.env["npm_execpath"] ?? "pnpm"
  const options = { cwd: fileURLToPath(folder), stdio: "inherit" }
  return /\.[cm]?js$/.test(running)
    ? spawnSync(process.execPath, [running, ...flags], options)
    : spawnSync(running, flags, options)
}

const installed = existsSync(stamp) && readFileSync(stamp, "utf8") === wanted
if (!installed) {
  const flags = ["install", "--ignore-workspace", "--frozen-lockfile", "--ignore-scripts", "--silent"]
  const { status, error } = pnpm([...flags, "--config.trustLockfile=true"])
  if (status !== 0) {
    console.error(`peers/ could not be installed${error ? `: ${error.message}` : ""}`)
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}
