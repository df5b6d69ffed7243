import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    reporters: ["default", "./scripts/closing-line.ts"],
    isolate: false,
    // Most tests that take long wait for processes of their own: with one worker half of two cores rests.
    maxWorkers: 2,
    // A test that starts processes is slow on a busy machine; none waits for time to pass.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: ["./scripts/empty-home.ts", "./tests/postgres/offer.ts"],
    setupFiles: ["./scripts/loopback-only.ts"],
    include: [
      "packages/*/test/**/*.test.ts",
      "apps/*/test/**/*.test.ts",
      "tests/*.test.ts",
      "tests/simulation/*.test.ts",
      "examples/**/*.test.ts"
    ],
    benchmark: { include: ["tests/**/*.bench.ts"] }
  }
})
