import { configDefaults, defineConfig } from "vitest/config"

/** Tests that start dozens of processes at once: beside others these get no time, and dial nothing, which is safe but no proof. */
const manyProcesses = [
  "tests/postgres-*.test.ts",
  "tests/kill-storm.test.ts",
  "tests/one-ledger.test.ts",
  "tests/paused-process.test.ts",
  "tests/yes-through-kills.test.ts"
]

export default defineConfig({
  test: {
    reporters: ["default", "./scripts/closing-line.ts"],
    isolate: false,
    // A test that starts processes is slow on a busy machine; none waits for time to pass.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: ["./scripts/empty-home.ts", "./tests/postgres/offer.ts"],
    setupFiles: ["./scripts/loopback-only.ts", "./scripts/share-compiled.mjs"],
    benchmark: { include: ["tests/**/*.bench.ts"] },
    projects: [
      {
        extends: true,
        test: {
          name: "modules",
          include: ["packages/*/test/**/*.test.ts", "tests/simulation/*.test.ts"],
          maxWorkers: 2
        }
      },
      {
        extends: true,
        test: {
          name: "programs",
          include: ["apps/*/test/**/*.test.ts", "tests/*.test.ts", "examples/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...manyProcesses],
          globalSetup: ["./scripts/build-programs.ts"],
          maxWorkers: 2
        }
      },
      {
        extends: true,
        test: {
          name: "alone",
          include: manyProcesses,
          globalSetup: ["./scripts/build-programs.ts"],
          maxWorkers: 1,
          sequence: { groupOrder: 1 }
        }
      }
    ]
  }
})
