import { Effect } from "effect"
import * as Hex from "effect/encoding/Hex"

/** HMAC-SHA256 of a text, in hexadecimal: what cannot be guessed without the key, not even for all phone numbers. RFC 2104. */
export const keyedHash = Effect.fnUntraced(function* (
  sha256: (bytes: Uint8Array) => Effect.Effect<Uint8Array>,
  key: Uint8Array,
  text: string
): Effect.fn.Return<string> {
  const block = new Uint8Array(64)
  block.set(key.length > 64 ? yield* sha256(key) : key)
  const inner = yield* sha256(joined(padded(block, 0x36), new TextEncoder().encode(text)))
  return Hex.encode(yield* sha256(joined(padded(block, 0x5c), inner)))
})

const padded = (block: Uint8Array, pad: number): Uint8Array => block.map((byte) => byte ^ pad)

const joined = (first: Uint8Array, second: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}
