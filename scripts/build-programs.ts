import { spawnSync } from "node:child_process"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")

/** Builds the programs that tests start, as users get them; what is built from the sources as they are stays. */
export const setup = (): void => {
  const { error, status, stderr, stdout } = spawnSync(join(root, "node_modules/.bin/turbo"), ["run", "build"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, DO_NOT_TRACK: "1" },
    shell: process.platform === "win32"
  })
  if (status === 0) return
  throw new Error(`The programs that tests start could not be built: ${error ?? stdout + stderr}`)
}
