import type { Effect, Redacted } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { HttpApiClient } from "effect/http-api"
import { Api } from "./Api.ts"

/** A client with one typed function for each route, and the problems of this API as its errors. */
export type Client = HttpApiClient.ForApi<typeof Api>

/**
 * The typed client of a service at `baseUrl`, with the API key that it asks for, where it does. Its HTTP client may
 * retry `calls.place` only with the same idempotency key, which is part of the request and so the case by itself.
 */
export const makeClient = ({
  apiKey,
  baseUrl
}: {
  readonly baseUrl: string
  readonly apiKey?: Redacted.Redacted | undefined
}): Effect.Effect<Client, never, HttpClient.HttpClient> =>
  HttpApiClient.make(Api, {
    baseUrl,
    ...(apiKey === undefined ? {} : { transformClient: HttpClient.mapRequest(HttpClientRequest.bearerToken(apiKey)) })
  })
