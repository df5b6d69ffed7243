import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A file system of 2 MB over a folder, which can be filled up and made read-only. */
export interface SmallDisk {
  readonly fill: () => void
  readonly free: () => void
  readonly makeReadOnly: () => void
  readonly unmount: () => void
}

/** Why no small disk can be mounted here, or null. */
export const mountProblem = (): string | null => {
  const folder = mkdtempSync(join(tmpdir(), "outbound-mount-"))
  try {
    mountSmallDisk(folder).unmount()
    return null
  } catch (error) {
    return `a tmpfs cannot be mounted: ${error instanceof Error ? error.message : String(error)}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const mountSmallDisk = (folder: string): SmallDisk => {
  run("mount", "-t", "tmpfs", "-o", "size=2m,mode=0700", "tmpfs", folder)
  const filler = join(folder, "filler")
  return {
    fill: () => {
      const { bavail, bsize } = statfsSync(folder)
      writeFileSync(filler, Buffer.alloc(bavail * bsize))
    },
    free: () => rmSync(filler, { force: true }),
    makeReadOnly: () => run("mount", "-o", "remount,ro", folder),
    unmount: () => run("umount", folder)
  }
}

const run = (command: string, ...args: ReadonlyArray<string>): void => {
  const { error, status, stderr } = spawnSync(command, args, { encoding: "utf8" })
  if (error !== undefined || status !== 0) throw new Error(`${command}: ${error?.message ?? stderr.trim()}`)
}
