import { makeClient } from "@outbound-call/api"
import { Effect, Stream } from "effect"
import { FetchHttpClient } from "effect/http"

/** What a web page does with the typed client: places a call, follows it to its end, and shows what was said. */
export const placeAndRead = (baseUrl: string, to: string) =>
  Effect.gen(function* () {
    const { calls } = yield* makeClient({ baseUrl })
    const headers = { "idempotency-key": "from-a-page" }
    const { body } = yield* calls.place({ headers, payload: { to, variables: { customer_name: "Ada" } } })
    const params = { id: body.id }
    const news = yield* calls.events({ params, headers: {} }).pipe(Stream.unwrap, Stream.runCollect)
    const { outcome, status } = yield* calls.get({ params })
    const text = yield* calls.transcript({ params, query: { format: "text" } })
    const other = yield* Effect.flip(calls.place({ headers, payload: { to } }))
    return { status, outcome, events: news.length, text, mistake: [other._tag, other.message] }
  }).pipe(Effect.provide(FetchHttpClient.layer), Effect.runPromise)
