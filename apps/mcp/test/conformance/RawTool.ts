import { Context, Effect, Schema } from "effect"
import {
  CallToolResult,
  ContentBlock,
  type InputRequired,
  type InternalError,
  type InvalidParams,
  type McpRequestContext,
  Tool
} from "effect/ai/McpSchema"
import { McpServer } from "effect/ai/McpServer"

type Answer = Effect.Effect<CallToolResult | InputRequired, InternalError | InvalidParams, McpRequestContext>

/** Adds a tool that answers in the protocol's own terms, which no tool of the product may. */
export const addRawTool = Effect.fnUntraced(function* (
  name: string,
  answer: (given: Readonly<Record<string, unknown>>) => Answer,
  inputSchema: Readonly<Record<string, unknown>> = { type: "object", properties: {} }
) {
  const server = yield* McpServer
  yield* server.addTool({
    tool: new Tool({ name, description: `Fixture ${name}`, inputSchema: { type: "object", ...inputSchema } }),
    annotations: Context.empty(),
    handle: answer
  })
})

/** A result of these parts. */
export const said = (...content: ReadonlyArray<typeof ContentBlock.Encoded>): CallToolResult =>
  new CallToolResult({ content: content.map((part) => Schema.decodeUnknownSync(ContentBlock)(part)) })
