import { fileURLToPath } from "node:url"

const built = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** What users install: one bundle for each app, as `build` leaves it. */
export const programs = {
  cli: built("apps/cli/dist/outbound.js"),
  server: built("apps/server/dist/outbound-server.js"),
  mcp: built("apps/mcp/dist/outbound-mcp.js")
}

/** The programs that exist to be tested, bundled as the apps are: they start in a quarter of the time that their sources take. */
export const workers = {
  worker: built("tests/dist/worker.js"),
  "naive-worker": built("tests/dist/naive-worker.js"),
  claimer: built("tests/dist/claimer.js")
}
