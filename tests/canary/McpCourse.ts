import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js"
import { programs } from "../service/Programs.ts"
import { everyKind, numbers, type Sink, variables } from "./Canaries.ts"
import { processList, type Stage } from "./Stage.ts"

/** Uses the tools well and badly over standard input and output; gives what the process wrote beside its answers. */
export const playMcp = async (stage: Stage) => {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [programs.mcp],
    env: { ...stage.environment, OUTBOUND_MCP_ALLOWED_NUMBERS: `${numbers.overMcp},${numbers.isRefused}` },
    stderr: "pipe"
  })
  const client = new Client({ name: "canary", version: "1.0.0" })
  let log = ""
  const said = Promise.withResolvers<void>()
  transport.stderr?.on("data", (chunk: Buffer) => {
    log += chunk.toString()
    if (log.includes("no JSON")) said.resolve()
  })
  await client.connect(transport)
  const answers: Array<string> = []
  const use = async (name: string, given: object) => {
    const answer = await client.callTool({ name, arguments: { ...given } })
    answers.push(JSON.stringify(answer))
    return answer.structuredContent as Record<string, unknown> | undefined
  }
  // a variable that nothing reads is refused: the first message reads it
  const first_message = "Hello {{customer_name}}, about {{diagnosis}}: do you have a minute?"
  const wish = { to: numbers.overMcp, variables, first_message, idempotency_key: "canary-over-mcp" }
  const placed = await use("place_call", { ...wish, wait_seconds: 0 })
  const call = { call_id: placed?.["call_id"] }
  await use("wait_for_call", { ...call, wait_seconds: 20 })
  await use("get_transcript", call)
  await use("place_call", { ...wish, to: numbers.isRefused })
  await use("place_call", { ...wish, to: numbers.isRefused, idempotency_key: "canary-refused", wait_seconds: 0 })
  await use("place_call", { ...wish, to: numbers.answers, idempotency_key: "canary-forbidden" })
  await use("get_call", { call_id: numbers.answers })
  await use("check_call", { to: `${numbers.answers}99`, variables })
  await transport.send(`to ${numbers.answers}, ${variables.customer_name}` as never)
  const listed = processList()
  await rawLine(transport, `{"to": "${numbers.answers}", ${variables.customer_name}`)
  await said.promise
  await client.close()
  const sinks: ReadonlyArray<Sink> = [
    { name: "MCP server's log", text: log, forbids: everyKind },
    { name: "process list", text: listed, forbids: everyKind },
    { name: "MCP answers", text: answers.join("\n"), forbids: ["secret"] }
  ]
  return { sinks, answers }
}

/** A line that is no message: the client of the protocol would not send it. */
const rawLine = (transport: StdioClientTransport, line: string): Promise<void> => {
  const { _process } = transport as unknown as { readonly _process: { readonly stdin: NodeJS.WritableStream } }
  return new Promise((resolve) => _process.stdin.write(`${line}\n`, () => resolve()))
}
