import { Effect, Option, Schema } from "effect"
import { ElicitRequestFormParams, InternalError, type McpReverseClient, McpServerClient } from "effect/ai/McpSchema"
import { addRawTool, said } from "./RawTool.ts"
import { text } from "./Samples.ts"

/** Tools that ask the client while they run, as the revisions before 2026-07-28 have it. */
export const addReverse = Effect.gen(function* () {
  yield* addRawTool(
    "test_sampling",
    ({ prompt }) =>
      asking((client) =>
        client
          .createMessage({ messages: [{ role: "user", content: text(String(prompt)) }], maxTokens: 100 })
          .pipe(Effect.map(({ content }) => said(text(`LLM response: ${JSON.stringify(content)}`))))
      ),
    { properties: { prompt: { type: "string" } }, required: ["prompt"] }
  )
  yield* addRawTool("test_elicitation", ({ message }) => form(String(message), person), {
    properties: { message: { type: "string" } },
    required: ["message"]
  })
  yield* addRawTool("test_elicitation_sep1034_defaults", () => form("Please look over the defaults", defaults))
  yield* addRawTool("test_elicitation_sep1330_enums", () => form("Please choose", enums))
})

const asking = <A, E>(ask: (client: McpReverseClient) => Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    const client = yield* Effect.serviceOption(McpServerClient)
    if (Option.isNone(client)) return yield* new InternalError({ message: "This revision cannot ask meanwhile." })
    return yield* Effect.flatMap(client.value.getClient, ask)
  }).pipe(
    Effect.scoped,
    Effect.mapError((error) => new InternalError({ message: String(error) }))
  )

const form = (message: string, requestedSchema: object) =>
  asking((client) =>
    Schema.decodeUnknownEffect(ElicitRequestFormParams)({ message, requestedSchema }).pipe(
      Effect.flatMap((request) => client.elicit(request)),
      Effect.map((answer) =>
        said(
          text(
            `Elicitation completed: action=${answer.action}, content=${JSON.stringify("content" in answer ? answer.content : {})}`
          )
        )
      )
    )
  )

const object = (properties: object, required: ReadonlyArray<string> = []) => ({ type: "object", properties, required })

const person = object(
  {
    username: { type: "string", description: "User's response" },
    email: { type: "string", description: "User's email address" }
  },
  ["username", "email"]
)

const defaults = object({
  name: { type: "string", default: "John Doe" },
  age: { type: "integer", default: 30 },
  score: { type: "number", default: 95.5 },
  status: { type: "string", enum: ["active", "inactive", "pending"], default: "active" },
  verified: { type: "boolean", default: true }
})

const options = ["option1", "option2", "option3"]
const titled = [1, 2, 3].map((n) => ({ const: `value${n}`, title: `Option ${n}` }))

const enums = object({
  untitledSingle: { type: "string", enum: options },
  titledSingle: { type: "string", oneOf: titled },
  legacyEnum: {
    type: "string",
    enum: ["opt1", "opt2", "opt3"],
    enumNames: ["Option One", "Option Two", "Option Three"]
  },
  untitledMulti: { type: "array", items: { type: "string", enum: options } },
  titledMulti: { type: "array", items: { anyOf: titled } }
})
