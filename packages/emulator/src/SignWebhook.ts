import { Clock, Effect, Layer } from "effect"
import * as Mac from "effect/crypto/Mac"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Hex from "effect/encoding/Hex"
import { secondsOff, type WebhookFault } from "./WebhookFault.ts"
import type { OutgoingWebhook } from "./WebhookPost.ts"
import type { WebhookSettings } from "./WebhookSettings.ts"

/**
 * A webhook as it goes out: signed now over its very bytes, by this machine's own clock, or spoiled by a fault. A recording
 * is sent without its length.
 */
export const signWebhook = Effect.fnUntraced(function* (
  { secret, url }: WebhookSettings,
  body: string,
  fault: WebhookFault | null,
  chunked: boolean
): Effect.fn.Return<OutgoingWebhook> {
  const now = Math.floor((yield* Clock.currentTimeMillis) / 1000)
  const time = String(now + offBy(fault))
  const content = contentOf(body, fault)
  const tag = yield* tagOf(fault?.kind === "wrong-secret" ? `${secret}-of-somebody-else` : secret, `${time}.${content}`)
  return {
    url,
    headers: { "content-type": "application/json", "elevenlabs-signature": `t=${time},v0=${tag}` },
    body: fault?.kind === "tamper" ? content.replace(/"conversation_id":"/, `$&forged_`) : content,
    chunked
  }
})

const offBy = (fault: WebhookFault | null): number => {
  const off = fault === null ? 0 : (fault.seconds ?? secondsOff[fault.kind] ?? 0)
  return fault?.kind === "stale" ? -off : fault?.kind === "future" ? off : 0
}

const contentOf = (body: string, fault: WebhookFault | null): string => {
  switch (fault?.kind) {
    case "not-json":
      return "<html><body>Webhook</body></html>"
    case "huge":
      return body.replace(/\}$/, `,"emulator_padding":"${"0".repeat(hugeBytes)}"}`)
    default:
      return body
  }
}

const hugeBytes = 10 * 1024 * 1024

const tagOf = (secret: string, message: string): Effect.Effect<string> =>
  Effect.gen(function* () {
    const mac = yield* Mac.Mac
    const encoder = new TextEncoder()
    const key = yield* Mac.key(Mac.hmacSha256, encoder.encode(secret))
    return Hex.encode(yield* mac.sign(key, encoder.encode(message)))
  }).pipe(Effect.orDie, Effect.provide(macs))

const macs = Mac.layerWebCrypto.pipe(Layer.provide(SecureRandom.layerWebCrypto))
