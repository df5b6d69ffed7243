import { DateTime, Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import { requireUrl } from "./CreateEndpoint.ts"
import type { Endpoint } from "./Endpoint.ts"
import type { EndpointNotFound, EndpointRefused } from "./EndpointErrors.ts"
import { type EndpointChange, Endpoints } from "./Endpoints.ts"
import type { EndpointTransport } from "./EndpointTransport.ts"
import { getEndpoint } from "./GetEndpoint.ts"

/** Changes where an endpoint is, or what it wants. Messages that wait go to the new address. */
export const changeEndpoint = Effect.fn("changeEndpoint")(function* (
  id: string,
  change: EndpointChange
): Effect.fn.Return<Endpoint, EndpointNotFound | EndpointRefused | LedgerError, Endpoints | EndpointTransport> {
  const endpoints = yield* Endpoints
  const { id: known } = yield* getEndpoint(id)
  if (change.url !== undefined) yield* requireUrl(change.url)
  yield* endpoints.change(known, change)
  return yield* getEndpoint(id)
})

/** Lets an endpoint hear of what is recorded from now on. What came while it was disabled is in the feed. */
export const enableEndpoint = Effect.fn("enableEndpoint")(function* (
  id: string
): Effect.fn.Return<Endpoint, EndpointNotFound | LedgerError, Endpoints> {
  const endpoints = yield* Endpoints
  yield* endpoints.enable((yield* getEndpoint(id)).id)
  return yield* getEndpoint(id)
})

/** Sends an endpoint nothing more; what waits for it is dead, and can be sent again once it is enabled. */
export const disableEndpoint = Effect.fn("disableEndpoint")(function* (
  id: string
): Effect.fn.Return<Endpoint, EndpointNotFound | LedgerError, Endpoints> {
  const endpoints = yield* Endpoints
  yield* endpoints.disable((yield* getEndpoint(id)).id, "person", yield* DateTime.now)
  return yield* getEndpoint(id)
})

/** Forgets an endpoint and its messages. Gives it as it was. */
export const removeEndpoint = Effect.fn("removeEndpoint")(function* (
  id: string
): Effect.fn.Return<Endpoint, EndpointNotFound | LedgerError, Endpoints> {
  const endpoints = yield* Endpoints
  const endpoint = yield* getEndpoint(id)
  yield* endpoints.remove(endpoint.id)
  return endpoint
})
