import { Effect } from "effect"
import { CallToolResult, McpRequestContext } from "effect/ai/McpSchema"
import { McpServer } from "effect/ai/McpServer"
import { addRawTool, said } from "./RawTool.ts"
import { audio, image, resource, text } from "./Samples.ts"

/** Tools that need nothing of the client: every kind of content, progress, logs, and news of changed lists. */
export const addContent = Effect.gen(function* () {
  const plain = [
    ["test_simple_text", [text("This is a simple text response for testing.")]],
    ["test_image_content", [image]],
    ["test_audio_content", [audio]],
    [
      "test_embedded_resource",
      [resource("test://embedded-resource", "text/plain", "This is an embedded resource content.")]
    ],
    [
      "test_multiple_content_types",
      [
        text("Multiple content types test:"),
        image,
        resource("test://mixed-content-resource", "application/json", '{"test":"data","value":123}')
      ]
    ]
  ] as const
  for (const [name, content] of plain) yield* addRawTool(name, () => Effect.succeed(said(...content)))
  yield* addRawTool("test_error_handling", () => Effect.succeed(failed))
  yield* addRawTool("json_schema_2020_12_tool", () => Effect.succeed(said(text("ok"))), schema2020)
  yield* addRawTool("test_header", () => Effect.succeed(said(text("ok"))), {
    properties: { region: { type: "string", "x-mcp-header": "Region" } },
    required: ["region"]
  })
  const { notifications } = yield* McpServer
  yield* addRawTool("test_tool_with_progress", () =>
    Effect.gen(function* () {
      const context = yield* McpRequestContext
      const progressToken = context.requestMetadata?.["progressToken"]
      for (const progress of [0, 50, 100]) {
        if (typeof progressToken === "string" || typeof progressToken === "number")
          yield* notifications["notifications/progress"]({ progressToken, progress, total: 100 })
        yield* Effect.sleep("50 millis")
      }
      return said(text("Progress was told."))
    })
  )
  const log = (...lines: ReadonlyArray<string>) =>
    Effect.as(
      Effect.forEach(lines, (data) =>
        Effect.andThen(notifications["notifications/message"]({ level: "info", data }), Effect.sleep("50 millis"))
      ),
      said(text("It was logged."))
    )
  yield* addRawTool("test_tool_with_logging", () =>
    log("Tool execution started", "Tool processing data", "Tool execution completed")
  )
  yield* addRawTool("test_logging_tool", () => log("Nobody asked for this line"))
  for (const list of ["tools", "prompts"] as const) {
    yield* addRawTool(`test_trigger_${list === "tools" ? "tool" : "prompt"}_change`, () =>
      Effect.as(notifications[`notifications/${list}/list_changed`]({}), said(text("Changed.")))
    )
  }
})

const failed = new CallToolResult({
  content: [text("This tool intentionally returns an error for testing")],
  isError: true
})

const schema2020 = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $defs: {
    address: {
      $anchor: "addressDef",
      type: "object",
      properties: { street: { type: "string" }, city: { type: "string" } }
    }
  },
  properties: {
    name: { type: "string" },
    address: { $ref: "#/$defs/address" },
    contactMethod: { type: "string", enum: ["phone", "email"] },
    phone: { type: "string" },
    email: { type: "string" }
  },
  allOf: [{ anyOf: [{ required: ["phone"] }, { required: ["email"] }] }],
  if: { properties: { contactMethod: { const: "phone" } }, required: ["contactMethod"] },
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  then: { required: ["phone"] },
  else: { required: ["email"] },
  additionalProperties: false
}
