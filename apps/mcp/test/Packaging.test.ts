import { execFile } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { folder } from "./Assistant.ts"
import { ServerJson } from "./ServerJson.ts"
import { connect, world } from "./World.ts"

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const read = (path: string): unknown => JSON.parse(readFileSync(file(path), "utf8"))

const app = read("../package.json") as { readonly name: string; readonly version: string; readonly mcpName: string }

interface Manifest {
  readonly version: string
  readonly tools: ReadonlyArray<{ readonly name: string; readonly description: string }>
  readonly server: { readonly mcp_config: { readonly env: Readonly<Record<string, string>> } }
  readonly user_config: Readonly<Record<string, { readonly sensitive?: boolean; readonly default?: unknown }>>
  readonly compatibility: { readonly runtimes: { readonly node: string } }
}
const manifest = read("../manifest.json") as Manifest

/** Variables that nobody but the person may read. */
const secret = (name: string): boolean => /KEY|TOKEN|SECRET/.test(name)

describe("server.json", () => {
  const strictly = { onExcessProperty: "error" } as const
  const description = Schema.decodeUnknownSync(ServerJson)(read("../server.json"), strictly)
  const variables = description.packages.flatMap(({ environmentVariables }) => environmentVariables)

  it("describes the package of this version", () => {
    assert.deepInclude(description, { name: app.mcpName, version: app.version })
    assert.deepInclude(description.packages[0], { identifier: app.name, version: app.version })
  })

  it("names variables that there are, marks what is secret, and simulates unless told", () => {
    const documented = readFileSync(file("../../../docs/reference.md"), "utf8")
    for (const { isSecret = false, name } of variables) {
      assert.include(documented, `| \`${name}\` |`)
      assert.strictEqual(isSecret, secret(name), name)
    }
    assert.strictEqual(variables.find(({ name }) => name === "OUTBOUND_PROVIDER")?.default, "emulator")
    assert.sameMembers(
      variables.map(({ name }) => name),
      Object.keys(manifest.server.mcp_config.env)
    )
  })
})

describe("the bundle", () => {
  it.effect("tells its version, its Node and the tools as they are", () =>
    Effect.gen(function* () {
      const { tools } = yield* (yield* connect()).listTools()
      assert.deepStrictEqual(
        manifest.tools,
        tools.map(({ name, title }) => ({ name, description: String(title) }))
      )
      assert.strictEqual(manifest.version, app.version)
      assert.strictEqual(manifest.compatibility.runtimes.node, (app as { engines?: { node: string } }).engines?.node)
    }).pipe(Effect.provide(world()))
  )

  it("hides what is secret, and leaves no setting that the host would not fill in", () => {
    for (const [name, value] of Object.entries(manifest.server.mcp_config.env)) {
      const setting = manifest.user_config[/^\$\{user_config\.(\w+)\}$/.exec(value)?.[1] ?? ""]
      assert.strictEqual(setting?.sensitive ?? false, secret(name), name)
      assert.isString(setting?.default, name)
    }
  })

  it.live("is packed, and starts as a host unpacks it: simulating, or for real calls when it is told to", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const peer = file("../../../peers/node_modules/@anthropic-ai/mcpb/dist")
      assert.isTrue(existsSync(peer), "peers/ is missing: run `npx -y pnpm@12.21.0 test`, which installs it")
      const bundle = join(path, "outbound-call.mcpb")
      const unpacked = join(path, "unpacked")
      yield* run(file("../../../scripts/pack-mcpb.mjs"), bundle)
      yield* run(join(peer, "cli/cli.js"), "unpack", bundle, unpacked)
      const { getMcpConfigForManifest } = yield* Effect.promise(() => import(join(peer, "node.js")) as Promise<Host>)
      for (const [userConfig, isSimulated] of [
        [{}, true],
        [{ provider: "elevenlabs", elevenlabs_api_key: "key" }, false]
      ] as const) {
        const options = { manifest, extensionPath: unpacked, systemDirs: {}, userConfig, pathSeparator: "/" }
        const start = yield* Effect.promise(() => getMcpConfigForManifest(options))
        const transport = new StdioClientTransport({
          command: process.execPath,
          args: [...start.args],
          env: { ...start.env, OUTBOUND_DATA_DIR: path, NODE_OPTIONS: process.env["NODE_OPTIONS"] ?? "" },
          stderr: "ignore"
        })
        const client = new Client({ name: "host", version: "1.0.0" })
        yield* Effect.promise(() => client.connect(transport))
        assert.strictEqual(String(client.getInstructions()).startsWith("SIMULATION"), isSimulated)
        assert.strictEqual(client.getServerVersion()?.version, app.version)
        yield* Effect.promise(() => client.close())
      }
    })
  )
})

interface Host {
  readonly getMcpConfigForManifest: (options: object) => Promise<{
    readonly args: ReadonlyArray<string>
    readonly env: Readonly<Record<string, string>>
  }>
}

const run = (...words: ReadonlyArray<string>) => Effect.promise(() => promisify(execFile)(process.execPath, words))
