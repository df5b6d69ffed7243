import { type Call, isFinal } from "@outbound-call/core/Call"
import { CallEvent, showEvent } from "@outbound-call/core/CallEvent"
import { isCallId } from "@outbound-call/core/CallIds"
import { CallLedger } from "@outbound-call/core/CallLedger"
import { Conversation } from "@outbound-call/core/Conversation"
import { getCall } from "@outbound-call/core/GetCall"
import { getConversation } from "@outbound-call/core/GetConversation"
import { plain } from "@outbound-call/core/RenderTranscript"
import * as Ledger from "@outbound-call/node/Ledger"
import { hasLedger, type LedgerPlace } from "@outbound-call/node/LedgerPlace"
import * as OutboundCall from "@outbound-call/node/OutboundCall"
import { Effect, Schema } from "effect"
import { callDetails, callJson, clock, instant, rows } from "./DescribeCall.ts"
import type { ShowInput } from "./FollowCommands.ts"
import { printNote, printResult } from "./Print.ts"
import { sideOf } from "./Side.ts"

/** `outbound show`: one call as it stands. What is over needs no key; what is not falls back to the ledger without one. */
export const show = Effect.fn("show")(function* (input: ShowInput) {
  const place = yield* sideOf(input.id, input.simulate)
  const recorded = yield* findRecorded(input.id, place)
  if (recorded === null) return yield* showConversation(input.id, place)
  const call = isFinal(recorded) ? recorded : yield* lookAnew(recorded, place)
  const events = input.events ? yield* readEvents(call, place) : undefined
  yield* printResult({
    json: { ...callJson(call), ...(events === undefined ? {} : { events: events.map((event) => encodeEvent(event)) }) },
    text: [callDetails(call), ...(events ?? []).map(eventLine)].join("\n")
  })
  return "done" as const
})

const encodeEvent = Schema.encodeSync(CallEvent)
const encodeConversation = Schema.encodeSync(Conversation)

const findRecorded = Effect.fnUntraced(function* (id: string, place: LedgerPlace) {
  if (!(yield* hasLedger(place))) return null
  return yield* CallLedger.use((ledger) => ledger.find(id)).pipe(
    Effect.catchTag("CallNotFound", (error) => (isCallId(id) ? Effect.fail(error) : Effect.succeed(null))),
    Effect.provide(Ledger.layer(place))
  )
})

const lookAnew = (recorded: Call, place: LedgerPlace) =>
  getCall(recorded.id).pipe(
    Effect.provide(OutboundCall.layerFromConfiguration({ simulate: place.simulated })),
    Effect.catchTag("ConfigurationError", (error) =>
      Effect.as(printNote(`As last recorded; the provider was not asked: ${error.problems.join(" ")}`), recorded)
    )
  )

const readEvents = (call: Call, place: LedgerPlace) =>
  CallLedger.use((ledger) => ledger.events(call.id, 0)).pipe(
    Effect.map((events) => events.map((event) => showEvent(call, event, 0))),
    Effect.provide(Ledger.layer(place))
  )

const eventLine = (event: CallEvent): string => {
  const what = event.type === "status" ? event.status : event.type
  const why = event.type === "status" && event.message !== null ? `  ${plain(event.message)}` : ""
  return `  ${instant(event.at)}  ${what}${why}`
}

const showConversation = Effect.fnUntraced(function* (id: string, place: LedgerPlace) {
  const conversation = yield* getConversation(id).pipe(
    Effect.provide(OutboundCall.layerFromConfiguration({ simulate: place.simulated }))
  )
  const { answeredAt, durationSeconds, phoneCall, startedAt } = conversation
  yield* printResult({
    json: { simulated: place.simulated, conversation: encodeConversation(conversation) },
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
