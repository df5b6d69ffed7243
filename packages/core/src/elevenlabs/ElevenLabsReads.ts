import { DateTime, Effect, Option, Redacted, Schema, Stream } from "effect"
import { HttpClient, HttpClientRequest, type HttpClientResponse, type UrlParams } from "effect/http"
import { ProviderError } from "../CallErrors.ts"
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

const decodeJson = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Unknown))

/** The reading half of the provider: GET only, each tried up to three times, Retry-After honoured up to 30 s. */
export const makeReads = Effect.fnUntraced(function* (settings: ReadSettings) {
  const client = yield* HttpClient.HttpClient

  const once = (path: string, params: UrlParams.Input) =>
    client.execute(
      HttpClientRequest.get(`${settings.baseUrl}${path}`).pipe(
        HttpClientRequest.appendUrlParams(params),
        HttpClientRequest.setHeader("xi-api-key", Redacted.value(settings.apiKey)),
        HttpClientRequest.acceptJson
      )
    )

  const read = <S extends Schema.ConstraintDecoder<unknown>>(
    schema: S,
    path: string,
    params: UrlParams.Input = []
  ): Effect.Effect<Answer<S["Type"]>, ProviderError> =>
    once(path, params).pipe(
      Effect.flatMap((response) => Effect.map(response.text, (text) => ({ response, text }))),
      Effect.catchTag("HttpClientError", unreachable),
      timely,
      Effect.flatMap(({ response, text }) => decodeAnswer(schema, response, text)),
      patiently
    )

  const bytes = (path: string): Stream.Stream<Uint8Array, ProviderError> =>
    Stream.unwrap(
      once(path, []).pipe(
        Effect.catchTag("HttpClientError", unreachable),
        timely,
        Effect.flatMap((response) =>
          response.status === 200
            ? Effect.succeed(response.stream.pipe(Stream.catchTag("HttpClientError", () => Stream.fail(brokenOff))))
            : response.text.pipe(
                Effect.orElseSucceed(() => ""),
                Effect.flatMap((text) => Effect.fail(errorOfAnswer(response.status, text, response.headers)))
              )
        ),
        patiently
      )
    )

  return { read, bytes }
})

const decodeAnswer = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S,
  response: HttpClientResponse.HttpClientResponse,
  text: string
): Effect.Effect<Answer<S["Type"]>, ProviderError> => {
  if (response.status !== 200) return Effect.fail(errorOfAnswer(response.status, text, response.headers))
  const json = decodeJson(text)
  if (Option.isNone(json)) return Effect.fail(unreadable(`a body that is no JSON: ${text.slice(0, 80)}`))
  const value = Schema.decodeUnknownOption(schema)(json.value)
  return Option.isNone(value)
    ? Effect.fail(unreadable(`JSON without the fields that are needed: ${text.slice(0, 200)}`))
    : Effect.succeed({ value: value.value, json: json.value, headers: response.headers })
}

const timely = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | ProviderError, R> =>
  Effect.timeoutOrElse(effect, {
    duration: "30 seconds",
    orElse: () => Effect.fail(plainError("unavailable", "The provider did not answer within 30 s."))
  })

/** Repeats a read that may succeed later. Reading rings nobody. */
const patiently = <A, R>(effect: Effect.Effect<A, ProviderError, R>): Effect.Effect<A, ProviderError, R> => {
  const attempt = (n: number): Effect.Effect<A, ProviderError, R> =>
    Effect.catchTag(effect, "ProviderError", (error) => {
      const wait = error.retryAfterSeconds ?? 2 ** n / 2
      const worthwhile = error.reason === "unavailable" || error.reason === "rate-limited"
      return n < 2 && worthwhile && wait <= 30
        ? Effect.sleep(wait * 1000).pipe(Effect.andThen(attempt(n + 1)))
        : Effect.fail(error)
    })
  return attempt(0)
}

const unreachable = (error: { readonly reason: { readonly _tag: string } }) =>
  Effect.fail(plainError("unavailable", `The provider could not be reached (${error.reason._tag}).`))

const plainError = (reason: ProviderError["reason"], detail: string): ProviderError =>
  new ProviderError({ reason, detail, status: null, requestId: null, retryAfterSeconds: null, isUnknownRoute: false })

const unreadable = (what: string): ProviderError => plainError("unreadable", `The provider answered with ${what}.`)

const brokenOff = plainError("unavailable", "The provider broke off in the middle of its answer.")
