// A server on the official SDK with the tools of a file: what a start costs there.
import { readFileSync } from "node:fs"

const peer = new URL("../../peers/node_modules/@modelcontextprotocol/server/dist/", import.meta.url)
const { fromJsonSchema, McpServer } = await import(new URL("index.mjs", peer).href)
const { StdioServerTransport } = await import(new URL("stdio.mjs", peer).href)

const server = new McpServer({ name: "sdk", version: "1.0.0" })
for (const { name, inputSchema, outputSchema, ...rest } of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const config = { ...rest, inputSchema: fromJsonSchema(inputSchema), outputSchema: fromJsonSchema(outputSchema) }
  server.registerTool(name, config, () => ({ content: [] }))
}
await server.connect(new StdioServerTransport())
