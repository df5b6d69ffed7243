import { defineConfig } from "rolldown"

export default defineConfig({
  input: {
    worker: "torture/worker.ts",
    "naive-worker": "torture/naive-worker.ts",
    claimer: "limits/claimer.ts"
  },
  platform: "node",
  checks: { eval: false },
  output: { dir: "dist", format: "esm", chunkFileNames: "[name]-[hash].js", cleanDir: true, minify: true }
})
