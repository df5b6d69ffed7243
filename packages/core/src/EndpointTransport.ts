import { Context, type Effect } from "effect"
import type { Attempt } from "./Attempt.ts"

/** One POST to an endpoint. */
export interface EndpointPost {
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
}

/**
 * Sends to addresses that strangers chose, and so reaches public ones only: a name is resolved once for each attempt,
 * all its addresses must be public, the connection goes to one of exactly these, and no redirect is followed.
 */
export class EndpointTransport extends Context.Service<
  EndpointTransport,
  {
    /** Why nothing would be sent to a URL, as far as it tells by itself; null when it may be. */
    readonly refusal: (url: string) => string | null
    /** Interrupting it closes the connection. */
    readonly post: (post: EndpointPost) => Effect.Effect<Attempt>
  }
>()("@outbound-call/core/EndpointTransport") {}
