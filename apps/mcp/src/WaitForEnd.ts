import { type CallView, isFinal } from "@outbound-call/core"
import { Clock, Effect, Stream } from "effect"
import { CallService } from "./CallService.ts"
import type { ToolRequest } from "./McpTool.ts"
import { Parting } from "./Parting.ts"

/** How often a waiting client hears of the call. */
const reportEveryMillis = 3_000

/**
 * The call at its end, or as it stands when the time is up or the client leaves. Tells how far it is meanwhile: status and seconds, nothing
 * that was said. Stopping to wait does not touch the call.
 */
export const waitForEnd = Effect.fn("waitForEnd")(function* (call: CallView, millis: number, request: ToolRequest) {
  if (millis <= 0 || isFinal(call)) return call
  const startedAt = yield* Clock.currentTimeMillis
  let status: string = call.status
  const { follow: news, get } = yield* CallService
  const follow = news(call.id).pipe(
    Stream.interruptWhen(Effect.sleep(millis)),
    Stream.runForEach((event) =>
      Effect.sync(() => {
        if (event.type === "status") status = event.status
      })
    )
  )
  const report = Effect.gen(function* () {
    const seconds = Math.floor(((yield* Clock.currentTimeMillis) - startedAt) / 1000)
    yield* request.report(`${status}, waited ${seconds} s`)
    yield* Effect.sleep(reportEveryMillis)
  })
  yield* Effect.raceAllFirst([follow, Effect.forever(report), yield* Parting])
  return yield* get(call.id)
})
