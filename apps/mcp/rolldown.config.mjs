import { defineConfig } from "rolldown"

/** The launcher loads the program beside it. */
const programBeside = {
  name: "program-beside",
  resolveId: (id) => (id === "./OutboundMcpMain.ts" ? { id: "./OutboundMcpMain.js", external: true } : null)
}

/** CommonJS, since the loader of ES modules costs more than a small program. */
const commonJs = {
  name: "common-js",
  generateBundle() {
    this.emitFile({ type: "asset", fileName: "package.json", source: `{ "type": "commonjs" }\n` })
  }
}

/** What is made of `import.meta` where there is none is what is meant: nothing. */
const checks = { eval: false, emptyImportMeta: false }

const output = {
  dir: "dist",
  format: "cjs",
  entryFileNames: "[name].js",
  // A program that runs while it is replaced must not load a part of the new one.
  chunkFileNames: "[name]-[hash].js",
  dynamicImportInCjs: false,
  minify: true
}

export default defineConfig([
  {
    input: "src/OutboundMcpMain.ts",
    platform: "node",
    checks,
    output: { ...output, cleanDir: true }
  },
  {
    input: { "outbound-mcp": "src/main.ts" },
    platform: "node",
    checks,
    plugins: [programBeside, commonJs],
    output: { ...output, codeSplitting: false }
  }
])
