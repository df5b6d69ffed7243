import { execFileSync } from "node:child_process"
import { chownSync, existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { afterAll, describe, expect, it } from "vitest"

const folder = mkdtempSync(join(tmpdir(), "outbound-compiled-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const source = pathToFileURL(join(import.meta.dirname, "../src/KeepCompiled.ts")).href
const program = `import { getCompileCacheDir } from "node:module"
import { keepCompiled } from ${JSON.stringify(source)}
keepCompiled()
console.log(getCompileCacheDir() ?? "none")`

const keptIn = (home: string): string =>
  execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: folder,
    env: { HOME: home },
    encoding: "utf8"
  }).trim()

describe.skipIf(process.platform === "win32")("compiled code is kept", () => {
  it("below the home folder of the user", () => {
    const home = mkdtempSync(join(folder, "home-"))
    expect(keptIn(home).startsWith(join(home, ".cache", "outbound-call"))).toBe(true)
  })

  it("nowhere without a home folder, and not where the program happens to be started", () => {
    for (const home of ["", ".", "no/such"]) {
      expect(keptIn(home)).toBe("none")
      expect(existsSync(join(folder, ".cache"))).toBe(false)
    }
  })

  it("nowhere below the home folder of somebody else", () => {
    const isRoot = process.getuid?.() === 0
    const home = isRoot ? mkdtempSync(join(folder, "other-")) : "/"
    if (isRoot) chownSync(home, 65534, 65534)
    expect(keptIn(home)).toBe("none")
  })
})
