import { execFile } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js"
import * as Core from "@outbound-call/core"
import { Api } from "@outbound-call/api"
import { OpenApi } from "effect/http-api"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { expect, it } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))
const page = readFileSync(join(root, "docs/reference.md"), "utf8")

/** Rows of the table below a heading, as cells without marks. */
const table = (heading: string): ReadonlyArray<ReadonlyArray<string>> => {
  const section = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? ""
  const rows = section.split("\n").filter((line) => line.startsWith("|"))
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim())
  )
}

const column = (heading: string, index: number): ReadonlyArray<string> => table(heading).map((row) => row[index] ?? "")

const codeIn = (cells: ReadonlyArray<string>): ReadonlyArray<string> =>
  cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? ""))

const set = (values: Iterable<string>): ReadonlyArray<string> => [...new Set(values)].toSorted()

const sources = (...folders: ReadonlyArray<string>): string =>
  folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => readFileSync(join(root, folder, name), "utf8"))
    )
    .join("\n")

const deeds = "What can be done, and where"
const cli = join(root, "apps/cli/src/main.ts")

const help = async (...args: ReadonlyArray<string>) =>
  (await promisify(execFile)(process.execPath, [cli, ...args, "--help"])).stdout

it("the commands of the page are the commands of the program", async () => {
  const commands = [...((await help()).split("SUBCOMMANDS")[1] ?? "").matchAll(/^ {2}([a-z-]+) /gm)]
  const documented = codeIn(column(deeds, 1)).map((code) => code.split(" ")[1] ?? "")
  expect(set(documented)).toEqual(set(commands.map(([, name]) => name ?? "")))
})

it("the exit codes of the page are those of --help", async () => {
  const told = [...(await help()).matchAll(/^ +(\d+) {2}(.+)$/gm)].map(([, code, meaning]) => `${code}: ${meaning}`)
  expect(table("Exit codes").map(([code, meaning]) => `${code}: ${meaning}`)).toEqual(told)
})

it("the routes of the page are the routes of the contract", () => {
  const { paths } = OpenApi.fromApi(Api)
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)
  )
  expect(set(codeIn(column(deeds, 2)))).toEqual(set(routes))
})

it("the scopes of the page are those of the contract", () => {
  const { paths } = OpenApi.fromApi(Api)
  const needed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]: [string, object]) =>
      "x-required-scope" in operation
        ? [`${String(operation["x-required-scope"])}: ${method.toUpperCase()} ${path}`]
        : []
    )
  )
  const documented = table("Scopes").flatMap(([scope = "", routes = ""]) =>
    codeIn([routes])
      .filter((code) => code.includes("/"))
      .map((route) => `${codeIn([scope])[0]}: ${route}`)
  )
  expect(set(documented)).toEqual(set(needed))
})

it("the tools of the page are the tools of the MCP server", { timeout: 20_000 }, async () => {
  const data = mkdtempSync(join(tmpdir(), "outbound-reference-"))
  const client = new Client({ name: "reference", version: "1.0.0" })
  try {
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [join(root, "apps/mcp/src/main.ts"), "--simulate"],
        env: { PATH: process.env["PATH"] ?? "", OUTBOUND_DATA_DIR: data },
        stderr: "ignore"
      })
    )
    const { tools } = await client.listTools()
    expect(set(codeIn(column(deeds, 3)))).toEqual(set(tools.map((tool) => tool.name)))
  } finally {
    await client.close()
    rmSync(data, { recursive: true, force: true })
  }
})

it("the deeds of the page are exported by the core", () => {
  for (const deed of codeIn(column(deeds, 4))) expect(Core).toHaveProperty(deed)
  const capabilities = Object.keys(Core).filter((name) =>
    /^(place|check|follow|monitor|get|list|search|recover|reconcile|resolve|hangUp|create|rotate|revoke|suppress|release|reopen|approve|deny|recordTranscript|verifyAudit|exportPerson|erasePerson|forgetCalls)/.test(
      name
    )
  )
  expect(set(codeIn(column(deeds, 4)))).toEqual(set(capabilities))
})

it("the errors of the page are the errors of core and node", () => {
  const tags = [...sources("packages/core/src", "packages/node/src").matchAll(/Schema\.TaggedError<(\w+)>/g)]
  expect(set(codeIn(column("Errors", 0)))).toEqual(set(tags.map(([, tag]) => tag ?? "")))
})

it("the variables of the page are the variables that are read", () => {
  const text = sources("packages/node/src", "apps/cli/src", "apps/server/src", "apps/mcp/src")
  const read = [...text.matchAll(/"((?:OTEL|OUTBOUND|ELEVENLABS|ELEVEN_LABS|TWILIO|PHONE_NUMBER|DATABASE)_[A-Z_]+)"/g)]
  expect(set(codeIn(column("Environment", 0)))).toEqual(set(read.map(([, name]) => name ?? "")))
})
