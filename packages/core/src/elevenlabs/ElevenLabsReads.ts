import { Clock, DateTime, Effect, Option, Redacted, Schema, type Scope, Stream } from "effect"
import { HttpClient, HttpClientRequest, type HttpClientResponse, type UrlParams } from "effect/http"
import type { ProviderError } from "../CallErrors.ts"
import { patiently, plainError, readBody, timely, unreachable } from "../Patience.ts"
import type { Recording } from "../VoiceProvider.ts"
import { errorOfAnswer } from "./ElevenLabsError.ts"

/** Where and as whom the provider is read. */
export interface ReadSettings {
  readonly baseUrl: string
  readonly apiKey: Redacted.Redacted
}

/** A readable answer: its JSON as it came, decoded, and the headers. */
export interface Answer<A> {
  readonly value: A
  readonly json: unknown
  readonly headers: { readonly [name: string]: string | undefined }
}

const decodeDate = Schema.decodeUnknownOption(Schema.DateTimeUtcFromHttpDate)

/** The instant of a `Date` header in epoch milliseconds; null when there is none. RFC 9110, section 6.6.1. */
export const readServedAt = (date: string | undefined): number | null =>
  Option.getOrNull(Option.map(decodeDate(date), DateTime.toEpochMillis))

/** The reading half of the provider: GET only, each tried up to three times, Retry-After honoured up to 30 s. */
export const makeReads = Effect.fnUntraced(function* (settings: ReadSettings) {
  const client = yield* HttpClient.HttpClient
  let heard: { readonly servedAt: number; readonly wall: number; readonly monotonic: bigint } | null = null

  const hear = Effect.fnUntraced(function* ({ headers }: HttpClientResponse.HttpClientResponse) {
    const servedAt = readServedAt(headers["date"])
    const wall = yield* Clock.currentTimeMillis
    const monotonic = yield* Clock.monotonicTimeNanos
    if (servedAt !== null) heard = { servedAt, wall, monotonic }
  })

  /** A wall clock may have been set back meanwhile, a monotonic one may have slept: the later of the two is safe. */
  const now = Effect.gen(function* () {
    if (heard === null) return null
    const byWall = (yield* Clock.currentTimeMillis) - heard.wall
    const byMonotonic = Number(((yield* Clock.monotonicTimeNanos) - heard.monotonic) / 1_000_000n)
    return heard.servedAt + Math.max(byWall, byMonotonic)
  })

  const requestOf = (path: string) =>
    HttpClientRequest.get(`${settings.baseUrl}${path}`).pipe(
      HttpClientRequest.setHeader("xi-api-key", Redacted.value(settings.apiKey))
    )

  const once = (path: string, params: UrlParams.Input) =>
    client.execute(requestOf(path).pipe(HttpClientRequest.appendUrlParams(params), HttpClientRequest.acceptJson))

  const read = <S extends Schema.ConstraintDecoder<unknown>>(
    schema: S,
    path: string,
    params: UrlParams.Input = []
  ): Effect.Effect<Answer<S["Type"]>, ProviderError> =>
    once(path, params).pipe(
      Effect.flatMap((response) => Effect.map(response.text, (text) => ({ response, text }))),
      Effect.catchTag("HttpClientError", unreachable("provider")),
      timely("provider"),
      Effect.tap(({ response }) => hear(response)),
      Effect.flatMap(({ response, text }) => decodeAnswer(schema, response, text)),
      patiently
    )

  /** An answer of bytes, read by whoever asked; its connection lasts as long as the scope. */
  const open = (path: string): Effect.Effect<Recording, ProviderError, Scope.Scope> =>
    HttpClient.withScope(client)
      .execute(requestOf(path))
      .pipe(
        Effect.catchTag("HttpClientError", unreachable("provider")),
        timely("provider"),
        Effect.flatMap((response) =>
          response.status === 200
            ? Effect.succeed({
                length: lengthOf(response.headers),
                bytes: response.stream.pipe(Stream.catchTag("HttpClientError", () => Stream.fail(brokenOff)))
              })
            : response.text.pipe(
                Effect.orElseSucceed(() => ""),
                Effect.flatMap((text) => Effect.fail(errorOfAnswer(response.status, text, response.headers)))
              )
        ),
        patiently
      )

  return { read, open, now }
})

const decodeAnswer = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S,
  response: HttpClientResponse.HttpClientResponse,
  text: string
): Effect.Effect<Answer<S["Type"]>, ProviderError> =>
  response.status === 200
    ? Effect.map(readBody("provider", schema, text), (body) => ({ ...body, headers: response.headers }))
    : Effect.fail(errorOfAnswer(response.status, text, response.headers))

/** The bytes that will come; what a `Content-Length` says of a packed body is another length. */
const lengthOf = (headers: { readonly [name: string]: string | undefined }): number | null => {
  const length = headers["content-length"]
  return length !== undefined && /^\d{1,15}$/.test(length) && headers["content-encoding"] === undefined
    ? Number(length)
    : null
}

const brokenOff = plainError("provider", "unavailable", "broke off in the middle of its answer")
