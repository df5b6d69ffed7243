import { problemOf } from "@outbound-call/api"
import { type CallEvent, followCall, getCall } from "@outbound-call/core"
import { Effect, Stream } from "effect"
import type { OutboundCall } from "@outbound-call/node"

/**
 * The news of a call as server-sent events. An id that is not known fails at once; what goes wrong later is the last
 * event of the stream.
 */
export const callNews = Effect.fnUntraced(function* (id: string, lastEventId: string | undefined) {
  yield* getCall(id)
  const services = yield* Effect.context<OutboundCall.Services>()
  const news = followCall(id, { after: lastEventId }).pipe(
    Stream.map(newsEvent),
    Stream.catch((error) => Stream.succeed({ event: "problem", data: problemOf(error) } as const))
  )
  return news.pipe(
    Stream.merge(Stream.as(Stream.drop(Stream.tick("15 seconds"), 1), ping), { haltStrategy: "left" }),
    Stream.provideContext(services)
  )
})

const ping = { event: "ping", data: "{}" } as const

const newsEvent = (event: CallEvent) => ({ id: event.cursor, event: event.type, data: event }) as const
