import { Effect, Layer } from "effect"
import * as Digest from "effect/crypto/Digest"

/**
 * Message digests by OpenSSL in this thread: what a claim digests is short, and Web Crypto's way through the thread pool
 * takes many times as long.
 */
export const layer: Layer.Layer<Digest.Digest> = Layer.succeed(Digest.Digest, {
  digest: ({ name }, data) => Effect.sync(() => new Uint8Array(crypto().hash(name, data, "buffer"))),
  digestHex: ({ name }, data) => Effect.sync(() => crypto().hash(name, data, "hex"))
})

/** Loaded at the first digest: reading a ledger needs none. */
const crypto = () => process.getBuiltinModule("node:crypto")
