import { Context, type Effect, type Redacted } from "effect"

/** The secrets of endpoints: drawn, and signed with (HMAC-SHA256). https://www.standardwebhooks.com */
export class MessageSigner extends Context.Service<
  MessageSigner,
  {
    /** 256 bits of chance: `whsec_` and base64. */
    readonly draw: Effect.Effect<Redacted.Redacted>
    /** The signature of a text in base64. */
    readonly sign: (secret: Redacted.Redacted, text: string) => Effect.Effect<string>
  }
>()("@outbound-call/core/MessageSigner") {}
