import { defineConfig } from "rolldown"

/** Effect finds out how to hide its own frames by the text of an error, for which all of the file is read; this way always does. */
const probing = "/*#__PURE__*/pickInternalCall()"
const noProbe = {
  name: "no-probe",
  transform(code, id) {
    if (!/effect[\\/]dist[\\/]Utils\.js$/.test(id)) return null
    if (!code.includes(probing)) throw new Error("Utils no longer probes for internal calls: drop this step.")
    return code.replace(probing, "(body) => { try { return body() } finally {} }")
  }
}

/** The launcher loads the program with the code that earlier runs compiled. */
const loadKept = {
  name: "load-kept",
  transform(code, id) {
    if (!id.endsWith("/src/main.ts")) return null
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
  chunkFileNames: "[name].js",
  dynamicImportInCjs: false,
  minify: true
}

export default defineConfig([
  {
    input: "src/OutboundMcpMain.ts",
    platform: "node",
    checks,
    plugins: [noProbe],
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
