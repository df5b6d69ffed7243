import { Authentication, problemOf, UnauthorizedProblem } from "@outbound-call/api"
import {
  type ApiKeyId,
  ApiKeys,
  CallSettings,
  CurrentPrincipal,
  KeySecrets,
  keyGoesOn,
  KeysInUse,
  whoAsks
} from "@outbound-call/core"
import { endingWith } from "@outbound-call/node/EndingWith"
import { Clock, Context, Effect, Layer, Redacted } from "effect"
import { HttpEffect, HttpServerRequest, HttpServerResponse } from "effect/http"

/**
 * Finds who asks. Without keys that is the service's own user, for whoever reaches it on this machine (`loopback`);
 * with keys it is the owner of the key. Both schemes give the same answer, so that one refusal is never another's.
 */
export const layer = (options: { readonly loopback: boolean }) =>
  Layer.effect(
    Authentication,
    Effect.gen(function* () {
      const services = yield* Effect.context<ApiKeys | CallSettings | KeySecrets | KeysInUse>()
      const withServices = addAll(services)
      const goOn = makeGoesOn()

      const authenticate = Effect.fnUntraced(function* <E, R>(
        answer: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>
      ) {
        const text = keyInRequest(yield* HttpServerRequest.HttpServerRequest)
        const principal = yield* whoAsks(text, options).pipe(
          Effect.updateContext(withServices),
          Effect.mapError(problemOf)
        )
        if (principal === null) return yield* refuse(text !== null)
        const response = yield* Effect.provideService(answer, CurrentPrincipal, principal)
        return endingWith(response, Effect.provideContext(goOn(principal.key?.id ?? null), services))
      })
      return { bearer: authenticate, apiKey: authenticate }
    })
  )

/** Whether a key goes on, looked up once a second by the clock that nobody sets: a thousand long answers may have one. */
const makeGoesOn = () => {
  const looks = new Map<ApiKeyId | null, { readonly at: bigint; readonly goesOn: boolean }>()
  return Effect.fnUntraced(function* (id: ApiKeyId | null) {
    const at = yield* Clock.monotonicTimeNanos
    const last = looks.get(id)
    if (last !== undefined && at - last.at < 1_000_000_000n) return last.goesOn
    const goesOn = yield* keyGoesOn(id)
    if (looks.size >= 1_000) looks.clear()
    looks.set(id, { at, goesOn })
    return goesOn
  })
}

/** Adds what is asked of, one by one: to merge a whole context with each request's own copies both. */
const addAll = (services: Context.Context<ApiKeys | CallSettings | KeySecrets | KeysInUse>) => {
  const keys = Context.get(services, ApiKeys)
  const settings = Context.get(services, CallSettings)
  const secrets = Context.get(services, KeySecrets)
  const keysInUse = Context.get(services, KeysInUse)
  return (own: Context.Context<never>) =>
    own.pipe(
      Context.add(ApiKeys, keys),
      Context.add(CallSettings, settings),
      Context.add(KeySecrets, secrets),
      Context.add(KeysInUse, keysInUse)
    )
}

/** The key that a request brings, in either header; null when it brings none. */
const keyInRequest = ({ headers }: HttpServerRequest.HttpServerRequest): Redacted.Redacted | null => {
  const bearer = /^bearer +([^ ].*)$/is.exec(headers["authorization"] ?? "")?.[1]
  const text = bearer ?? headers[Authentication.security.apiKey.key] ?? ""
  return text === "" ? null : Redacted.make(text)
}

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
