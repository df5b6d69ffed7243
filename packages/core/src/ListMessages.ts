import { Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import type { EndpointNotFound } from "./EndpointErrors.ts"
import type { Endpoints } from "./Endpoints.ts"
import { getEndpoint } from "./GetEndpoint.ts"
import { type MessagePage, type MessageQuery, Messages } from "./Messages.ts"

/** The messages of an endpoint, newest first. */
export const listMessages = Effect.fn("listMessages")(function* (
  id: string,
  query: Omit<MessageQuery, "endpointId"> = {}
): Effect.fn.Return<MessagePage, EndpointNotFound | LedgerError, Messages | Endpoints> {
  const messages = yield* Messages
  const endpoint = yield* getEndpoint(id)
  return yield* messages.list({ ...query, endpointId: endpoint.id })
})
