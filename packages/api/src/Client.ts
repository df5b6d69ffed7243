import type { Effect } from "effect"
import type { HttpClient } from "effect/http"
import { HttpApiClient } from "effect/http-api"
import { Api } from "./Api.ts"

/** A client with one typed function for each route, and the problems of this API as its errors. */
export type Client = HttpApiClient.ForApi<typeof Api>

/**
 * The typed client of a service at `baseUrl`. Its HTTP client may retry `calls.place` only with the same idempotency
 * key, which is part of the request and so the case by itself.
 */
export const makeClient = (options: {
  readonly baseUrl: string
}): Effect.Effect<Client, never, HttpClient.HttpClient> => HttpApiClient.make(Api, options)
