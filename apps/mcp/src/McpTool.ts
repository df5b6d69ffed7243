import { CurrentPrincipal, type KeyScope } from "@outbound-call/core"
import { Cause, Context, Effect, Option, Schema } from "effect"
import { CallToolResult, type InputRequired, type InvalidParams, McpRequestContext, Tool } from "effect/ai/McpSchema"
import { McpServer } from "effect/ai/McpServer"
import { type Ask, askingFor, type InputNeeded } from "./AskPerson.ts"
import { type Offered, withReachableStep } from "./Offered.ts"
import type { RequestState } from "./RequestState.ts"
import { schemaWithoutNulls, withoutNulls } from "./WithoutNulls.ts"
import { explain, type Failure, ToolError } from "./ToolError.ts"

/** What a tool says of itself to the host; all four are always told. */
export interface Hints {
  readonly readOnly: boolean
  readonly destructive: boolean
  readonly idempotent: boolean
  readonly openWorld: boolean
}

/** The request being answered, as far as a tool needs it. */
export interface ToolRequest {
  /** Tells the waiting client how far the call is. Does nothing when it did not ask to know. */
  readonly report: (message: string) => Effect.Effect<void>
  /** Whether the client comes back with the answer to a question. */
  readonly isAnswer: boolean
  /** Asks the person at the client. */
  readonly ask: Ask
}

/** A tool as a plain function between two objects. It knows nothing of the protocol. */
export interface McpTool<Input, Output, R> {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly hints: Hints
  /** What a key needs to use it, where keys are asked for. */
  readonly scope: KeyScope
  /** Where the result comes from and who may learn it, for hosts that follow how information flows. */
  readonly label?: { readonly integrity: "trusted" | "untrusted"; readonly confidentiality: "public" | "private" }
  readonly input: Schema.ConstraintCodec<Input, unknown>
  readonly output: Schema.ConstraintCodec<Output, unknown>
  readonly run: (input: Input, request: ToolRequest) => Effect.Effect<Output, Failure | NotAnswered, R>
}

/** The tool has no result yet, or the client's part in it cannot be. */
type NotAnswered = InputNeeded | InvalidParams

/**
 * Adds a tool to the server. Results are structured, with the same JSON as text; errors are one text. A next step never
 * names a tool that is not among the `offered` ones, or that whoever asks may not use.
 */
export const addTool = Effect.fnUntraced(function* <Input, Output, R>(
  tool: McpTool<Input, Output, R>,
  offered: Offered
) {
  const server = yield* McpServer
  const services = yield* Effect.context<R | RequestState>()
  yield* server.addTool({
    tool: describe(tool),
    annotations: Context.empty(),
    handle: (payload: unknown) =>
      Effect.gen(function* () {
        const request = toolRequest(server, yield* McpRequestContext, yield* askingFor)
        return yield* answer(tool, payload, { request, offered })
      }).pipe(Effect.provideContext(services))
  })
})

const describe = <Input, Output, R>({ description, hints, input, name, output, title }: McpTool<Input, Output, R>) =>
  new Tool({
    name,
    title,
    description,
    inputSchema: objectSchema(input, { onExcessProperty: "error" }),
    outputSchema: objectSchema(output, { onExcessProperty: "ignore" }),
    annotations: {
      readOnlyHint: hints.readOnly,
      destructiveHint: hints.destructive,
      idempotentHint: hints.idempotent,
      openWorldHint: hints.openWorld
    }
  })

/**
 * The root is always an object, since older clients accept no other one. Arguments are taken only by their names;
 * results may get more fields with time.
 */
const objectSchema = (
  schema: Schema.Constraint,
  options: { readonly onExcessProperty: "error" | "ignore" }
): typeof Tool.Type.inputSchema => {
  const { definitions, schema: root } = Schema.toJsonSchemaDocument(schema, options)
  const whole = { ...root, ...(Object.keys(definitions).length === 0 ? {} : { $defs: definitions }) }
  const shown = options.onExcessProperty === "error" ? whole : schemaWithoutNulls(whole)
  return { ...shown, type: "object" }
}

