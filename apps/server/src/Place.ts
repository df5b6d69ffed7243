import { CallRefusedProblem, problemOf } from "@outbound-call/api"
import { awaitCall, type CallRequest, type IdempotencyKey, type PlacedCall, placeCall } from "@outbound-call/core"
import { Clock, Effect, Fiber, type Scope } from "effect"
import { placedAnswer } from "./PlacedAnswer.ts"
import { readWait, waitsForApproval } from "./ReadWait.ts"

/** What a request to place a call says of itself. */
interface PlaceHeaders {
  readonly "idempotency-key": string
  readonly "idempotency-window"?: string
  /** Whether the caller takes this service for one that simulates. */
  readonly "outbound-simulated"?: "true" | "false"
  readonly prefer?: string
}

/** Simulated and real calls never meet: who expects the one is not given the other. */
const otherSide = (simulated: boolean) =>
  new CallRefusedProblem({
    detail: `This service ${simulated ? "simulates, and a real call" : "rings phones, and a simulated call"} was asked for. No phone rang for this request.`,
    code: simulated ? "service-simulates" : "service-rings-phones",
    phone_may_have_rung: false,
    retry_safe: true,
    next_step: "Ask GET /healthz which of the two it is, and send the request to the service that you mean."
  })

/**
 * Places a call in a scope of its own, so that a client that goes away ends nothing, and waits for the end of the call
 * as long as the client prefers to.
 */
export const place = Effect.fnUntraced(function* (
  request: CallRequest,
  headers: PlaceHeaders,
  { scope, simulated }: { readonly scope: Scope.Scope; readonly simulated: boolean }
) {
  const meant = headers["outbound-simulated"]
  if (meant !== undefined && (meant === "true") !== simulated) return yield* otherSide(simulated)
  const since = yield* Clock.currentTimeMillis
  const wait = readWait(headers.prefer)
  const waits = waitsForApproval(headers.prefer)
  const withoutApproval = waits ? "wait" : "refuse"
  const placed = yield* placeCall(request, keyOf(headers), { withoutApproval }).pipe(
    Effect.forkIn(scope),
    Effect.flatMap(Fiber.join),
    Effect.mapError(problemOf)
  )
  const applied = [...(wait === null ? [] : [`wait=${wait}`]), ...(waits ? ["approval=wait"] : [])].join(", ")
  if (wait === null) return yield* placedAnswer(placed, applied)
  const left = wait * 1000 - ((yield* Clock.currentTimeMillis) - since)
  return yield* placedAnswer(yield* waited(placed, left), applied)
})

/** The key counts for ever; with a window, the same request shortly before gives its call to a key that is new. */
const keyOf = (headers: PlaceHeaders): IdempotencyKey => {
  const window = headers["idempotency-window"]
  return {
    type: "given",
    key: headers["idempotency-key"],
    sameRequestWithinMillis: window === undefined ? undefined : Number(window) * 1000
  }
}

/** What goes wrong while waiting is no answer about the call: then it is given as it was. */
const waited = (placed: PlacedCall, millis: number) =>
  millis <= 0
    ? Effect.succeed(placed)
    : awaitCall(placed.call, { timeout: millis }).pipe(
        Effect.map((call) => ({ ...placed, call })),
        Effect.orElseSucceed(() => placed)
      )
