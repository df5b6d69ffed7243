import { Effect, Stream } from "effect"
import { HttpBody, HttpClient, HttpClientRequest } from "effect/http"

/** A webhook as it leaves. `chunked`: sent without its length, as recordings are. */
export interface OutgoingWebhook {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly chunked: boolean
}

/** Sends a webhook and gives the status that it was answered with; null when nobody answered. */
export type WebhookPost = (webhook: OutgoingWebhook) => Effect.Effect<number | null>

/** Sends webhooks over an HTTP client, and waits 30 s for an answer. */
export const postOverHttp: Effect.Effect<WebhookPost, never, HttpClient.HttpClient> = Effect.map(
  HttpClient.HttpClient,
  (client): WebhookPost =>
    ({ body, chunked, headers, url }) =>
      client
        .execute(
          HttpClientRequest.post(url, { headers }).pipe(
            HttpClientRequest.setBody(
              chunked
                ? HttpBody.stream(Stream.make(body).pipe(Stream.encodeText), "application/json")
                : HttpBody.text(body, "application/json")
            )
          )
        )
        .pipe(
          Effect.map(({ status }): number | null => status),
          Effect.timeout("30 seconds"),
          Effect.orElseSucceed(() => null),
          Effect.scoped
        )
)
