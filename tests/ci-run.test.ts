import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, test } from "vitest"

const folder = mkdtempSync(join(tmpdir(), "outbound-ci-run-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
cpSync(fileURLToPath(new URL("../.ci/run", import.meta.url)), join(folder, ".ci/run"))
writeFileSync(join(folder, "npx"), `#!/bin/sh\ncase "$*" in *test:long) eval "$LONG" ;; *) eval "$SHORT" ;; esac\n`, {
  mode: 0o755
})
// so that nothing is installed where it is missing
writeFileSync(join(folder, "strace"), "#!/bin/sh\n", { mode: 0o755 })

/** Runs `.ci/run` with a shell line in the place of each of the two scripts that it starts. */
const run = (short: string, long: string) => {
  const env = { PATH: `${folder}:${process.env["PATH"]}`, SHORT: short, LONG: long }
  const { status, stdout } = spawnSync(join(folder, ".ci/run"), { encoding: "utf8", env })
  return [status, stdout.trimEnd().split("\n").at(-1)]
}

describe("the last line of .ci/run", () => {
  const good = 'echo "2 passed, 0 failed"'
  const cases: ReadonlyArray<readonly [string, string, string, number, string]> = [
    [
      "sums what passed and was skipped",
      'echo "3 passed, 0 failed, 1 skipped"',
      good,
      0,
      "5 passed, 0 failed, 1 skipped"
    ],
    ["sums what failed", 'echo "3 passed, 1 failed"; exit 1', good, 1, "5 passed, 1 failed"],
    [
      "takes the last line that counts",
      'echo "9 passed, 9 failed"; echo "1 passed, 0 failed"; echo bye',
      good,
      0,
      "3 passed, 0 failed"
    ],
    [
      "counts a check that failed before any test as one failure",
      'echo "error TS2322"; exit 2',
      good,
      1,
      "2 passed, 1 failed"
    ],
    ["counts no tests at all as one failure", 'echo "0 passed, 0 failed"; exit 1', good, 1, "2 passed, 1 failed"],
    ["counts a missing closing line as one failure", "true", good, 1, "2 passed, 1 failed"],
    ["keeps the failures of the long tests", good, 'echo "1 passed, 2 failed"; exit 1', 1, "3 passed, 2 failed"]
  ]
  for (const [what, short, long, status, line] of cases) {
    test(`it ${what}`, () => assert.deepEqual(run(short, long), [status, line]))
  }
})
