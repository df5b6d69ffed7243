import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    reporters: ["default", "./scripts/closing-line.ts"],
    isolate: false,
    globalSetup: ["./scripts/empty-home.ts"],
    setupFiles: ["./scripts/loopback-only.ts"],
    include: ["packages/*/test/**/*.test.ts", "apps/*/test/**/*.test.ts", "tests/*.test.ts", "examples/**/*.test.ts"],
    benchmark: { include: ["tests/**/*.bench.ts"] }
  }
})