/** The arguments of a tool that takes none. */
export const noArguments = Schema.Record(Schema.String, Schema.Never)

const answer = <Input, Output, R>(
  tool: McpTool<Input, Output, R>,
  payload: unknown,
  { offered, request }: { readonly offered: Offered; readonly request: ToolRequest }
) =>
  Effect.gen(function* () {
    const input = yield* Schema.decodeUnknownEffect(tool.input)(payload, strictly).pipe(
      Effect.mapError((error) => invalidArguments(tool.name, error.message))
    )
    const answered = yield* Effect.timeoutOption(tool.run(input, request), patienceMillis)
    if (Option.isNone(answered)) return yield* noAnswer(tool.name)
    const output = answered.value
    const encoded = yield* Schema.encodeEffect(Schema.toCodecJson(tool.output))(output).pipe(Effect.orDie)
    const structuredContent = withoutNulls(withReachableStep(encoded, offered, yield* CurrentPrincipal))
    const text = JSON.stringify(structuredContent)
    if (new TextEncoder().encode(text).byteLength > mostBytes) return yield* Effect.die(new Error("too large a result"))
    return new CallToolResult({
      content: [{ type: "text", text }],
      structuredContent,
      ...(tool.label === undefined ? {} : { _meta: { ifc: tool.label } })
    })
  }).pipe(
    Effect.catch((failure): Effect.Effect<CallToolResult | InputRequired, InvalidParams> => {
      switch (failure._tag) {
        case "InputNeeded":
          return Effect.succeed(failure.result)
        case "InvalidParams":
          return Effect.fail(failure)
        default:
          return Effect.succeed(refusal(explain(failure)))
      }
    }),
    Effect.catchDefect((defect) => Effect.as(Effect.logError(`${tool.name} broke`, Cause.die(defect)), broken))
  )

/** Longest answer of any tool: clients give up after a minute. Tools that wait have a shorter patience of their own. */
const patienceMillis = 53_000

const noAnswer = (name: string): ToolError =>
  new ToolError({
    code: "no_answer_in_time",
    sentence: `The provider, the carrier or the server did not answer ${name} in time; a dial that has begun goes on.`,
    fix: "Try again with the same arguments, for place_call also the same idempotency_key; if it stays so, tell the person."
  })

/** Eight thousand tokens, as they are estimated: four bytes each. */
const mostBytes = 32_000

const strictly = { onExcessProperty: "error", errors: "all" } as const

const invalidArguments = (name: string, problems: string): ToolError =>
  new ToolError({
    code: "invalid_arguments",
    sentence: `The arguments of ${name} do not fit: ${problems.replaceAll(/\n\s+/g, " ").replaceAll("\n", "; ")}.`,
    fix: "Correct them as its input schema says."
  })

const refusal = ({ message }: ToolError): CallToolResult =>
  new CallToolResult({ content: [{ type: "text", text: message }], isError: true })

const broken = refusal(
  new ToolError({
    code: "internal_error",
    sentence: "The tool failed inside the server.",
    fix: "Look with list_calls before anything is placed, and tell the person."
  })
)

/** Progress must grow; the seconds are in the words. */
const toolRequest = (server: McpServer["Service"], context: McpRequestContext["Service"], ask: Ask): ToolRequest => {
  const progressToken = context.requestMetadata?.["progressToken"]
  let progress = 0
  return {
    ask,
    isAnswer: context.requestState !== undefined,
    report: (message) =>
      typeof progressToken === "string" || typeof progressToken === "number"
        ? server.notifications["notifications/progress"]({ progressToken, progress: ++progress, message }).pipe(
            Effect.provideService(McpRequestContext, context)
          )
        : Effect.void
  }
}
