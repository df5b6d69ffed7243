import { Effect, Layer } from "effect"
import { HttpClient, HttpClientError, HttpClientResponse } from "effect/http"
import { Traffic } from "./Rig.ts"

/** One answer of a provider: HTTP, a dropped connection, or silence. */
export type ScriptedReply =
  | { readonly status?: number; readonly body?: string; readonly headers?: Record<string, string> }
  | "drop"
  | "silent"

/** A provider that answers by path and by the number of the request, counted from 0. */
export const scriptedProvider = (
  answer: (url: URL, n: number) => ScriptedReply
): Layer.Layer<HttpClient.HttpClient | Traffic> =>
  Layer.effect(
    HttpClient.HttpClient,
    Effect.map(Traffic, ({ sent }) =>
      HttpClient.make(
        Effect.fnUntraced(function* (request, url) {
          const reply = answer(url, sent.length)
          sent.push({ method: request.method, path: url.pathname, search: url.search, at: 0, answered: true })
          if (reply === "silent") return yield* Effect.never
          if (reply === "drop") {
            return yield* new HttpClientError.HttpClientError({
              reason: new HttpClientError.TransportError({ request })
            })
          }
          return HttpClientResponse.fromWeb(
            request,
            new Response(reply.status === 204 ? null : (reply.body ?? "{}"), {
              status: reply.status ?? 200,
              headers: reply.headers ?? {}
            })
          )
        })
      )
    )
  ).pipe(Layer.provideMerge(Traffic.layer))
