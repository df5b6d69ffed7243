import { Effect } from "effect"
import type * as Mac from "effect/crypto/Mac"
import type { WebhookRejected } from "../Webhook.ts"

/** What the header `ElevenLabs-Signature` says: when it was signed (unix seconds), and with what result. */
export interface Signature {
  readonly signedAtSeconds: number
  /** The time as it was written: it is part of what is signed. */
  readonly time: string
  readonly tags: ReadonlyArray<Uint8Array>
}

/**
 * Reads a header such as `t=1795348800,v0=f05b…`: one time, and one to four `v0` of 64 hexadecimal digits in lower case,
 * of which any may match. Parts of other schemes are passed over. Null when it is none.
 */
export const readSignature = (header: string): Signature | null => {
  if (header.length > longestHeader) return null
  const parts = header.split(",").map((part) => part.trim())
  const times = parts.flatMap((part) => (part.startsWith("t=") ? [part.slice(2)] : []))
  const tags = parts.flatMap((part) => (part.startsWith("v0=") ? [part.slice(3)] : []))
  const time = times[0]
  if (time === undefined || times.length > 1 || !/^[1-9]\d{0,11}$/.test(time)) return null
  if (tags.length === 0 || tags.length > mostTags || !tags.every((tag) => /^[0-9a-f]{64}$/.test(tag))) return null
  return { signedAtSeconds: Number(time), time, tags: tags.map(bytesOf) }
}

const longestHeader = 1_024
const mostTags = 4

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16))

/** Why a time is not believed, or null. The provider's own clients let any time in the future pass. */
export const timeProblem = (signature: Signature, nowMillis: number): WebhookRejected["reason"] | null => {
  const age = nowMillis - signature.signedAtSeconds * 1000
  return age > pastMillis ? "too-old" : age < -futureMillis ? "in-the-future" : null
}

const pastMillis = 30 * 60_000
const futureMillis = 5 * 60_000

/**
 * Whether one of the keys signed this very body at the time that the header names. Every tag is compared with every
 * key's, in constant time and to the end, so that how long it takes tells nothing.
 */
export const isSigned = Effect.fnUntraced(function* (
  mac: Mac.Mac["Service"],
  keys: ReadonlyArray<Mac.Key>,
  signature: Signature,
  body: Uint8Array
) {
  const start = new TextEncoder().encode(`${signature.time}.`)
  const message = new Uint8Array(start.length + body.length)
  message.set(start)
  message.set(body, start.length)
  const matches = yield* Effect.forEach(
    keys.flatMap((key) => signature.tags.map((tag) => ({ key, tag }))),
    ({ key, tag }) => mac.verify(key, tag, message)
  )
  return matches.includes(true)
})
