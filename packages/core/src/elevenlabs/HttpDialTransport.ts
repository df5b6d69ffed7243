import { Effect, Layer, Redacted } from "effect"
import { FetchHttpClient, HttpClient, HttpClientRequest } from "effect/http"
import { type Delivery, type DialRequest, DialTransport } from "../DialTransport.ts"

/**
 * A dial over whichever `HttpClient` is provided. Such a client does not tell what left the machine, so every failure
 * counts as lost, and a call is then `unknown` where the Node transport could prove that nothing was sent. The client
 * must neither retry nor follow redirects by itself; the fetch client is told so here.
 */
export const layer: Layer.Layer<DialTransport, never, HttpClient.HttpClient> = Layer.effect(
  DialTransport,
  Effect.gen(function* () {
    const client = yield* HttpClient.HttpClient
    const send = Effect.fnUntraced(function* (request: DialRequest, gate: Effect.Effect<boolean>) {
      if (!(yield* gate))
        return { type: "not-sent", reason: "The claim was no longer held." } satisfies Delivery as Delivery
      return yield* client.execute(post(request)).pipe(
        Effect.flatMap((response) =>
          Effect.map(response.text, (body): Delivery => ({ type: "answered", status: response.status, body }))
        ),
        Effect.timeoutOrElse({
          duration: request.timeoutMillis,
          orElse: () => Effect.succeed<Delivery>({ type: "lost", reason: "The provider did not answer in time." })
        }),
        Effect.catchTag("HttpClientError", (error) =>
          Effect.succeed<Delivery>({ type: "lost", reason: `The connection broke: ${error.reason._tag}.` })
        ),
        Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" })
      )
    })
    return DialTransport.of({ send })
  })
)

const post = (request: DialRequest) =>
  HttpClientRequest.post(request.url).pipe(
    HttpClientRequest.setHeader("xi-api-key", Redacted.value(request.apiKey)),
    HttpClientRequest.acceptJson,
    HttpClientRequest.bodyText(request.body, "application/json")
  )
