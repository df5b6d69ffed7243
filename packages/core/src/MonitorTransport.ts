import { Context, Effect, Layer, type Redacted } from "effect"

/** One message for the monitor socket of a conversation. */
export interface MonitorMessage {
  /** `wss:`, or `ws:` on this machine. */
  readonly url: string
  readonly apiKey: Redacted.Redacted
  readonly text: string
  /** How long the handshake may take. */
  readonly timeoutMillis: number
}

/** What became of it. */
export type MonitorAnswer =
  /** It was written. `closed` is how the other side then closed the socket, RFC 6455 section 7.4; null when it did not. */
  | { readonly type: "sent"; readonly closed: { readonly code: number; readonly reason: string } | null }
  /** The handshake was answered, but not with 101: nothing was written. */
  | { readonly type: "refused"; readonly status: number; readonly body: string }
  | { readonly type: "lost"; readonly reason: string }
  /** This program has no such socket. */
  | { readonly type: "absent" }

/**
 * Sends one message over a WebSocket of its own, without redirects or proxies, and closes it. What the other side says
 * meanwhile is thrown away unread.
 */
export class MonitorTransport extends Context.Service<
  MonitorTransport,
  {
    readonly send: (message: MonitorMessage) => Effect.Effect<MonitorAnswer>
  }
>()("@outbound-call/core/MonitorTransport") {
  /** No sockets: a call is ended through its carrier, or not from here. */
  static readonly absent: Layer.Layer<MonitorTransport> = Layer.succeed(MonitorTransport, {
    send: () => Effect.succeed({ type: "absent" })
  })
}
