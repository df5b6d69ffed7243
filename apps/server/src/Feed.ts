import { Api, beginText, problemOf } from "@outbound-call/api"
import { type CallFeed, type CallLedger, followCalls } from "@outbound-call/core"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { pageBytes } from "./SharedBytes.ts"
import { eventStream } from "./Streams.ts"

/** The handler of the feed: where it begins, then the events of all calls as they come. */
export const layer = HttpApiBuilder.group(
  Api,
  "feed",
  Effect.fnUntraced(function* (handlers) {
    const services = yield* Effect.context<CallFeed | CallLedger>()
    return handlers.handle("follow", ({ headers }) =>
      followCalls({ after: headers["last-event-id"] }).pipe(
        Effect.map(({ cursor, pages }) =>
          eventStream(pages, { begin: beginText(cursor), follows: "all", write: pageBytes })
        ),
        Effect.mapError(problemOf),
        Effect.provideContext(services)
      )
    )
  })
)
