import { followCall, getCall, recordTranscriptRead, requireCursor } from "@outbound-call/core"
import type { OutboundCall } from "@outbound-call/node"
import { Effect, Stream } from "effect"
import { pageBytes } from "./SharedBytes.ts"
import { eventStream } from "./Streams.ts"

/**
 * The news of a call as server-sent events, with a ping every 15 s. An id that is not known, and a place that the ledger lacks, fail at once;
 * what goes wrong later is the last event of the stream. Whoever hears a turn has read a transcript; who prefers to hear
 * none is told none.
 */
export const callNews = Effect.fnUntraced(function* (
  id: string,
  { lastEventId, withTurns }: { readonly lastEventId: string | undefined; readonly withTurns: boolean }
) {
  const call = yield* getCall(id)
  if (lastEventId !== undefined) yield* requireCursor(call, lastEventId)
  const services = yield* Effect.context<OutboundCall.Services>()
  const news = followCall(id, { after: lastEventId }).pipe(
    Stream.filter(({ type }) => withTurns || type !== "turn"),
    Stream.tap(({ type }) => (type === "turn" ? recordTranscriptRead : Effect.void)),
    Stream.merge(silence, { haltStrategy: "left" }),
    Stream.provideContext(services)
  )
  return eventStream(news, { begin: "", follows: "call", write: (event) => pageBytes(event === null ? [] : [event]) })
})

const silence = Stream.as(Stream.drop(Stream.tick("15 seconds"), 1), null)
