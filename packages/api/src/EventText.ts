import type { CallEvent } from "@outbound-call/core/CallEvent"
import { Schema } from "effect"
import { Sse } from "effect/encoding"
import { NewsEvent, PingEvent, ProblemEvent } from "./CallEvents.ts"
import { BeginEvent } from "./FeedApi.ts"

const textOf = <Event>(
  schema: Schema.Codec<Event, { readonly id?: string; readonly event: string; readonly data: string }>
) => {
  const encode = Schema.encodeSync(schema)
  return (event: Event): string => {
    const { data, event: name, id } = encode(event)
    return Sse.encoder.write({ _tag: "Event", id, event: name, data })
  }
}

/** One piece of news as the event streams of the contract write it, for who writes it once and tells it to many. */
export const newsText = (event: CallEvent): string => news({ id: event.cursor, event: event.type, data: event })
const news = textOf(NewsEvent)

/** Why a stream ends early, written so. */
export const problemText = (problem: typeof ProblemEvent.Type.data): string =>
  textOf(ProblemEvent)({ event: "problem", data: problem })

/** Where the feed begins, written so. */
export const beginText = (cursor: string): string => begin({ id: cursor, event: "begin", data: "{}" })
const begin = textOf(BeginEvent)

/** No news, written so. */
export const pingText: string = textOf(PingEvent)({ event: "ping", data: "{}" })
