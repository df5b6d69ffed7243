import { problemOf, problemText } from "@outbound-call/api"
import { Array, Cause, Effect, Metric, Scope, Stream } from "effect"
import { HttpServerResponse } from "effect/http"
import { bytesOf } from "./SharedBytes.ts"

type Problem = Parameters<typeof problemOf>[0]

const open = Metric.gauge("outbound_event_streams", { description: "Event streams that are open, by what they follow" })

/**
 * The answer that begins with some bytes and then tells news as it comes. `write` gives bytes that are made once for all
 * streams that tell the same. What goes wrong is the last event, and an open stream is counted. A reader that is slow
 * stops the news from being taken; nothing piles up here.
 */
export const eventStream = <A, E extends Problem>(
  news: Stream.Stream<A, E>,
  {
    begin,
    follows,
    write
  }: {
    readonly begin: string
    readonly follows: "call" | "all"
    readonly write: (news: A) => Uint8Array
  }
): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.stream(
    // In one step, since each piece of news takes it for each stream.
    Stream.transformPull(news, (pull, scope) =>
      Effect.map(Scope.provide(counted(follows), scope), () => {
        const written = Effect.map(
          pull,
          Array.map((piece) => write(piece))
        )
        let hasBegun = begin === ""
        return Effect.suspend(() => {
          if (hasBegun) return written
          hasBegun = true
          return Effect.succeed(Array.of(bytesOf(begin)))
        })
      })
    ).pipe(
      Stream.catch((error) => Stream.succeed(bytesOf(problemText(problemOf(error))))),
      Stream.onError((cause) =>
        Cause.hasInterruptsOnly(cause) ? Effect.void : Effect.logError("An event stream broke off", cause)
      )
    ),
    { contentType: "text/event-stream" }
  )

const counted = (follows: string) => {
  const gauge = Metric.withAttributes(open, { follows })
  return Effect.acquireRelease(Metric.modify(gauge, 1), () => Metric.modify(gauge, -1))
}
