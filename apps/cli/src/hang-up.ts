import { hangUp } from "@outbound-call/core/HangUp"
import * as LedgerFile from "@outbound-call/node/LedgerFile"
import { Effect } from "effect"
import { callJson, callSummary } from "./DescribeCall.ts"
import type { OneCallInput } from "./FollowCommands.ts"
import { printResult } from "./Print.ts"
import { sideOf } from "./Side.ts"

/** `outbound hang-up`: ends a live call, or says what is missing for that. */
export const hangUpCall = Effect.fn("hang-up")(function* (input: OneCallInput) {
  const place = yield* sideOf(input.id, input.simulate)
  const call = yield* hangUp(input.id).pipe(Effect.provide(LedgerFile.layer(place.ledgerFile)))
  yield* printResult({ json: callJson(call), text: `It is over already.\n${callSummary(call)}` })
  return "done" as const
})
