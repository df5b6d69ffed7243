import { KeySecrets } from "@outbound-call/core/KeySecrets"
import { Effect, Layer, Redacted } from "effect"
import * as Digest from "effect/crypto/Digest"
import * as Mac from "effect/crypto/Mac"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Base64Url from "effect/encoding/Base64Url"
import * as Hex from "effect/encoding/Hex"
import * as NodeDigest from "./NodeDigest.ts"

/** Secrets of keys by the system's own random numbers and SHA-256. */
export const layer: Layer.Layer<KeySecrets> = Layer.effect(
  KeySecrets,
  Effect.gen(function* () {
    const random = yield* SecureRandom.SecureRandom
    const { digest } = yield* Digest.Digest
    const digestOf = (text: Redacted.Redacted) => digest(Digest.sha256, new TextEncoder().encode(Redacted.value(text)))
    return KeySecrets.of({
      draw: Effect.map(random.randomBytes(32), (bytes) => Redacted.make(Base64Url.encode(bytes))),
      digest: (text) => Effect.map(digestOf(text), Hex.encode),
      matches: (text, kept) =>
        Effect.map(digestOf(text), (bytes) => {
          const known = Hex.decode(kept)
          return known._tag === "Success" && Mac.timingSafeEqual(bytes, known.success)
        })
    })
  })
).pipe(Layer.provide(Layer.merge(SecureRandom.layerWebCrypto, NodeDigest.layer)))
