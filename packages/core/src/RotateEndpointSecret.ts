import { DateTime, Duration, Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import type { NewEndpoint } from "./CreateEndpoint.ts"
import type { EndpointNotFound } from "./EndpointErrors.ts"
import { Endpoints } from "./Endpoints.ts"
import { findEndpoint, getEndpoint } from "./GetEndpoint.ts"
import { MessageSigner } from "./MessageSigner.ts"

/** How long the old secret signs as well, unless told. */
export const rotationGrace = Duration.hours(24)

/** The longest that surfaces take. */
export const longestGrace = Duration.days(30)

/**
 * Gives an endpoint a new secret, shown this once. The one before signs as well until `grace` is over, so each message
 * has two signatures meanwhile; older ones sign no more.
 */
export const rotateEndpointSecret = Effect.fn("rotateEndpointSecret")(function* (
  id: string,
  grace: Duration.Duration = rotationGrace
): Effect.fn.Return<NewEndpoint, EndpointNotFound | LedgerError, Endpoints | MessageSigner> {
  const endpoints = yield* Endpoints
  const signer = yield* MessageSigner
  const { endpoint, secrets } = yield* findEndpoint(id)
  const secret = yield* signer.draw
  const until = DateTime.addDuration(yield* DateTime.now, grace)
  const old = Duration.isPositive(grace) ? secrets.slice(0, 1).map((known) => ({ ...known, until })) : []
  yield* endpoints.setSecrets(endpoint.id, [{ secret, until: null }, ...old])
  return { endpoint: yield* getEndpoint(id), secret }
})
