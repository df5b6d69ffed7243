import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

const program = fileURLToPath(
  new URL("../../peers/node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js", import.meta.url)
)

/** What the inspector left behind. */
export interface Inspection {
  /** 0 for success, 5 for a tool's error, 6 for a list of tools that is not portable. */
  readonly code: number | null
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the server answered, asserted field by field
  readonly result: any
  readonly stderr: string
}

/**
 * Runs the official inspector for one method; `target` is a command line after `--`, or `--server-url` and an address. To
 * a server that it starts itself it hands down only what it is told to.
 */
export const inspect = async (
  era: "legacy" | "modern",
  target: ReadonlyArray<string>,
  environment: Readonly<Record<string, string>>,
  handedDown: Readonly<Record<string, string>>,
  ...flags: ReadonlyArray<string>
): Promise<Inspection> => {
  if (!existsSync(program)) throw new Error("peers/ is missing: run `npx -y pnpm@12.21.0 test:long`.")
  const variables = Object.entries(handedDown).flatMap(([name, value]) => ["-e", `${name}=${value}`])
  const words = [program, "--cli", "--protocol-era", era, "--format", "json", "--method", ...flags]
  const run = spawn(process.execPath, [...words, ...variables, ...target], { env: environment })
  const said = { stdout: "", stderr: "" }
  for (const name of ["stdout", "stderr"] as const)
    run[name].on("data", (chunk: Buffer) => (said[name] += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => run.once("close", resolve))
  const answer = said.stdout.trim() === "" ? {} : (JSON.parse(said.stdout) as { readonly result?: unknown })
  return { code, result: answer.result, stderr: said.stderr }
}
