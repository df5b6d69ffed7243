import { Api, problemOf } from "@outbound-call/api"
import { type CallFeed, type CallLedger, followCalls } from "@outbound-call/core"
import { Effect, Stream } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { asEvents } from "./Streams.ts"

/** The handler of the feed: where it begins, then the events of all calls as they come. */
export const layer = HttpApiBuilder.group(
  Api,
  "feed",
  Effect.fnUntraced(function* (handlers) {
    const services = yield* Effect.context<CallFeed | CallLedger>()
    return handlers.handle("follow", ({ headers }) =>
      followCalls({ after: headers["last-event-id"] }).pipe(
        Effect.map(({ cursor, events }) =>
          Stream.concat(Stream.succeed({ id: cursor, event: "begin", data: "{}" } as const), asEvents(events, "all"))
        ),
        Effect.mapError(problemOf),
        Effect.provideContext(services)
      )
    )
  })
)
