import { Effect, Schema } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import { type Endpoint, EndpointId, type StoredEndpoint } from "./Endpoint.ts"
import { EndpointNotFound } from "./EndpointErrors.ts"
import { Endpoints } from "./Endpoints.ts"

const isEndpointId = Schema.is(EndpointId)

/** An endpoint by its id. */
export const getEndpoint = (id: string): Effect.Effect<Endpoint, EndpointNotFound | LedgerError, Endpoints> =>
  Effect.map(findEndpoint(id), ({ endpoint }) => endpoint)

/** The same with what is shown to nobody. */
export const findEndpoint = Effect.fnUntraced(function* (
  id: string
): Effect.fn.Return<StoredEndpoint, EndpointNotFound | LedgerError, Endpoints> {
  const endpoints = yield* Endpoints
  const stored = isEndpointId(id) ? yield* endpoints.find(id) : null
  return stored ?? (yield* new EndpointNotFound({ id }))
})
