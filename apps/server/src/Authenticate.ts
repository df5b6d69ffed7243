import { Authentication, problemOf, UnauthorizedProblem } from "@outbound-call/api"
import {
  type ApiKeys,
  type CallSettings,
  CurrentPrincipal,
  type KeySecrets,
  type KeysInUse,
  mayGoOn,
  whoAsks
} from "@outbound-call/core"
import { endingWith } from "@outbound-call/node/EndingWith"
import { Effect, Layer, Redacted } from "effect"
import { HttpEffect, HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"

/**
 * Finds who asks. Without keys that is the service's own user, for whoever reaches it on this machine (`loopback`);
 * with keys it is the owner of the key. Both schemes give the same answer, so that one refusal is never another's.
 */
export const layer = (options: { readonly loopback: boolean }) =>
  Layer.effect(
    Authentication,
    Effect.gen(function* () {
      const services = yield* Effect.context<ApiKeys | CallSettings | KeySecrets | KeysInUse>()

      const authenticate = Effect.fnUntraced(function* <E, R>(
        answer: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>
      ) {
        const text = yield* keyInRequest
        const principal = yield* whoAsks(text, options).pipe(
          Effect.provideContext(services),
          Effect.mapError(problemOf)
        )
        if (principal === null) return yield* refuse(text !== null)
        const response = yield* Effect.provideService(answer, CurrentPrincipal, principal)
        return endingWith(response, Effect.provideContext(mayGoOn(principal), services))
      })
      return { bearer: authenticate, apiKey: authenticate }
    })
  )

/** The key that a request brings, in either header; null when it brings none. */
const keyInRequest = Effect.gen(function* () {
  const { apiKey, bearer } = Authentication.security
  const texts = [yield* HttpApiBuilder.securityDecode(bearer), yield* HttpApiBuilder.securityDecode(apiKey)]
  return texts.find((text) => Redacted.value(text) !== "") ?? null
})

/** Says the same of every key that is not good, so that nobody learns which ones there are. */
const refuse = Effect.fnUntraced(function* (brought: boolean) {
  const challenge = `Bearer realm="outbound-call"${brought ? ', error="invalid_token"' : ""}`
  yield* HttpEffect.appendPreResponseHandler((_, response) =>
    Effect.succeed(HttpServerResponse.setHeader(response, "www-authenticate", challenge))
  )
  return yield* new UnauthorizedProblem({
    detail: brought
      ? "The key is not known here, has expired or was revoked. No phone rang."
      : "This service asks for a key, and the request brought none. No phone rang.",
    code: "unauthorized",
    phone_may_have_rung: false,
    retry_safe: true,
    next_step: "Send a key as Authorization: Bearer <key>, or as X-Api-Key; `outbound keys create` makes one."
  })
})
