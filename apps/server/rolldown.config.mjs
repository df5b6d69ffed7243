import { defineConfig } from "rolldown"

export default defineConfig({
  input: { "outbound-server": "src/main.ts" },
  platform: "node",
  checks: { eval: false },
  output: {
    dir: "dist",
    format: "esm",
    chunkFileNames: "[name]-[hash].js",
    cleanDir: true,
    minify: true
  }
})
