// A server on the official SDK with the tools of a file, `sdk-server.mjs <tools> [answers]`: what a start and a call cost
// there. A call of a tool is answered with what the second file has for it, whatever it asks.
import { readFileSync } from "node:fs"

const peer = new URL("../../peers/node_modules/@modelcontextprotocol/server/dist/", import.meta.url)
const { fromJsonSchema, McpServer } = await import(new URL("index.mjs", peer).href)
const { StdioServerTransport } = await import(new URL("stdio.mjs", peer).href)

const read = (file) => JSON.parse(readFileSync(file, "utf8"))
const [toolsFile, answersFile] = process.argv.slice(2)
const answers = answersFile === undefined ? {} : read(answersFile)

const server = new McpServer({ name: "sdk", version: "1.0.0" })
for (const { name, inputSchema, outputSchema, ...rest } of read(toolsFile)) {
  const config = { ...rest, inputSchema: fromJsonSchema(inputSchema), outputSchema: fromJsonSchema(outputSchema) }
  server.registerTool(name, config, () => answers[name] ?? { content: [] })
}
await server.connect(new StdioServerTransport())
