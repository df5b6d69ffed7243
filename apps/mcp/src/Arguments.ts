import { Result } from "effect"
import { misused, type StartFailed } from "./StartFailure.ts"
import { type Selection, toolNames } from "./Tools.ts"
import { type ApprovalMode, isApprovalMode } from "./TrustHost.ts"

/** Where to listen for HTTP. */
export interface ListenAddress {
  readonly host: string
  readonly port: number
  /** Other names by which it may be asked, once there are keys. */
  readonly names: ReadonlyArray<string>
}

/** What the command line asks for. */
export interface Arguments {
  /** Ring nobody: an emulator answers. */
  readonly simulate: boolean
  readonly selection: Selection
  /** Null: as the environment says. */
  readonly approval: ApprovalMode | null
  /** Null: standard input and output. */
  readonly http: ListenAddress | null
}

/** A text to be shown in place of serving. */
export interface Shown {
  readonly show: "help" | "version"
}

/** Reads the command line; a failure tells the person who wrote it. */
export const readArguments = (words: ReadonlyArray<string>): Result.Result<Arguments | Shown, StartFailed> => {
  const given = new Map<string, string>()
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? ""
    if (word === "--help" || word === "-h") return Result.succeed({ show: "help" })
    if (word === "--version") return Result.succeed({ show: "version" })
    const [, name = word, attached] = /^(--[a-z-]+)=(.*)$/s.exec(word) ?? []
    if (switches.has(name) && attached === undefined) given.set(name, "")
    else if (values.has(name)) {
      const value = attached ?? words[++index]
      if (value === undefined || value.startsWith("--")) return complain(`${name} needs a value.`)
      given.set(name, value)
    } else return complain(`${JSON.stringify(word)} is no option of it.`)
  }
  return chosen(given)
}

const switches: ReadonlySet<string> = new Set(["--simulate", "--read-only", "--http"])
const values: ReadonlySet<string> = new Set([
  "--exclude-tools",
  "--toolsets",
  "--approval",
  "--host",
  "--port",
  "--allow-host"
])

const chosen = (given: ReadonlyMap<string, string>): Result.Result<Arguments, StartFailed> => {
  const excluded = listIn(given.get("--exclude-tools"))
  const strange = excluded.find((name) => !toolNames.includes(name))
  if (strange !== undefined) {
    return complain(`--exclude-tools: there is no tool ${JSON.stringify(strange)}; there are ${toolNames.join(", ")}.`)
  }
  const toolset = listIn(given.get("--toolsets") ?? "core").find((name) => name !== "core")
  if (toolset !== undefined)
    return complain(`--toolsets: there is no toolset ${JSON.stringify(toolset)}; there is core.`)
  const approval = given.get("--approval") ?? null
  if (approval !== null && !isApprovalMode(approval)) {
    return complain(`--approval is person or host, not ${JSON.stringify(approval)}.`)
  }
  const isHttp = given.has("--http")
  const lost = ["--host", "--port", "--allow-host"].find((name) => given.has(name) && !isHttp)
  if (lost !== undefined) return complain(`${lost} is for --http.`)
  const port = Number(given.get("--port") ?? "8788")
  if (!/^\d{1,5}$/.test(given.get("--port") ?? "0") || port > 65_535) return complain("--port is a number up to 65535.")
  const names = listIn(given.get("--allow-host"))
  const host = given.get("--host") ?? "127.0.0.1"
  if ((host === "0.0.0.0" || host === "::") && names.length === 0) {
    return complain(`--host ${host} does not say by which names clients ask: name them with --allow-host.`)
  }
  return Result.succeed({
    simulate: given.has("--simulate"),
    approval,
    selection: { readOnly: given.has("--read-only"), excluded: new Set(excluded) },
    http: isHttp ? { host, port, names } : null
  })
}

const listIn = (text = ""): ReadonlyArray<string> =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")

const complain = (what: string): Result.Result<never, StartFailed> =>
  Result.fail(misused(what, "See `outbound-mcp --help`."))

/** The text of `--help`. */
export const help = `outbound-mcp: phone calls as tools for AI assistants, by the Model Context Protocol.

USAGE
  outbound-mcp [options]

It speaks on standard input and output, or with --http as Streamable HTTP.

OPTIONS
  --simulate             no phone rings, an emulator answers; no key is needed
  --read-only            only tools that change nothing; nothing brings the others back
  --exclude-tools a,b    without these tools
  --toolsets core        the tools to offer; core is the only set
  --approval host        the host's own question before place_call counts as the person's yes; not with --http; person unless told
  --http                 listen for HTTP at /mcp
  --host address         where to listen, 127.0.0.1 unless told; another address needs API keys
  --allow-host a,b       other names by which clients ask, as behind a proxy; only with API keys
  --port number          8788 unless told; 0 takes a free one
  --help, --version

ENVIRONMENT
  OUTBOUND_MCP_ALLOWED_NUMBERS   the only numbers that may be called for real, in E.164, with commas between
  OUTBOUND_MCP_APPROVAL          person or host, as --approval
  OUTBOUND_MCP_ANY_PROFILE       on: through a server also with a key whose profile asks nobody
  OUTBOUND_PROFILE               what calls are judged by: assistant unless told, which asks a person for each call
  The other settings are those of the command line tool: docs/reference.md.
`
