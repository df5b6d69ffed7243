import { isFinal } from "@outbound-call/core/Call"
import type { CallEvent } from "@outbound-call/core/CallEvent"
import { Data, Effect, Stream } from "effect"
import type { Client } from "./Client.ts"
import { isProblem, type RequestError } from "./ServerAnswer.ts"

/**
 * The news of a call from the server's event stream, until the call is over. A stream that breaks, falls silent or ends
 * early is opened again after the last event that was told, for as long as somebody follows; that reads only. What the
 * server refuses ends it. `onSilence` is told when it did not answer twice. Without turns nothing that is said
 * is asked for, and following counts as no reading of a transcript.
 */
export const followAtServer = (
  client: Client,
  id: string,
  {
    onSilence = Effect.void,
    withTurns = true
  }: { readonly onSilence?: Effect.Effect<void>; readonly withTurns?: boolean } = {}
): Stream.Stream<CallEvent, RequestError> =>
  Stream.suspend(() => {
    let last: string | undefined
    let losses = 0
    /** How many events the stream has told that is open now. */
    let told = 0
    let isComplete = false
    const tellNews = Stream.suspend(() => {
      told = 0
      return readEvents(client, id, { after: last, withTurns })
    }).pipe(
      Stream.tap(({ cursor, type }) =>
        Effect.sync(() => {
          last = cursor
          losses = 0
          told++
          isComplete ||= type === "analysed"
        })
      )
    )
    /** A stream may also end since something in between closed it: what it did not tell is asked for. */
    const isOver = Effect.suspend(() =>
      isComplete || told > 0
        ? Effect.succeed(isComplete)
        : client.calls.get({ params: { id } }).pipe(Effect.mapBoth({ onSuccess: isFinal, onFailure: read }))
    )
    const afterGap = Effect.suspend(() => {
      const gap = Math.min(losses++, longestGap)
      const note = losses === 2 ? onSilence : Effect.void
      return Effect.andThen(note, Effect.sleep(gap * 1000))
    })
    const goOn = (): Stream.Stream<CallEvent, RequestError> =>
      tellNews.pipe(
        Stream.concat(Stream.unwrap(Effect.map(isOver, (over) => (over ? Stream.empty : later)))),
        Stream.catchTag("Lost", () => later)
      )
    const later = Stream.unwrap(Effect.as(afterGap, Stream.suspend(goOn)))
    return goOn()
  })

/** In seconds, between two looks for a server that is gone. */
const longestGap = 30

/** A server sends a ping every 15 s: one that is silent for three of them is gone. */
const longestSilence = "45 seconds"

/** The stream broke, or could not be opened now: the call goes on, and so can the reader. */
export class Lost extends Data.TaggedError("Lost")<{}> {}

/** One stream of events, from the first or from after one of them. */
export const readEvents = (
  client: Client,
  id: string,
  { after, withTurns = true }: { readonly after?: string | undefined; readonly withTurns?: boolean } = {}
): Stream.Stream<CallEvent, RequestError | Lost> =>
  Stream.unwrap(
    client.calls
      .events({
        params: { id },
        headers: {
          ...(after === undefined ? {} : { "last-event-id": after }),
          ...(withTurns ? {} : { prefer: "turns=none" })
        }
      })
      .pipe(Effect.mapError(read), Effect.map(Stream.mapError((error) => (isProblem(error) ? error : new Lost()))))
  ).pipe(
    Stream.timeoutOrElse({ duration: longestSilence, orElse: () => Stream.fail(new Lost()) }),
    Stream.mapEffect((event) => {
      switch (event.event) {
        case "ping":
          return Effect.succeed([])
        case "problem":
          return Effect.fail(event.data)
        default:
          return Effect.succeed([event.data])
      }
    }),
    Stream.flattenIterable
  )

/** A connection that breaks, and a proxy whose server is away, are no answer. */
const read = (error: RequestError): RequestError | Lost => {
  if (isProblem(error) || error._tag !== "HttpClientError") return error
  const { reason } = error
  const isAway = reason._tag === "TransportError" || ("response" in reason && reason.response.status >= 500)
  return isAway ? new Lost() : error
}
