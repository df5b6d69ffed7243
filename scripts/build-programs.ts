import { spawnSync } from "node:child_process"
import { join } from "node:path"
import type { TestProject } from "vitest/node"

const root = join(import.meta.dirname, "..")

/** Builds the programs that tests start, as users get them, before each run; what is built from these sources stays. */
export const setup = (project: TestProject): void => {
  build()
  project.onTestsRerun(build)
}

const build = (): void => {
  const { error, status, stderr, stdout } = spawnSync(join(root, "node_modules/.bin/turbo"), ["run", "build"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, DO_NOT_TRACK: "1" },
    shell: process.platform === "win32"
  })
  if (status === 0) return
  throw new Error(`The programs that tests start could not be built: ${error ?? stdout + stderr}`)
}
