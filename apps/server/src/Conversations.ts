import { Api, problemOf } from "@outbound-call/api"
import { getConversation, recordTranscriptRead, viewConversation } from "@outbound-call/core"
import type { OutboundCall } from "@outbound-call/node"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"

/** The handler of the provider's own records. */
export const layer = HttpApiBuilder.group(
  Api,
  "conversations",
  Effect.fnUntraced(function* (handlers) {
    const services = yield* Effect.context<OutboundCall.Services>()
    return handlers.handle("get", ({ params: { id } }) =>
      Effect.andThen(recordTranscriptRead, getConversation(id)).pipe(
        Effect.map(viewConversation),
        Effect.mapError(problemOf),
        Effect.provideContext(services)
      )
    )
  })
)
