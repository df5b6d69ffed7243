import { type Command, fromPeers, type Peer, type PeerClient, type RequestOptions } from "./PeerClient.ts"

const identity = { name: "matrix", version: "1.0.0" }

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

const stdio = ({ args, command, env }: Command) => ({ command, args: [...args], env, stderr: "ignore" })

const second = (name: string, mode: "legacy" | { readonly pin: string }): Peer => ({
  name: `the official client 2.4 speaking ${name}`,
  isStructured: true,
  tellsProgress: true,
  connect: async (server) => {
    const { Client } = await fromPeers("@modelcontextprotocol/client/dist/index.mjs")
    const { StdioClientTransport } = await fromPeers("@modelcontextprotocol/client/dist/stdio.mjs")
    const client = new Client(identity, { versionNegotiation: { mode } })
    return official(client, new StdioClientTransport(stdio(server)), (tool, given, options) =>
      client.callTool({ name: tool, arguments: given }, options)
    )
  }
})

const first = (version: string, isStructured: boolean): Peer => ({
  name: `the official client ${version}`,
  isStructured,
  tellsProgress: true,
  connect: async (server) => {
    const folder = `mcp-sdk-${version}/dist/esm/client`
    const { Client } = await fromPeers(`${folder}/index.js`)
    const { StdioClientTransport } = await fromPeers(`${folder}/stdio.js`)
    const client = new Client(identity)
    return official(client, new StdioClientTransport(stdio(server)), (tool, given, options) =>
      client.callTool({ name: tool, arguments: given }, undefined, options)
    )
  }
})

/** The AI SDK's client cannot ask for progress. */
const aiSdk: Peer = {
  name: "@ai-sdk/mcp",
  isStructured: true,
  tellsProgress: false,
  connect: async (server) => {
    const { createMCPClient } = await fromPeers("@ai-sdk/mcp/dist/index.js")
    const { StdioMCPTransport } = await fromPeers("@ai-sdk/mcp/dist/mcp-stdio/index.js")
    const client = await createMCPClient({ transport: new StdioMCPTransport(stdio(server)) })
    return {
      tools: async () =>
        (await client.listTools()).tools.map(({ name }: { readonly name: string }) => name) as ReadonlyArray<string>,
      use: (name, given, { signal }: RequestOptions = {}) =>
        client.callTool({ name, arguments: given, options: signal === undefined ? {} : { signal } }),
      close: () => client.close()
    }
  }
}

/** Clients that assistants are built with. */
export const peers: ReadonlyArray<Peer> = [
  second("2026-07-28", { pin: "2026-07-28" }),
  second("2025-11-25", "legacy"),
  first("1.32", true),
  first("1.17", true),
  first("1.10", false),
  aiSdk
]
