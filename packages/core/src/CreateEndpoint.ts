import { DateTime, Effect, type Redacted } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import { newUlid } from "./CallIds.ts"
import { type Endpoint, EndpointId, mostEndpoints } from "./Endpoint.ts"
import { EndpointRefused, TooManyEndpoints } from "./EndpointErrors.ts"
import { Endpoints } from "./Endpoints.ts"
import { EndpointTransport } from "./EndpointTransport.ts"
import { MessageSigner } from "./MessageSigner.ts"

/** An endpoint with its new secret, which is shown this once. */
export interface NewEndpoint {
  readonly endpoint: Endpoint
  readonly secret: Redacted.Redacted
}

/** Makes an endpoint, which hears of what is recorded from now on. */
export const createEndpoint = Effect.fn("createEndpoint")(function* (
  request: Pick<Endpoint, "url" | "owner" | "events">
): Effect.fn.Return<
  NewEndpoint,
  EndpointRefused | TooManyEndpoints | LedgerError,
  Endpoints | EndpointTransport | MessageSigner
> {
  const endpoints = yield* Endpoints
  const signer = yield* MessageSigner
  yield* requireUrl(request.url)
  const endpoint: Endpoint = {
    ...request,
    events: [...new Set(request.events)],
    id: EndpointId.make(`ep_${yield* newUlid}`),
    state: "enabled",
    disabledReason: null,
    disabledAt: null,
    oldSecretUntil: null,
    createdAt: yield* DateTime.now
  }
  const secret = yield* signer.draw
  const isAdded = yield* endpoints.add(endpoint, { secret, until: null })
  return isAdded ? { endpoint, secret } : yield* new TooManyEndpoints({ most: mostEndpoints })
})

/** Fails for a URL that nothing would be sent to. */
export const requireUrl = Effect.fnUntraced(function* (url: string) {
  const transport = yield* EndpointTransport
  const reason = transport.refusal(url)
  if (reason !== null) yield* new EndpointRefused({ reason })
})
