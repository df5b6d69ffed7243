import { type CallView, isFinal } from "@outbound-call/core/Call"
import { CallEvent } from "@outbound-call/core/CallEvent"
import { CallNotFound } from "@outbound-call/core/CallErrors"
import { isCallId } from "@outbound-call/core/CallIds"
import { Conversation } from "@outbound-call/core/Conversation"
import { plain } from "@outbound-call/core/RenderTranscript"
import { Effect, Schema } from "effect"
import { CallService } from "./CallService.ts"
import { callDetails, callJson, clock, instant, rows } from "./DescribeCall.ts"
import type { ShowInput } from "./FollowCommands.ts"
import { printNote, printResult } from "./Print.ts"
import { Records } from "./Records.ts"
import { type Side, sideOf } from "./Side.ts"

/** `outbound show`: one call as it stands. What is over needs no key; what is not falls back to the ledger without one. */
export const show = Effect.fn("show")(function* (input: ShowInput) {
  const side = yield* sideOf(input.id, input.simulate)
  const recorded = yield* findRecorded(input.id, side)
  if (recorded === null) return yield* showConversation(input.id, side)
  const call = isFinal(recorded) ? recorded : yield* lookAnew(recorded, side)
  const events = input.events ? yield* readEvents(call, side) : undefined
  yield* printResult({
    json: { ...callJson(call), ...(events === undefined ? {} : { events: events.map((event) => encodeEvent(event)) }) },
    text: [callDetails(call), ...(events ?? []).map(eventLine)].join("\n")
  })
  return "done" as const
})

const encodeEvent = Schema.encodeSync(CallEvent)
const encodeConversation = Schema.encodeSync(Conversation)

const findRecorded = Effect.fnUntraced(function* (id: string, { isThere, records }: Side) {
  if (!(yield* isThere)) return null
  const found = yield* Records.use(({ find }) => find(id)).pipe(Effect.provide(records))
  return found === null && isCallId(id) ? yield* new CallNotFound({ id }) : found
})

const lookAnew = (recorded: CallView, { calls }: Side) =>
  CallService.use(({ get }) => get(recorded.id)).pipe(
    Effect.provide(calls),
    Effect.catchTag("ConfigurationError", (error) =>
      Effect.as(printNote(`As last recorded; the provider was not asked: ${error.problems.join(" ")}`), recorded)
    )
  )

const readEvents = (call: CallView, { records }: Side) =>
  Records.use(({ events }) => events(call)).pipe(Effect.provide(records))

const eventLine = (event: CallEvent): string => {
  const what = event.type === "status" ? event.status : event.type
  const why = event.type === "status" && event.message !== null ? `  ${plain(event.message)}` : ""
  return `  ${instant(event.at)}  ${what}${why}`
}

const showConversation = Effect.fnUntraced(function* (id: string, { calls, simulated }: Side) {
  const conversation = yield* CallService.use((service) => service.conversation(id)).pipe(Effect.provide(calls))
  const { answeredAt, durationSeconds, phoneCall, startedAt } = conversation
  yield* printResult({
    json: { simulated, conversation: encodeConversation(conversation) },
    text: rows([
      ["conversation", conversation.id],
      ["status", plain(conversation.status)],
      ["agent", conversation.agentId],
      ["to", phoneCall?.externalNumber ?? null],
      ["started", startedAt === null ? null : instant(startedAt)],
      ["answered", answeredAt === null ? null : instant(answeredAt)],
      ["duration", durationSeconds === null ? null : clock(durationSeconds)],
      ["ended by", conversation.terminationReason === null ? null : plain(conversation.terminationReason)],
      ["goal", conversation.analysis?.evaluation ?? null],
      ["summary", conversation.analysis?.summary ? plain(conversation.analysis.summary) : null],
      ["note", "not placed through this ledger"]
    ])
  })
  return "done" as const
})
