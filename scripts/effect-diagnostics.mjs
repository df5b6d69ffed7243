/** Runs the Effect diagnostics where @effect/tsgo has a binary; elsewhere says that it did not. */
import { spawnSync } from "node:child_process"
import { createRequire } from "node:module"

const platform = `${process.platform}-${process.arch}`
const require = createRequire(import.meta.url)

const hasBinary = () => {
  try {
    createRequire(require.resolve("@effect/tsgo/package.json")).resolve(`@effect/tsgo-${platform}/package.json`)
    return true
  } catch {
    return false
  }
}

if (hasBinary()) {
  const flags = [
    "diagnostics",
    "--project",
    "tsconfig.json",
    "--strict",
    "--severity",
    "error,warning",
    "--format",
    "text"
  ]
  const { status } = spawnSync("effect-tsgo", flags, { stdio: "inherit", shell: process.platform === "win32" })
  process.exit(status ?? 1)
}
console.log(`Effect diagnostics skipped: @effect/tsgo has no binary for ${platform}; CI runs them on linux-x64`)
if (process.env["CI"] === "true" && platform === "linux-x64") process.exit(1)
