import type { CallView } from "@outbound-call/core/Call"
import type { CallRequest } from "@outbound-call/core/CallRequest"
import { Context, Data, Effect } from "effect"
import type { Client } from "./Client.ts"
import { isProblem, type RequestError } from "./ServerAnswer.ts"

/** What became of placing at a server. */
export interface SentCall {
  readonly call: CallView
  readonly replayed: boolean
  readonly warnings: ReadonlyArray<string>
  /** Present when the request was sent again, since the connection had broken. */
  readonly resent?: boolean
}

/**
 * The request was sent, and it is not known what became of it. Whatever was answered to a later sending is no word about
 * the first one: a phone may have rung. Sending it with the same key is safe.
 */
export class SendingLost extends Data.TaggedError("SendingLost")<{ readonly last: RequestError }> {}

/**
 * Places a call at a server. A request that may have arrived is sent again with the same idempotency key only: the server
 * dials once for it, however late a sending arrives. `onBroken` is told before the second sending.
 */
export const sendCall = (
  { calls }: Client,
  request: CallRequest,
  {
    headers,
    onBroken
  }: { readonly headers: Parameters<Client["calls"]["place"]>[0]["headers"]; readonly onBroken: Effect.Effect<void> }
): Effect.Effect<SentCall, RequestError | SendingLost> => {
  const send = calls.place({ headers, payload: request }).pipe(
    Effect.map(({ body: { replayed, warnings, ...call } }): SentCall => ({ call, replayed, warnings })),
    Effect.catchTag("CallNotDialledProblem", ({ call, replayed }) => Effect.succeed({ call, replayed, warnings: [] }))
  )
  const sendAgain = (last: RequestError, sendings: number): Effect.Effect<SentCall, SendingLost> =>
    Effect.gen(function* () {
      const gap = (yield* SendingGaps)[sendings - 1]
      if (gap === undefined) return yield* new SendingLost({ last })
      if (sendings === 1) yield* onBroken
      yield* Effect.sleep(gap)
      return yield* send.pipe(
        Effect.map((sent) => ({ ...sent, resent: true })),
        Effect.catch((error) =>
          mayHaveArrived(error) ? sendAgain(error, sendings + 1) : Effect.fail(new SendingLost({ last: error }))
        )
      )
    })
  return send.pipe(
    Effect.catch((error): Effect.Effect<SentCall, RequestError | SendingLost> =>
      mayHaveArrived(error) ? sendAgain(error, 1) : Effect.fail(error)
    )
  )
}

/** How long is waited before each further sending of one request, in milliseconds. */
export const SendingGaps = Context.Reference<ReadonlyArray<number>>("@outbound-call/api/SendingGaps", {
  defaultValue: () => [0, 1_000, 3_000, 9_000]
})

/** Anything but an answer of the service that says what became of the request. */
const mayHaveArrived = (error: RequestError): boolean => !isProblem(error) || error.code === "internal-error"
