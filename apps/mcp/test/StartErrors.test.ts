import { cpSync, mkdirSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { child, folder, type Settings } from "./Assistant.ts"

const dist = join(import.meta.dirname, "..", "dist")

/** A port on which somebody else listens. */
const taken = Effect.acquireRelease(
  Effect.callback<ReturnType<typeof createServer>>((resume) => {
    const server = createServer()
    server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
  }),
  (server) => Effect.sync(() => void server.close())
).pipe(
  Effect.map((server) => {
    const address = server.address()
    return typeof address === "object" && address !== null ? String(address.port) : ""
  })
)

interface Error_ {
  readonly told: string
  readonly code: number
  readonly message: RegExp
  /** Makes it go wrong, in a folder. */
  readonly settings: (path: string) => Settings
}

const errors: ReadonlyArray<Error_> = [
  {
    told: "an option that it does not know",
    code: 2,
    message:
      /^"--simulat" is no option of it\. Nothing was started, and no phone rang\. See `outbound-mcp --help`\.\n$/,
    settings: () => ({ flags: ["--simulat"] })
  },
  {
    told: "a ledger that cannot be used",
    code: 3,
    message: /^The ledger .*ledger\.sqlite cannot be used: .* No phone rang: .* Set OUTBOUND_DATA_DIR .*\.\n$/,
    settings: (path) => {
      mkdirSync(join(path, "simulated", "ledger.sqlite"), { recursive: true })
      return {}
    }
  },
  {
    told: "a config file that cannot be read",
    code: 3,
    message:
      /^.* cannot be read: EISDIR\. Make it readable, .*\nNo phone rang\. Correct the settings; `outbound doctor` checks them all\.\n$/,
    settings: (path) => ({ env: { OUTBOUND_CONFIG_FILE: path } })
  },
  {
    told: "a setting that is none",
    code: 3,
    message: /^OUTBOUND_PROFILE is "nope"; .*\nNo phone rang\. Correct the settings; .*\.\n$/,
    settings: () => ({ env: { OUTBOUND_PROFILE: "nope" } })
  },
  {
    told: "a Node that is too old",
    code: 3,
    message:
      /^outbound-mcp needs Node 22\.19 or newer, and this is Node 22\.18\.0\. Nothing was started, and no phone rang\. /,
    settings: (path) => {
      const old = join(path, "old.cjs")
      writeFileSync(
        old,
        `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "22.18.0" } })`
      )
      return { env: { NODE_OPTIONS: `--require=${old}` } }
    }
  },
  {
    told: "a part of it that is not there",
    code: 1,
    message: /^outbound-mcp cannot be loaded: .* Nothing was started, and no phone rang\. Install it anew\.\n$/s,
    settings: (path) => {
      cpSync(join(dist, "outbound-mcp.js"), join(path, "outbound-mcp.cjs"))
      return { program: join(path, "outbound-mcp.cjs") }
    }
  },
  {
    told: "what breaks inside",
    code: 1,
    message:
      /ENOENT.*package\.json.*\noutbound-mcp broke, .* Whether a phone rang is not known: look with `outbound calls` .*\n$/,
    settings: (path) => {
      cpSync(dist, join(path, "dist"), { recursive: true })
      return { program: join(path, "dist", "outbound-mcp.js") }
    }
  }
]

describe("outbound-mcp, when it cannot serve, says on standard error what happened, what of phones is known and what to do:", () => {
  for (const { code, message, settings, told } of errors) {
    it.live(
      told,
      () =>
        Effect.gen(function* () {
          const path = yield* folder
          const server = yield* child(path, settings(path))
          const ended = yield* server.ended
          assert.match(server.written.stderr, message)
          assert.deepStrictEqual([ended.code, server.written.stdout], [code, ""])
        }),
      30_000
    )
  }

  it.live(
    "a port that is taken",
    () =>
      Effect.gen(function* () {
        const server = yield* child(yield* folder, { flags: ["--http", "--port", yield* taken] })
        assert.strictEqual((yield* server.ended).code, 3)
        assert.match(
          server.written.stderr,
          /^It cannot listen on 127\.0\.0\.1:\d+ \(.*EADDRINUSE.*\)\. Nothing was started, and no phone rang\. Choose another port with --port, .*\.\n$/
        )
      }),
    30_000
  )
})
