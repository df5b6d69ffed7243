import { Layer } from "effect"
import * as Mac from "effect/crypto/Mac"
import * as SecureRandom from "effect/crypto/SecureRandom"

/** Message authentication by OpenSSL in this thread: what is sealed is short, and the thread pool may be busy. */
export const layer: Layer.Layer<Mac.Mac> = Mac.layerWebCryptoWith({
  hmac: (hash, key, data) => new Uint8Array(crypto().createHmac(hash, key).update(data).digest())
}).pipe(Layer.provide(SecureRandom.layerWebCrypto))

const crypto = () => process.getBuiltinModule("node:crypto")
