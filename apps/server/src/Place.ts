import { problemOf } from "@outbound-call/api"
import { awaitCall, type CallRequest, type IdempotencyKey, type PlacedCall, placeCall } from "@outbound-call/core"
import { Clock, Effect, Fiber, type Scope } from "effect"
import { placedAnswer } from "./PlacedAnswer.ts"
import { readWait } from "./ReadWait.ts"

/**
 * Places a call in a scope of its own, so that a client that goes away ends nothing, and waits for the end of the call
 * as long as the client prefers to.
 */
export const place = Effect.fnUntraced(function* (
  request: CallRequest,
  headers: { readonly "idempotency-key": string; readonly "idempotency-window"?: string; readonly prefer?: string },
  scope: Scope.Scope
) {
  const since = yield* Clock.currentTimeMillis
  const wait = readWait(headers.prefer)
  const placed = yield* placeCall(request, keyOf(headers)).pipe(
    Effect.forkIn(scope),
    Effect.flatMap(Fiber.join),
    Effect.mapError(problemOf)
  )
  if (wait === null) return yield* placedAnswer(placed)
  const left = wait * 1000 - ((yield* Clock.currentTimeMillis) - since)
  return yield* placedAnswer(yield* waited(placed, left), `wait=${wait}`)
})

/** With a window the request itself is the key, as on the command line. */
const keyOf = (headers: {
  readonly "idempotency-key": string
  readonly "idempotency-window"?: string
}): IdempotencyKey => {
  const window = headers["idempotency-window"]
  return window === undefined
    ? { type: "given", key: headers["idempotency-key"] }
    : { type: "same-request", withinMillis: Number(window) * 1000 }
}

/** What goes wrong while waiting is no answer about the call: then it is given as it was. */
const waited = (placed: PlacedCall, millis: number) =>
  millis <= 0
    ? Effect.succeed(placed)
    : awaitCall(placed.call, { timeout: millis }).pipe(
        Effect.map((call) => ({ ...placed, call })),
        Effect.orElseSucceed(() => placed)
      )
