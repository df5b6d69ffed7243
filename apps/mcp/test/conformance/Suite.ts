import { spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const suite = new URL("../../../../peers/node_modules/@modelcontextprotocol/conformance/", import.meta.url)
const program = fileURLToPath(new URL("dist/index.js", suite))
const expected = fileURLToPath(new URL("expected-failures.yml", import.meta.url))

/** How the scenarios that a revision requires ended. */
export interface Judgement {
  readonly code: number | null
  /** The suite's last words. */
  readonly summary: string
  readonly scenarios: number
  readonly passedChecks: number
  readonly failed: ReadonlyArray<string>
}

/** Runs the official suite against a server, once. */
export const judge = async (url: string, revision: string): Promise<Judgement> => {
  if (!existsSync(program)) throw new Error("peers/ is missing: run `npx -y pnpm@12.21.0 test`, which installs it.")
  const flags = ["server", "--url", url, "--requirements", revision, "--expected-failures", expected]
  const run = spawn(process.execPath, [program, ...flags])
  let said = ""
  for (const stream of [run.stdout, run.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => run.once("close", resolve))
  const summary = said.slice(said.indexOf("=== SUMMARY ==="))
  const required = requiredBy(revision)
  const ends = [...summary.matchAll(/^([✓✗]) ([\w-]+): (\d+) passed, \d+ failed$/gmu)].flatMap(
    ([, mark, scenario = "", passed]) =>
      required.has(scenario) ? [{ scenario, isGood: mark === "✓", passed: Number(passed) }] : []
  )
  return {
    code,
    summary,
    scenarios: ends.length,
    passedChecks: ends.reduce((sum, { passed }) => sum + passed, 0),
    failed: ends.filter(({ isGood }) => !isGood).map(({ scenario }) => scenario)
  }
}

/** The suite's own list; what it runs beside that counts for nobody. */
const requiredBy = (revision: string): ReadonlySet<string | undefined> => {
  const text = readFileSync(new URL(`requirements/${revision}.yaml`, suite), "utf8")
  const list = /^server:\n((?: +- .*\n)+)/mu.exec(text)?.[1] ?? ""
  return new Set([...list.matchAll(/- ([\w-]+)/gu)].map(([, scenario]) => scenario))
}
