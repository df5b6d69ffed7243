import { fileURLToPath } from "node:url"
import {
  type Command,
  fromPeers,
  type Peer,
  type PeerClient,
  type Person,
  type Reach,
  type RequestOptions
} from "./PeerClient.ts"

const identity = { name: "matrix", version: "1.0.0" }

type Over = "stdio" | "HTTP"

/** The part of the official clients that all their versions have. */
interface OfficialClient {
  readonly connect: (transport: unknown) => Promise<void>
  readonly listTools: () => Promise<{ readonly tools: ReadonlyArray<{ readonly name: string }> }>
  readonly close: () => Promise<void>
}

const official = async (client: OfficialClient, transport: unknown, use: PeerClient["use"]): Promise<PeerClient> => {
  await client.connect(transport)
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    use,
    close: () => client.close()
  }
}

const capabilitiesWith = (person: Person | undefined) => (person === undefined ? {} : { elicitation: {} })

const answering =
  (person: Person) =>
  ({ params }: { readonly params: { readonly message: string } }) =>
    person(params.message)

const stdio = ({ args, command, env }: Command) => ({ command, args: [...args], env, stderr: "ignore" })

const second = (revision: string, mode: "legacy" | { readonly pin: string }, over: Over): Peer => ({
  name: `the official client 2.4 speaking ${revision} over ${over}`,
  isHttp: over === "HTTP",
  isStructured: true,
  tellsProgress: true,
  showsForms: true,
  connect: async ({ command, url }, person) => {
    const { Client, StreamableHTTPClientTransport } = await fromPeers("@modelcontextprotocol/client/dist/index.mjs")
    const { StdioClientTransport } = await fromPeers("@modelcontextprotocol/client/dist/stdio.mjs")
    const transport =
      over === "HTTP" ? new StreamableHTTPClientTransport(new URL(url)) : new StdioClientTransport(stdio(command))
    const client = new Client(identity, { versionNegotiation: { mode }, capabilities: capabilitiesWith(person) })
    if (person !== undefined) client.setRequestHandler("elicitation/create", answering(person))
    return official(client, transport, (tool, given, options) =>
      client.callTool({ name: tool, arguments: given }, options)
    )
  }
})

const firstGeneration = async (version: string, over: Over, { command, url }: Reach, person?: Person) => {
  const folder = `mcp-sdk-${version}/dist/esm/client`
  const { Client } = await fromPeers(`${folder}/index.js`)
  const { StdioClientTransport } = await fromPeers(`${folder}/stdio.js`)
  const { StreamableHTTPClientTransport } = await fromPeers(`${folder}/streamableHttp.js`)
  const client = new Client(identity, { capabilities: capabilitiesWith(person) })
  if (person !== undefined) {
    const { ElicitRequestSchema } = await fromPeers(`mcp-sdk-${version}/dist/esm/types.js`)
    client.setRequestHandler(ElicitRequestSchema, answering(person))
  }
  const transport =
    over === "HTTP" ? new StreamableHTTPClientTransport(new URL(url)) : new StdioClientTransport(stdio(command))
  return official(client, transport, (tool, given, options) =>
    client.callTool({ name: tool, arguments: given }, undefined, options)
  )
}

/** The first one that can be asked came with the revision that has structured results. */
const first = (version: string, isStructured: boolean, over: Over): Peer => ({
  name: `the official client ${version} over ${over}`,
  isHttp: over === "HTTP",
  isStructured,
  tellsProgress: true,
  showsForms: isStructured,
  connect: (reach, person) => firstGeneration(version, over, reach, person)
})

/** The AI SDK's client cannot ask for progress. */
const aiSdk = (over: Over): Peer => ({
  name: `@ai-sdk/mcp over ${over}`,
  isHttp: over === "HTTP",
  isStructured: true,
  tellsProgress: false,
  showsForms: true,
  connect: async ({ command, url }, person) => {
    const { createMCPClient, ElicitationRequestSchema } = await fromPeers("@ai-sdk/mcp/dist/index.js")
    const { StdioMCPTransport } = await fromPeers("@ai-sdk/mcp/dist/mcp-stdio/index.js")
    const transport = over === "HTTP" ? { type: "http", url } : new StdioMCPTransport(stdio(command))
    const client = await createMCPClient({ transport, capabilities: capabilitiesWith(person) })
    if (person !== undefined) client.onElicitationRequest(ElicitationRequestSchema, answering(person))
    return {
      tools: async () =>
        (await client.listTools()).tools.map(({ name }: { readonly name: string }) => name) as ReadonlyArray<string>,
      use: (name, given, { signal }: RequestOptions = {}) =>
        client.callTool({ name, arguments: given, options: signal === undefined ? {} : { signal } }),
      close: () => client.close()
    }
  }
})

const bridge = fileURLToPath(new URL("../../peers/node_modules/mcp-remote/dist/proxy.js", import.meta.url))

/** A host that knows only stdio, before the bridge that it then uses. */
const bridged: Peer = {
  name: "mcp-remote before the official client 1.32",
  isHttp: true,
  isStructured: true,
  tellsProgress: true,
  showsForms: false,
  connect: ({ command, url }) =>
    firstGeneration("1.32", "stdio", {
      url,
      command: { ...command, args: [bridge, url, "--transport", "http-only", "--silent"] }
    })
}

/** Clients that assistants are built with. */
export const peers: ReadonlyArray<Peer> = [
  ...(["stdio", "HTTP"] as const).flatMap((over) => [
    second("2026-07-28", { pin: "2026-07-28" }, over),
    second("2025-11-25", "legacy", over),
    first("1.32", true, over),
    first("1.17", true, over),
    first("1.10", false, over),
    aiSdk(over)
  ]),
  bridged
]
