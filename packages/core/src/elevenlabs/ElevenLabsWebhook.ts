import { Clock, DateTime, Effect, Layer, Option, Redacted, Schema } from "effect"
import * as Digest from "effect/crypto/Digest"
import * as Mac from "effect/crypto/Mac"
import { ConversationId } from "../CallIds.ts"
import { type Webhook, WebhookRejected, type SealedWebhook, unreadableType } from "../Webhook.ts"
import { ProviderWebhooks } from "../ProviderWebhooks.ts"
import type { NoticeWord } from "../TakeNotice.ts"
import { isSigned, readSignature, timeProblem } from "./ElevenLabsSignature.ts"
import { WebhookEnvelope } from "./ElevenLabsWire.ts"

/** Secrets of the webhook, the one in use first; two while the secret is changed. Without one nothing is opened. */
export interface WebhookConfig {
  readonly secrets: ReadonlyArray<Redacted.Redacted>
}

/** ElevenLabs' webhooks. */
export const layer = (config: WebhookConfig): Layer.Layer<ProviderWebhooks, never, Mac.Mac | Digest.Digest> =>
  Layer.effect(
    ProviderWebhooks,
    Effect.gen(function* () {
      const mac = yield* Mac.Mac
      const digests = yield* Digest.Digest
      const keys = yield* Effect.forEach(config.secrets, (secret) =>
        Mac.key(Mac.hmacSha256, new TextEncoder().encode(Redacted.value(secret)))
      ).pipe(Effect.orDie)

      const open = Effect.fnUntraced(function* ({ body, signature: header }: SealedWebhook) {
        if (keys.length === 0) return yield* new WebhookRejected({ reason: "no-secret" })
        if (header === undefined) return yield* new WebhookRejected({ reason: "no-signature" })
        const signature = readSignature(header)
        if (signature === null) return yield* new WebhookRejected({ reason: "malformed-signature" })
        const now = yield* Clock.currentTimeMillis
        const problem = timeProblem(signature, now)
        if (problem !== null) return yield* new WebhookRejected({ reason: problem })
        if (!(yield* Effect.orDie(isSigned(mac, keys, signature, body)))) {
          return yield* new WebhookRejected({ reason: "wrong-signature" })
        }
        const id = yield* Effect.orDie(digests.digestHex(Digest.sha256, body))
        return { id, receivedAt: DateTime.makeUnsafe(now), sizeBytes: body.length, ...readWebhook(body) }
      })

      return ProviderWebhooks.of({ open })
    })
  )

type Told = Pick<Webhook, "type" | "conversationId" | "eventAt" | "says" | "body">

/**
 * What a body tells. Whatever it is, it is kept: a type or shape that is not known names at least its conversation, and
 * asking the provider does the rest. What was said in the call is not kept.
 */
export const readWebhook = (body: Uint8Array): Told => {
  const text = new TextDecoder().decode(body)
  const read = decodeEnvelope(text)
  if (Option.isNone(read)) return { type: unreadableType, conversationId: null, eventAt: null, says: null, body: null }
  const { event_timestamp: seconds, type } = read.value
  const data = read.value.data ?? {}
  const verdictOf = speechless.get(type ?? "")
  return {
    type: (type ?? "untyped").replaceAll(/[^\x21-\x7e]/g, "?").slice(0, 64),
    conversationId: isConversationId(data["conversation_id"]) ? data["conversation_id"] : null,
    eventAt: Option.getOrNull(DateTime.make((seconds ?? Number.NaN) * 1000)),
    says: verdictOf?.(data) ?? null,
    body: verdictOf !== undefined && body.length <= longestKept ? text : null
  }
}

const decodeEnvelope = Schema.decodeUnknownOption(Schema.fromJsonString(WebhookEnvelope))
const isConversationId = Schema.is(ConversationId)

const longestKept = 65_536

type Data = { readonly [name: string]: unknown }

type ReadVerdict = (data: Data) => NoticeWord | null

/** Types that carry no speech, and what each says became of the call. */
const speechless: ReadonlyMap<string, ReadVerdict> = new Map<string, ReadVerdict>([
  [
    "call_initiation_failure",
    ({ failure_reason: reason }) => (reason === "busy" || reason === "no-answer" ? reason : "failed")
  ],
  ["answering_machine_detection", (data) => (verdictsIn(data).some(isMachine) ? "machine" : null)]
])

/** Its shape is not documented: the verdict is looked for under every name and in every place that are known. */
const verdictsIn = (data: Data): ReadonlyArray<unknown> => {
  const places = [data, data["metadata"], data["body"], data["result"]].filter(isData)
  const inner = places.map((place) => place["body"]).filter(isData)
  return [...places, ...inner].flatMap((place) => verdictNames.map((name) => place[name]))
}

const verdictNames = ["answered_by", "AnsweredBy", "answeredBy", "result"]

const isData = (value: unknown): value is Data => typeof value === "object" && value !== null && !Array.isArray(value)

const isMachine = (verdict: unknown): boolean =>
  typeof verdict === "string" && /^(machine|voicemail|answering[_-]machine)/i.test(verdict)
