import { execFile } from "node:child_process"
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { bundleForBrowser, toldSizes } from "./clients/BrowserBundle.ts"
import { makeSimulation, type Server, startServer } from "./service/Simulation.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const simulation = makeSimulation()
const folder = mkdtempSync(join(tmpdir(), "outbound-openapi-"))

let server: Server
let document: Document

/** A problem as the linter reports it. */
interface Problem {
  readonly ruleId: string
  readonly location: ReadonlyArray<{ readonly pointer: string }>
}

/** The document as far as it is looked at and broken here. */
interface Document {
  readonly paths: Record<string, Record<string, { parameters: ReadonlyArray<Record<string, unknown>> }>>
}

/** Runs a program with Node in the folder, behind the loopback guard. */
const run = (program: string, ...flags: ReadonlyArray<string>) =>
  new Promise<{ readonly code: unknown; readonly output: string; readonly errors: string }>((resolve) => {
    const env = { ...process.env, NO_COLOR: "1", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" }
    execFile(process.execPath, [program, ...flags], { cwd: folder, env }, (error, output, errors) =>
      resolve({ code: error?.code ?? 0, output, errors })
    )
  })

/** A program of `peers/`. */
const peer = (path: string): string => {
  const program = join(root, "peers/node_modules", path)
  if (!existsSync(program)) throw new Error(`${path} is missing: run \`npx -y pnpm@12.21.0 test\`, which installs it`)
  return program
}

/** The rules that a document breaks and where, by the linter and the rules of `peers/redocly.yaml`. */
const problemsOf = async (linted: Document): Promise<ReadonlyArray<string>> => {
  writeFileSync(join(folder, "linted.json"), JSON.stringify(linted))
  const flags = ["--config", join(root, "peers/redocly.yaml"), "--format=json"]
  const { errors, output } = await run(peer("@redocly/cli/bin/cli.js"), "lint", "linted.json", ...flags)
  if (output === "") throw new Error(errors)
  const { problems }: { readonly problems: ReadonlyArray<Problem> } = JSON.parse(output)
  return problems.map(({ location, ruleId }) => `${ruleId} ${location[0]?.pointer ?? ""}`)
}

/** Generates the client into the folder, beside the program that uses it. */
const generate = async () => {
  cpSync(join(root, "tests/fixtures/generated-client"), folder, { recursive: true })
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(document))
  const generator = peer("@hey-api/openapi-ts/bin/run.js")
  expect(await run(generator, "--silent", "--no-log-file")).toEqual({ code: 0, output: "", errors: "" })
}

beforeAll(async () => {
  server = await startServer(simulation)
  document = (await (await fetch(`${server.origin}/openapi.json`)).json()) as Document
}, 30_000)

afterAll(async () => {
  await server.stop()
  simulation.remove()
  rmSync(folder, { recursive: true, force: true })
})

describe("the OpenAPI document that the server serves", { timeout: 30_000 }, () => {
  it("has nothing that a public linter objects to", async () => {
    expect(await problemsOf(document)).toEqual([])
  })

  it("would be reported by that linter if it were broken", async () => {
    const broken = structuredClone(document)
    const list = broken.paths["/v1/calls"]?.["get"]
    if (list?.parameters[0] === undefined) throw new Error("The list of calls has no parameters")
    list.parameters = [{ ...list.parameters[0], description: undefined, schema: { $ref: "#/components/schemas/None" } }]
    expect(await problemsOf(broken)).toEqual([
      "parameter-description #/paths/~1v1~1calls/get/parameters/0",
      "no-unresolved-refs #/paths/~1v1~1calls/get/parameters/0/schema"
    ])
  })

  it("gives a public generator what it makes a typed client of, which places and reads a call", async () => {
    const [to, otherNumber] = ["+14155550100", "+14155550101"]
    await generate()
    const compiler = join(root, "node_modules/typescript/bin/tsc")
    expect(await run(compiler, "-p", ".")).toEqual({ code: 0, output: "", errors: "" })
    const { errors, output } = await run("consumer.ts", server.origin, to, otherNumber)
    expect(errors).toBe("")
    expect(JSON.parse(output)).toEqual({
      placed: [201, true, false],
      events: true,
      call: [true, "done", "answered"],
      turns: ["agent", "recipient", "agent", "recipient", "agent", "recipient", "agent"],
      again: [200, true, true],
      mistake: ["idempotency-key-reused", true, false],
      invalid: ["variables.customer_name"]
    })
    expect([simulation.rings(to), simulation.rings(otherNumber)]).toEqual([1, 0])
  })

  it("makes a client as small as its page says", async () => {
    await generate()
    const { gzipped, imports, minified } = await bundleForBrowser(join(folder, "client/index.ts"))
    console.info(`A generated client in a browser: ${minified} bytes minified, ${gzipped} gzipped`)
    const [, told] = toldSizes()
    expect(imports).toEqual([])
    expect(gzipped / 1000).toBeLessThan(told * 1.1)
    expect(gzipped / 1000).toBeGreaterThan(told * 0.9)
  })
})
