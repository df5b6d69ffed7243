import { Context, type Effect, type Redacted } from "effect"

/** The one request of a dial. */
export interface DialRequest {
  readonly url: string
  readonly apiKey: Redacted.Redacted
  readonly body: string
  readonly timeoutMillis: number
}

/** What became of it. Only `not-sent` says that no byte of the request left, as observed by the transport itself. */
export type Delivery =
  | { readonly type: "answered"; readonly status: number; readonly body: string }
  | { readonly type: "not-sent"; readonly reason: string }
  | { readonly type: "lost"; readonly reason: string }

/** The last look at the claim before the first byte: it fails with why nothing may be written. */
export type Gate = Effect.Effect<void, string>

/**
 * Sends the POST of a dial over a fresh connection, without redirects, proxies or repetition: connect, ask the gate,
 * then write. When the gate fails nothing is written, and `not-sent` says why.
 */
export class DialTransport extends Context.Service<
  DialTransport,
  {
    readonly send: (request: DialRequest, gate: Gate) => Effect.Effect<Delivery>
  }
>()("@outbound-call/core/DialTransport") {}
