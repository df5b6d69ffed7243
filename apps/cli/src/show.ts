import { type CallView, isFinal } from "@outbound-call/core/Call"
import { CallNotFound } from "@outbound-call/core/CallErrors"
import { isCallId } from "@outbound-call/core/CallIds"
import { Effect } from "effect"
import { CallService } from "./CallService.ts"
import { callDetails, callJson } from "./DescribeCall.ts"
import type { ShowInput } from "./FollowCommands.ts"
import { printNote, printResult } from "./Print.ts"
import { Records } from "./Records.ts"
import { type Side, sideOf } from "./Side.ts"

/** `outbound show`: one call as it stands. What is over needs no key; what is not falls back to the ledger without one. */
export const show = Effect.fn("show")(function* (input: ShowInput) {
  const side = yield* sideOf(input.id, input.simulate)
  const recorded = yield* findRecorded(input.id, side)
  if (recorded === null) {
    const { showConversation } = yield* Effect.promise(() => import("./ShowConversation.ts"))
    return yield* showConversation(input.id, side)
  }
  const call = isFinal(recorded) ? recorded : yield* lookAnew(recorded, side)
  const events = input.events ? yield* readEvents(call, side) : null
  yield* printResult({
    json: { ...callJson(call), ...(events === null ? {} : { events: events.documents }) },
    text: [callDetails(call), ...(events === null ? [] : events.lines)].join("\n")
  })
  return "done" as const
})

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

const readEvents = Effect.fnUntraced(function* (call: CallView, { records }: Side) {
  const { eventJson, eventLine } = yield* Effect.promise(() => import("./DescribeEvent.ts"))
  const events = yield* Records.use((all) => all.events(call)).pipe(Effect.provide(records))
  return { documents: events.map(eventJson), lines: events.map(eventLine) }
})
