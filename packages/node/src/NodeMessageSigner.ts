import { MessageSigner } from "@outbound-call/core/MessageSigner"
import { Effect, Layer, Redacted } from "effect"

/** Secrets of endpoints by the system's own random numbers, and HMAC-SHA256 by OpenSSL in this thread. */
export const layer: Layer.Layer<MessageSigner> = Layer.succeed(MessageSigner, {
  draw: Effect.sync(() => Redacted.make(`${prefix}${crypto().randomBytes(32).toString("base64")}`)),
  sign: (secret, text) =>
    Effect.sync(() =>
      crypto()
        .createHmac("sha256", Buffer.from(Redacted.value(secret).slice(prefix.length), "base64"))
        .update(text)
        .digest("base64")
    )
})

const prefix = "whsec_"

const crypto = () => process.getBuiltinModule("node:crypto")
