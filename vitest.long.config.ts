import { defineConfig } from "vitest/config"

/** Tests that take minutes or need the package registry: a fresh clone, packed packages. */
export default defineConfig({
  test: {
    reporters: ["default", "./scripts/closing-line.ts"],
    globalSetup: ["./scripts/empty-home.ts", "./scripts/build-programs.ts", "./tests/postgres/offer.ts"],
    include: ["tests/**/*.long.ts"],
    fileParallelism: false,
    testTimeout: 1_500_000,
    hookTimeout: 900_000
  }
})
