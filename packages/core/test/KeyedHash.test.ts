import { assert, it } from "@effect/vitest"
import { keyedHash } from "@outbound-call/core/KeyedHash"
import { Effect } from "effect"
import * as Digest from "effect/crypto/Digest"

/** RFC 4231, sections 4.2, 4.3 and 4.7. */
const vectors = [
  [new Uint8Array(20).fill(0x0b), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
  [
    new TextEncoder().encode("Jefe"),
    "what do ya want for nothing?",
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
  ],
  [
    new Uint8Array(131).fill(0xaa),
    "Test Using Larger Than Block-Size Key - Hash Key First",
    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
  ]
] as const

it.effect.each(vectors)("a keyed hash is HMAC-SHA256", ([key, text, expected]) =>
  Effect.gen(function* () {
    const { digest } = yield* Digest.Digest
    assert.strictEqual(yield* keyedHash((bytes) => digest(Digest.sha256, bytes), key, text), expected)
  }).pipe(Effect.provide(Digest.layerWebCrypto))
)
