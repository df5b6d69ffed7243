import { Effect, Layer, Redacted, Schema } from "effect"
import * as Digest from "effect/crypto/Digest"
import type { HttpClient } from "effect/http"
import type { ProviderIdentity } from "../Call.ts"
import { CallNotFound, type ProviderError } from "../CallErrors.ts"
import type { ConversationId, PhoneNumberId } from "../CallIds.ts"
import { DialTransport, type Gate } from "../DialTransport.ts"
import type { MonitorTransport } from "../MonitorTransport.ts"
import { type ConversationQuery, type DialOrder, VoiceProvider } from "../VoiceProvider.ts"
import { toConversation, toSummary } from "./ElevenLabsConversation.ts"
import { dialBody, dialPath, dialTimeoutMillis, readDelivery } from "./ElevenLabsDial.ts"
import { makeForget } from "./ElevenLabsForget.ts"
import { makeEnd } from "./ElevenLabsMonitor.ts"
import { makeReads, readServedAt } from "./ElevenLabsReads.ts"
import { ConversationList, ConversationRecord, DialBody } from "./ElevenLabsWire.ts"

/** Which ElevenLabs, as whom. */
export interface ElevenLabsConfig {
  /** Origin of the API, for example https://api.elevenlabs.io; without a closing slash. */
  readonly baseUrl: string
  readonly apiKey: Redacted.Redacted
  readonly kind: ProviderIdentity["kind"]
  /** Start of the links to a conversation in the dashboard. */
  readonly dashboard: string
  readonly twilioAccount?: string | undefined
  /** A dial waits no longer than this for its answer; then the call is `unknown`. */
  readonly dialTimeoutMillis?: number | undefined
}

const encodeDialBody = Schema.encodeSync(Schema.fromJsonString(DialBody))

/**
 * ElevenLabs as the voice provider. Reads go through the `HttpClient`, the dial through the `DialTransport`, the end of
 * a call through the `MonitorTransport`.
 */
export const layer = (
  config: ElevenLabsConfig
): Layer.Layer<VoiceProvider, never, HttpClient.HttpClient | DialTransport | MonitorTransport | Digest.Digest> =>
  Layer.effect(
    VoiceProvider,
    Effect.gen(function* () {
      const { open, read } = yield* makeReads(config)
      const end = yield* makeEnd(config)
      const forget = yield* makeForget(config)
      const transport = yield* DialTransport
      const digests = yield* Digest.Digest
      const keyDigest = yield* digests.digestHex(Digest.sha256, new TextEncoder().encode(Redacted.value(config.apiKey)))
      const workspace = keyDigest.slice(0, 16)

      const conversation = (id: ConversationId) =>
        read(ConversationRecord, `/v1/convai/conversations/${id}`).pipe(
          Effect.map(({ json, value }) => toConversation(value, json)),
          Effect.catchTag("ProviderError", notFoundAs(id))
        )

      const conversations = Effect.fnUntraced(function* (query: ConversationQuery) {
        const { headers, value } = yield* read(ConversationList, "/v1/convai/conversations", listParams(query))
        return {
          conversations: value.conversations.map(toSummary),
          nextCursor: value.has_more === true ? (value.next_cursor ?? null) : null,
          servedAt: readServedAt(headers["date"])
        }
      })

      const dial = Effect.fnUntraced(function* (order: DialOrder, gate: Gate) {
        const delivery = yield* transport.send(
          {
            url: `${config.baseUrl}${dialPath[order.carrier]}`,
            apiKey: config.apiKey,
            body: encodeDialBody(dialBody(order)),
            timeoutMillis: Math.min(dialTimeoutMillis(order), config.dialTimeoutMillis ?? Infinity)
          },
          gate
        )
        return readDelivery(delivery, order.carrier)
      })

      const identity = (phoneNumberId: PhoneNumberId): ProviderIdentity => ({
        kind: config.kind,
        host: config.kind === "emulator" ? "emulator" : new URL(config.baseUrl).host,
        workspace,
        phoneNumberId,
        twilioAccount: config.twilioAccount ?? null,
        dashboard: config.dashboard
      })

      return VoiceProvider.of({
        identity,
        dial,
        end,
        forget,
        conversation,
        conversations,
        recording: (id) =>
          open(`/v1/convai/conversations/${id}/audio`).pipe(
            Effect.catchTag("ProviderError", (error) =>
              Effect.fail(error.reason === "not-found" ? new CallNotFound({ id, missing: "recording" }) : error)
            )
          )
      })
    })
  )

const notFoundAs =
  (id: string) =>
  (error: ProviderError): Effect.Effect<never, CallNotFound | ProviderError> =>
    Effect.fail(error.reason === "not-found" ? new CallNotFound({ id }) : error)

const listParams = (query: ConversationQuery): ReadonlyArray<readonly [string, string]> => [
  ["page_size", String(query.limit ?? 30)],
  ...(query.agentId === undefined ? [] : [["agent_id", query.agentId] as const]),
  ...(query.userId === undefined ? [] : [["user_id", query.userId] as const]),
  ...(query.variable === undefined
    ? []
    : [["dynamic_variable_params", `${query.variable.name}:eq:${query.variable.value}`] as const]),
  ...(query.startedAfter === undefined ? [] : [["call_start_after_unix", String(query.startedAfter)] as const]),
  ...(query.startedBefore === undefined ? [] : [["call_start_before_unix", String(query.startedBefore)] as const]),
  ...(query.oldestFirst === true ? [["sort_direction", "asc"] as const] : []),
  ...(query.live === true ? [["exclude_statuses", "done"] as const, ["exclude_statuses", "failed"] as const] : []),
  ...(query.cursor === undefined ? [] : [["cursor", query.cursor] as const])
]
