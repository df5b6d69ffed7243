import { Clock, Data, Effect, Option, Schema } from "effect"
import {
  type ClientCapabilities,
  ElicitRequestFormParams,
  InputRequired,
  InvalidParams,
  McpRequestContext,
  McpServerClient
} from "effect/ai/McpSchema"
import { boxName, formOf, type Question, questionName, type Reply } from "./Question.ts"
import { RequestState } from "./RequestState.ts"

/** The tool goes on when the client sends the request again, with the answer. */
export class InputNeeded extends Data.TaggedError("InputNeeded")<{ readonly result: InputRequired }> {}

/** Asks whoever sits at the client; null when nobody there can be asked, or nobody answered in time. */
export type Ask = (question: Question) => Effect.Effect<Reply | null, InputNeeded | InvalidParams>

/**
 * How the person at the client of this request is asked: revisions before 2026-07-28 let a server ask while the tool
 * runs, from then on it asks by returning, and the client comes again with the answer.
 */
export const askingFor = Effect.gen(function* () {
  const context = yield* McpRequestContext
  const client = Option.getOrNull(yield* Effect.serviceOption(McpServerClient))
  const seals = yield* RequestState
  const ask: Ask = (question) => {
    if (!showsForms(context.clientCapabilities)) return Effect.succeed(null)
    return client === null ? askByReturning(question, context, seals) : askMeanwhile(question, client)
  }
  return ask
})

/** A client that names neither of the two kinds of questions has forms; one that names only addresses has none. */
const showsForms = ({ elicitation }: ClientCapabilities): boolean =>
  elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined)

const askMeanwhile = (question: Question, { getClient }: McpServerClient["Service"]) =>
  Effect.gen(function* () {
    const client = yield* getClient
    const form = yield* Effect.orDie(Schema.decodeUnknownEffect(ElicitRequestFormParams)(formOf(question)))
    const since = yield* Clock.currentTimeMillis
    const answer = yield* Effect.timeoutOption(client.elicit(form), Math.max(0, question.patienceMillis))
    if (Option.isNone(answer)) return null
    return replyOf(answer.value, (yield* Clock.currentTimeMillis) - since)
  }).pipe(
    Effect.scoped,
    // a client that says it can be asked, and then cannot
    Effect.catchTags({
      McpReverseOperationError: () => Effect.succeed(null),
      McpReverseOperationUnsupported: () => Effect.succeed(null)
    })
  )

const askByReturning = Effect.fnUntraced(function* (
  question: Question,
  { inputResponses, requestState }: McpRequestContext["Service"],
  { open, seal }: RequestState["Service"]
) {
  if (requestState === undefined) {
    return yield* new InputNeeded({
      result: new InputRequired({
        inputRequests: { [questionName]: { method: "elicitation/create", params: formOf(question) } },
        requestState: yield* seal(question)
      })
    })
  }
  const state = yield* open(requestState, question)
  if (state === null) return yield* strangeState
  return replyOf(inputResponses?.[questionName], (yield* Clock.currentTimeMillis) - state.askedAt)
})

const strangeState = new InvalidParams({
  message:
    "The request state is not one that this server gave for this call, was used before, or its time is up. Nothing was dialled by it. Send the request again without it."
})

const replyOf = (answer: unknown, afterMillis: number): Reply | null => {
  const given = Option.getOrNull(decode(answer))
  return given === null ? null : { action: given.action, box: given.content?.[boxName] ?? null, afterMillis }
}

const decode = Schema.decodeUnknownOption(
  Schema.Struct({
    action: Schema.Literals(["accept", "decline", "cancel"]),
    content: Schema.optional(Schema.Struct({ [boxName]: Schema.optional(Schema.Boolean) }))
  })
)
