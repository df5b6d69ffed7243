import type { Client } from "@outbound-call/api/Client"
import { newUlid } from "@outbound-call/core/CallIds"
import type { IdempotencyKey } from "@outbound-call/core/CallLedger"
import type { CallRequest } from "@outbound-call/core/CallRequest"
import type { PlaceOptions } from "@outbound-call/core/PlaceCall"
import { Context, Effect, Ref } from "effect"
import type { Placed } from "./CallService.ts"
import { type Asked, isProblem, type RequestError } from "./ServerAnswer.ts"
import { failureFrom } from "./ServerFailure.ts"
import { lostPlacement, notDialled } from "./LostPlacement.ts"
import { printNote } from "./Print.ts"
import { UsageError } from "./UsageError.ts"
import { UnderWay } from "./UnderWay.ts"

/**
 * Places a call at a server. The request always has an idempotency key, and one that may have arrived is sent again with
 * the same key only: the server dials once for it, however late a sending arrives. Without a key of the caller's each run
 * has one of its own, and the server is asked to give it the call of the same request within the window, so that running
 * the command again rings nobody twice either.
 */
export const sendCall = Effect.fnUntraced(function* (
  { calls }: Client,
  request: CallRequest,
  key: IdempotencyKey,
  { withoutApproval }: PlaceOptions,
  asked: Asked & { readonly simulated: boolean }
) {
  const headers = {
    ...(yield* headersOf(key)),
    ...(withoutApproval === "wait" ? { prefer: "approval=wait" } : {}),
    "outbound-simulated": asked.simulated ? ("true" as const) : ("false" as const)
  }
  const underWay = yield* UnderWay
  const send = calls.place({ headers, payload: request }).pipe(
    Effect.map(({ body: { replayed, warnings, ...call } }) => ({ call, replayed, warnings })),
    Effect.catchTag("CallNotDialledProblem", ({ call, replayed }) => Effect.succeed({ call, replayed, warnings: [] }))
  )
  const sendAgain = (lost: RequestError, sendings: number): Effect.Effect<Placed, ReturnType<typeof lostPlacement>> =>
    Effect.gen(function* () {
      const gap = (yield* SendingGaps)[sendings - 1]
      if (gap === undefined) return yield* lostPlacement(lost, key, headers["idempotency-key"], asked)
      if (sendings === 1) yield* printNote(isBroken)
      yield* Effect.sleep(gap)
      return yield* send.pipe(
        Effect.map((placed) => ({ ...placed, resent: true })),
        Effect.catch((error) =>
          mayHaveArrived(error)
            ? sendAgain(error, sendings + 1)
            : Effect.fail(lostPlacement(error, key, headers["idempotency-key"], asked))
        )
      )
    })
  return yield* send.pipe(
    Effect.catch((error) =>
      mayHaveArrived(error) ? sendAgain(error, 1) : Effect.fail(notDialled(failureFrom(asked)(error)))
    ),
    Effect.onInterrupt(() => Ref.set(underWay, "sent"))
  )
})

/** How long is waited before each further sending of one request, in milliseconds. */
export const SendingGaps = Context.Reference<ReadonlyArray<number>>("outbound-call/SendingGaps", {
  defaultValue: () => [0, 1_000, 3_000, 9_000]
})

const isBroken =
  "The connection broke after the request was sent: a phone may be ringing. It is sent again with the same key, which rings nobody twice."

/** Anything but an answer of the service that says what became of the request. */
const mayHaveArrived = (error: RequestError): boolean => !isProblem(error) || error.code === "internal-error"

const headersOf = Effect.fnUntraced(function* (key: IdempotencyKey) {
  switch (key.type) {
    case "given":
      if (!/^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/.test(key.key)) return yield* unfitKey
      return { "idempotency-key": key.key }
    case "same-request":
      return { "idempotency-key": `run_${yield* newUlid}`, "idempotency-window": String(key.withinMillis / 1000) }
    default:
      return { "idempotency-key": `new_${yield* newUlid}` }
  }
})

const unfitKey = new UsageError({
  message:
    "--idempotency-key goes to a server as 1 to 255 characters of ASCII without spaces at its ends. Nothing was sent: no phone rang."
})
