import {
  type ApiKeys,
  type CallSettings,
  CurrentPrincipal,
  type KeySecrets,
  KeysInUse,
  mayGoOn,
  type Principal,
  whoAsks
} from "@outbound-call/core"
import { endingWith } from "@outbound-call/node/EndingWith"
import { foreignPart } from "@outbound-call/node/ForeignPart"
import { RequestCounter } from "@outbound-call/node/RequestCounter"
import { Cause, Effect, Layer, Option, Result } from "effect"
import {
  Headers,
  HttpEffect,
  HttpRouter,
  HttpServer,
  HttpServerError,
  HttpServerRequest,
  HttpServerResponse
} from "effect/http"
import { CallService } from "./CallService.ts"
import { bodyOf, keyIn, withHeaders } from "./HttpMessage.ts"
import * as HttpRefusal from "./HttpRefusal.ts"
import { makeSessions } from "./HttpSessions.ts"
import { messagesIn } from "./MessagesIn.ts"
import { missingScope, subscribedCalls } from "./NeededScope.ts"
import type { Offered } from "./Offered.ts"

type Answer<E, R> = Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>

/**
 * What every request passes before the protocol sees it: where it says it comes from, its key, its size, how many the
 * key has sent and what it may do, and whose its session is. What is answered is answered to the owner of the key, and
 * ends when the key does.
 */
export const layer = (options: {
  readonly loopback: boolean
  readonly names: ReadonlyArray<string>
  readonly offered: Offered
}) =>
  HttpRouter.middleware(
    Effect.gen(function* () {
      const services = yield* Effect.context<ApiKeys | CallSettings | KeySecrets | KeysInUse>()
      const keysInUse = yield* KeysInUse
      const { get } = yield* CallService
      const { address } = yield* HttpServer.HttpServer
      const port = "port" in address ? address.port : 0
      const sessions = makeSessions()
      const counter = yield* RequestCounter

      // each message of a batch counts; a body that has none of them does as well
      const count = ({ key }: Principal, messages: number) =>
        key === null ? Effect.succeed({ headers: {}, refusal: null }) : counter(key, Math.max(1, messages))

      const noteBegun = Effect.fnUntraced(function* <E, R>(
        { headers }: HttpServerResponse.HttpServerResponse,
        answer: Answer<E, R>,
        request: HttpServerRequest.HttpServerRequest,
        principal: Principal
      ) {
        const begun = headers[session]
        if (begun === undefined) return
        for (const old of yield* sessions.begin(begun, principal)) yield* endSession(answer, request, old)
      })

      const answered = Effect.fnUntraced(function* <E, R>(answer: Answer<E, R>, principal: Principal) {
        const request = yield* HttpServerRequest.HttpServerRequest
        const { [session]: id } = request.headers
        if (id !== undefined && !(yield* sessions.use(id, principal))) return HttpRefusal.sessionGone()
        const response = yield* answer.pipe(
          Effect.provideService(CurrentPrincipal, principal),
          // it was judged here, by a list that knows the port
          Effect.provideService(
            HttpServerRequest.HttpServerRequest,
            withHeaders(request, Headers.remove(request.headers, "origin"))
          )
        )
        if (id !== undefined && request.method === "DELETE") yield* sessions.end(id)
        // the protocol names a session that began in a handler of its own, which runs before this one
        const context = yield* Effect.context<R>()
        yield* HttpEffect.appendPreResponseHandler((_, last) =>
          noteBegun(last, answer, request, principal).pipe(Effect.provideContext(context), Effect.as(last))
        )
        return endingWith(response, Effect.provideContext(mayGoOn(principal), services))
      })

      const judged = Effect.fnUntraced(function* <E, R>(answer: Answer<E, R>) {
        const request = yield* HttpServerRequest.HttpServerRequest
        const host = request.headers["host"] ?? ""
        // what cannot be read leaves the stricter check
        const isKeyed = yield* Effect.orElseSucceed(keysInUse, () => false)
        const isNamed = options.names.includes(URL.parse(`http://${host}`)?.hostname ?? "")
        const part = foreignPart(request.headers, { port, keyed: isKeyed && isNamed, corsOrigins: [] })
        if (part !== null) return HttpRefusal.foreign(part)
        const path = request.url.split(/[?#]/, 1)[0] ?? ""
        if (path === HttpRefusal.metadataPath || path === `${HttpRefusal.metadataPath}${HttpRefusal.mcpPath}`) {
          return HttpRefusal.resourceMetadata(host)
        }
        if (path !== HttpRefusal.mcpPath) return HttpRefusal.notFound()
        const key = keyIn(request)
        const principal = yield* Effect.option(Effect.provideContext(whoAsks(key, options), services))
        if (Option.isNone(principal)) return HttpRefusal.unavailable()
        if (principal.value === null) return HttpRefusal.unauthorized(host, key !== null)
        const messages = request.method === "POST" ? messagesOf(yield* bodyOf(request)) : Result.succeed([])
        const { headers, refusal } = yield* count(principal.value, Result.getOrElse(messages, () => []).length)
        yield* HttpEffect.appendPreResponseHandler((_, response) =>
          Effect.succeed(HttpServerResponse.setHeaders(response, headers))
        )
        if (refusal !== null) return HttpRefusal.rateLimited(refusal)
        if (Result.isFailure(messages)) return messages.failure
        const scope = missingScope(messages.success, options.offered, principal.value)
        if (scope !== null) return HttpRefusal.insufficientScope(host, scope)
        for (const id of subscribedCalls(messages.success)) {
          const call = yield* get(id).pipe(Effect.provideService(CurrentPrincipal, principal.value), Effect.option)
          if (Option.isNone(call)) return HttpRefusal.noSuchCall()
        }
        return yield* answered(answer, principal.value)
      })

      return (answer) =>
        judged(answer).pipe(
          Effect.catchCause(answerTo),
          Effect.map((response) => HttpServerResponse.setHeaders(HttpRefusal.inWords(response), always))
        )
    }),
    { global: true }
  ).pipe(Layer.provide(RequestCounter.layer))

const messagesOf = (body: string | null) => (body === null ? Result.fail(HttpRefusal.tooLarge()) : messagesIn(body))

const session = "mcp-session-id"

/** A proxy that keeps a stream back would keep the progress back. */
const always = { "cache-control": "no-store", "x-accel-buffering": "no", "x-content-type-options": "nosniff" }

const answerTo = <E>(cause: Cause.Cause<E>) => {
  if (Cause.hasInterruptsOnly(cause)) return Effect.failCause(cause)
  const error = Cause.squash(cause)
  return HttpServerError.isHttpServerError(error) && error.reason._tag === "RouteNotFound"
    ? Effect.succeed(HttpRefusal.noSuchMethod())
    : Effect.as(Effect.logError("A request failed", cause), HttpRefusal.broken())
}

/** A session of the protocol ends by a request of its own. */
const endSession = <E, R>(answer: Answer<E, R>, request: HttpServerRequest.HttpServerRequest, id: string) =>
  answer.pipe(
    Effect.provideService(
      HttpServerRequest.HttpServerRequest,
      withHeaders(request, Headers.fromInput({ [session]: id }), "DELETE")
    ),
    Effect.ignore
  )
