import { Deferred, Effect, Fiber, Layer, Redacted } from "effect"
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
    const exchange = (request: DialRequest) =>
      client.execute(post(request)).pipe(
        Effect.flatMap((response) =>
          Effect.map(response.text, (body): Delivery => ({ type: "answered", status: response.status, body }))
        ),
        Effect.catchTag("HttpClientError", (error) =>
          Effect.succeed(lost(`The connection broke: ${error.reason._tag}.`))
        ),
        Effect.catchCause(() => Effect.succeed(lost("The HTTP client failed."))),
        Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" })
      )
    return DialTransport.of({
      send: (request, gate) =>
        Effect.matchEffect(gate, {
          onFailure: (reason) => Effect.succeed<Delivery>({ type: "not-sent", reason }),
          onSuccess: () => firstOf(exchange(request), request.timeoutMillis)
        })
    })
  })
)

/** The answer, or `lost` when the time is up. A dial cannot be interrupted, so both run in fibers of their own. */
const firstOf = Effect.fnUntraced(function* (exchange: Effect.Effect<Delivery>, timeoutMillis: number) {
  const first = yield* Deferred.make<Delivery>()
  const timeUp = Effect.as(Effect.sleep(timeoutMillis), lost("The provider did not answer in time."))
  const runners = yield* Effect.forEach([exchange, timeUp], (runner) =>
    Effect.forkDetach(Effect.interruptible(Effect.flatMap(runner, (delivery) => Deferred.succeed(first, delivery))))
  )
  const delivery = yield* Deferred.await(first)
  yield* Effect.forkDetach(Fiber.interruptAll(runners))
  return delivery
})

const lost = (reason: string): Delivery => ({ type: "lost", reason })

const post = (request: DialRequest) =>
  HttpClientRequest.post(request.url).pipe(
    HttpClientRequest.setHeader("xi-api-key", Redacted.value(request.apiKey)),
    HttpClientRequest.acceptJson,
    HttpClientRequest.bodyText(request.body, "application/json")
  )
