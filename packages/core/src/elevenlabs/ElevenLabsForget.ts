import { Effect, Redacted } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import type { ProviderError } from "../CallErrors.ts"
import type { ConversationId } from "../CallIds.ts"
import { patiently, timely, unreachable } from "../Patience.ts"
import type { Forgotten } from "../VoiceProvider.ts"
import { errorOfAnswer, readErrorBody } from "./ElevenLabsError.ts"
import type { ReadSettings } from "./ElevenLabsReads.ts"

/** Deletes a conversation and reads it back: only the provider's own 404 says that it is gone. May be repeated. */
export const makeForget = Effect.fnUntraced(function* (settings: ReadSettings) {
  const client = yield* HttpClient.HttpClient

  /** Whether it was there; fails with every answer that says neither. */
  const ask = (make: typeof HttpClientRequest.get, id: ConversationId): Effect.Effect<boolean, ProviderError> =>
    client
      .execute(
        make(`${settings.baseUrl}/v1/convai/conversations/${encodeURIComponent(id)}`).pipe(
          HttpClientRequest.setHeader("xi-api-key", Redacted.value(settings.apiKey)),
          HttpClientRequest.acceptJson
        )
      )
      .pipe(
        Effect.flatMap((response) => Effect.map(response.text, (text) => ({ response, text }))),
        Effect.catchTag("HttpClientError", unreachable("provider")),
        timely("provider"),
        Effect.flatMap(({ response: { headers, status }, text }) => {
          if (status === 200 || status === 204) return Effect.succeed(true)
          return status === 404 && isOfConversation(text)
            ? Effect.succeed(false)
            : Effect.fail(errorOfAnswer(status, text, headers))
        }),
        patiently
      )

  return Effect.fnUntraced(function* (id: ConversationId): Effect.fn.Return<Forgotten, ProviderError> {
    const wasThere = yield* ask(HttpClientRequest.delete, id)
    if (yield* ask(HttpClientRequest.get, id)) return "kept"
    return wasThere ? "deleted" : "absent"
  })
})

/** A 404 of a proxy, or of a server without such a route, says nothing of a conversation. */
const isOfConversation = (text: string): boolean => readErrorBody(text)?.isUnknownRoute === false
