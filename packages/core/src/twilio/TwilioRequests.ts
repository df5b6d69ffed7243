import { Effect, type Redacted, type Schema } from "effect"
import { HttpClient, HttpClientRequest, type UrlParams } from "effect/http"
import type { ProviderError } from "../CallErrors.ts"
import { patiently, readBody, timely, unreachable } from "../Patience.ts"
import { errorOfAnswer } from "./TwilioError.ts"

/** Which Twilio, as whom. */
export interface TwilioConfig {
  /** Origin of the API, for example https://api.twilio.com; without a closing slash. */
  readonly baseUrl: string
  /** The account that owns the calling numbers, `AC…`. */
  readonly accountSid: string
  /** The account sid with its auth token, or an API key `SK…` with its secret. */
  readonly username: string
  readonly password: Redacted.Redacted
}

/** Requests to the account, each tried up to three times: none of them rings a phone, so repeating is free. */
export const makeRequests = Effect.fnUntraced(function* (config: TwilioConfig) {
  const client = yield* HttpClient.HttpClient

  const answerOf = (request: HttpClientRequest.HttpClientRequest) =>
    client
      .execute(
        request.pipe(HttpClientRequest.basicAuth(config.username, config.password), HttpClientRequest.acceptJson)
      )
      .pipe(
        Effect.flatMap((response) => Effect.map(response.text, (text) => ({ response, text }))),
        Effect.catchTag("HttpClientError", unreachable("carrier")),
        timely("carrier")
      )

  const send = <S extends Schema.ConstraintDecoder<unknown>>(
    schema: S,
    request: HttpClientRequest.HttpClientRequest
  ): Effect.Effect<S["Type"], ProviderError> =>
    answerOf(request).pipe(
      Effect.flatMap(({ response, text }) =>
        response.status === 200
          ? Effect.map(readBody("carrier", schema, text), ({ value }) => value)
          : Effect.fail(errorOfAnswer(response.status, text, response.headers))
      ),
      patiently
    )

  return {
    /** Reads a path of the API, as Twilio itself writes it in a list. */
    get: <S extends Schema.ConstraintDecoder<unknown>>(schema: S, path: string) =>
      send(schema, HttpClientRequest.get(`${config.baseUrl}${path}`)),
    post: <S extends Schema.ConstraintDecoder<unknown>>(schema: S, path: string, form: UrlParams.Input) =>
      send(schema, HttpClientRequest.post(`${config.baseUrl}${path}`).pipe(HttpClientRequest.bodyUrlParams(form))),
    /** Deletes what is at a path; false when nothing was there. */
    remove: (path: string): Effect.Effect<boolean, ProviderError> =>
      answerOf(HttpClientRequest.delete(`${config.baseUrl}${path}`)).pipe(
        Effect.flatMap(({ response, text }) => {
          if (response.status === 204 || response.status === 200) return Effect.succeed(true)
          const error = errorOfAnswer(response.status, text, response.headers)
          return isAbsent(error) ? Effect.succeed(false) : Effect.fail(error)
        }),
        patiently
      )
  }
})

export type TwilioRequests = Effect.Success<ReturnType<typeof makeRequests>>

/** A 404 of Twilio itself; that of a proxy says nothing of what was asked for. */
export const isAbsent = ({ isUnknownRoute, reason }: ProviderError): boolean =>
  reason === "not-found" && !isUnknownRoute
