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

/**
 * Sends the POST of a dial over a fresh connection, without redirects, proxies or repetition: connect, ask the gate,
 * then write. When the gate says no, nothing is written.
 */
export class DialTransport extends Context.Service<
  DialTransport,
  {
    readonly send: (request: DialRequest, gate: Effect.Effect<boolean>) => Effect.Effect<Delivery>
  }
>()("@outbound-call/core/DialTransport") {}
