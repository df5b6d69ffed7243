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

  const send = <S extends Schema.ConstraintDecoder<unknown>>(
    schema: S,
    request: HttpClientRequest.HttpClientRequest
  ): Effect.Effect<S["Type"], ProviderError> =>
    client
      .execute(
        request.pipe(HttpClientRequest.basicAuth(config.username, config.password), HttpClientRequest.acceptJson)
      )
      .pipe(
        Effect.flatMap((response) => Effect.map(response.text, (text) => ({ response, text }))),
        Effect.catchTag("HttpClientError", unreachable("carrier")),
        timely("carrier"),
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
      send(schema, HttpClientRequest.post(`${config.baseUrl}${path}`).pipe(HttpClientRequest.bodyUrlParams(form)))
  }
})
