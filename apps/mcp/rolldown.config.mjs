import { defineConfig } from "rolldown"

/** The launcher loads the program with the code that earlier runs compiled. */
const loadKept = {
  name: "load-kept",
  transform(code, id) {
    if (!/[\\/]src[\\/]main\.ts$/.test(id)) return null
    const loading = code.replace(
      /\bimport\("\.\/(\w+)\.ts"\)/g,
      `Promise.resolve(loadKept(join(import.meta.dirname, "$1.js")))`
    )
    const [shebang] = /^#!.*\n/.exec(code)
    return `${shebang}import { join } from "node:path"\nimport { loadKept } from "@outbound-call/node/LoadKept"\n${loading.slice(shebang.length)}`
  }
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
    plugins: [loadKept, commonJs],
    output: { ...output, codeSplitting: false }
  }
])
