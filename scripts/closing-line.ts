import type { Reporter, TestModule } from "vitest/node"

/** Prints `N passed, N failed[, N skipped]` as the last line of a run: `.ci/run` adds these lines up. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandledErrors: ReadonlyArray<unknown>): void {
    let passed = 0
    let skipped = 0
    let failed = unhandledErrors.length
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === "passed") passed++
        else if (state === "skipped") skipped++
        else failed++
      }
      for (const suite of module.children.allSuites()) failed += suite.errors().length
      failed += module.errors().length
    }
    const line = `${passed} passed, ${failed} failed` + (skipped > 0 ? `, ${skipped} skipped` : "")
    process.once("exit", () => process.stdout.write(`\n${line}\n`))
  }
}
