import { createHmac } from "node:crypto"
import { Context, Effect } from "effect"
import {
  GetPromptResult,
  InputRequired,
  InvalidParams,
  McpRequestContext,
  type McpInputRequest,
  Prompt
} from "effect/ai/McpSchema"
import { McpServer } from "effect/ai/McpServer"
import { addRawTool, said } from "./RawTool.ts"
import { text } from "./Samples.ts"

/** Tools and a prompt that need an answer of the client first, as the revision 2026-07-28 has it. */
export const addInputRequired = Effect.gen(function* () {
  const ask = (name: string, questions: Questions, state?: string) =>
    addRawTool(`test_${name}`, () => answered(questions, state))
  yield* ask("input_required_result_elicitation", { user_name: elicit("What is your name?", "name") })
  yield* ask("input_required_result_sampling", { capital_question: sample("What is the capital of France?") })
  yield* ask("input_required_result_list_roots", { client_roots: roots })
  yield* ask("input_required_result_request_state", { confirm: elicit("Please confirm", "ok", "boolean") }, "state-ok")
  yield* ask("input_required_result_tampered_state", { confirm: elicit("Please confirm", "ok", "boolean") }, "sealed")
  yield* ask(
    "input_required_result_multiple_inputs",
    {
      user_name: elicit("What is your name?", "name"),
      greeting: sample("Generate a greeting"),
      client_roots: roots
    },
    "three"
  )
  yield* ask("missing_capability", { question: sample("Are you there?") })
  yield* ask("streaming_elicitation", { confirm: elicit("Please confirm", "ok", "boolean") })
  yield* addRawTool("test_input_required_result_multi_round", () =>
    Effect.gen(function* () {
      const { requestState } = yield* McpRequestContext
      return requestState === sealed("round-1") || requestState === sealed("round-2")
        ? yield* answered({ step2: elicit("Step 2: What is your favorite color?", "color") }, "round-2", "round-1")
        : yield* answered({ step1: elicit("Step 1: What is your name?", "name") }, "round-1")
    })
  )
  yield* addRawTool("test_input_required_result_capabilities", () =>
    Effect.gen(function* () {
      const { clientCapabilities } = yield* McpRequestContext
      return yield* answered({
        ...(clientCapabilities.elicitation === undefined ? {} : { name: elicit("What is your name?", "name") }),
        ...(clientCapabilities.sampling === undefined ? {} : { greeting: sample("Generate a greeting") })
      })
    })
  )
  const server = yield* McpServer
  const name = "test_input_required_result_prompt"
  yield* server.addPrompt({
    prompt: new Prompt({ name, description: `Fixture ${name}` }),
    annotations: Context.empty(),
    completions: {},
    handle: () =>
      Effect.map(answered({ user_context: elicit("What context should the prompt use?", "context") }), (answer) =>
        answer instanceof InputRequired
          ? answer
          : new GetPromptResult({ messages: [{ role: "user", content: text(JSON.stringify(answer.content)) }] })
      )
  })
})

type Questions = Readonly<Record<string, McpInputRequest>>

/** The answers as text, or the questions again as long as one lacks its answer. */
const answered = Effect.fnUntraced(function* (questions: Questions, state?: string, before?: string) {
  const { inputResponses = {}, requestState } = yield* McpRequestContext
  const good = [undefined, state, before].map((word) => (word === undefined ? undefined : sealed(word)))
  if (!good.includes(requestState)) return yield* new InvalidParams({ message: "The request state is not ours." })
  const isFirst = before !== undefined && requestState === sealed(before)
  const isAnswered = !isFirst && Object.keys(questions).every((key) => isAnswer(inputResponses[key]))
  if (isAnswered && (state === undefined || requestState !== undefined))
    return said(text(`${state ?? "Hello"} ${JSON.stringify(inputResponses)}`))
  return new InputRequired({
    inputRequests: questions,
    ...(state === undefined ? {} : { requestState: sealed(state) })
  })
})

const isAnswer = (response: unknown): boolean => typeof response === "object" && response !== null

const sealed = (word: string): string =>
  `${word}.${createHmac("sha256", "a key of this fixture").update(word).digest("base64url")}`

const elicit = (message: string, field: string, type = "string"): McpInputRequest => ({
  method: "elicitation/create",
  params: {
    mode: "form",
    message,
    requestedSchema: { type: "object", properties: { [field]: { type } }, required: [field] }
  }
})

const sample = (question: string): McpInputRequest => ({
  method: "sampling/createMessage",
  params: { messages: [{ role: "user", content: { type: "text", text: question } }], maxTokens: 100 }
})

const roots: McpInputRequest = { method: "roots/list", params: {} }
