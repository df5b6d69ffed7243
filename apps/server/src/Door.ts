import { KeysInUse } from "@outbound-call/core"
import { foreignPart } from "@outbound-call/node/ForeignPart"
import { Cause, Effect, identity } from "effect"
import {
  Headers,
  HttpMiddleware,
  HttpRouter,
  HttpServer,
  HttpServerError,
  HttpServerRequest,
  HttpServerResponse
} from "effect/http"
import * as DoorProblems from "./DoorProblems.ts"
import { securityHeaders } from "./SecurityHeaders.ts"
import { unknownRoute } from "./UnknownRoute.ts"
import { longestWebhook, webhookPath } from "./Webhooks.ts"

/**
 * What every request passes: who it says it comes from is checked first, since a web page in the user's browser must
 * not be able to dial; whatever no route answers, or answers without words, becomes a problem; and every answer of a
 * simulation says so. `corsOrigins` may ask from a browser, once the service asks for keys. The provider's webhooks may
 * always come for another host, through a proxy or tunnel: they are signed, and dial nothing.
 */
export const layer = (options: { readonly simulated: boolean; readonly corsOrigins: ReadonlyArray<string> }) =>
  HttpRouter.middleware(
    Effect.gen(function* () {
      const { address } = yield* HttpServer.HttpServer
      const port = "port" in address ? address.port : 0
      const keysInUse = yield* KeysInUse
      const { corsOrigins, simulated } = options
      const withCors = corsOrigins.length === 0 ? identity : crossOrigin(corsOrigins)
      const mark = simulated ? { "outbound-simulated": "true" } : {}
      const ofService = Headers.fromInput({ ...securityHeaders("/"), ...mark })
      const ofReference = Headers.fromInput({ ...securityHeaders("/docs"), ...mark })

      const foreignTo = (request: HttpServerRequest.HttpServerRequest) => {
        const { headers } = request
        const strictly = foreignPart(headers, { port, keyed: isWebhook(request), corsOrigins })
        // What passes the stricter check without an origin passes the other as well.
        if (isWebhook(request) || (strictly === null && headers["origin"] === undefined))
          return Effect.succeed(strictly)
        // What cannot be read leaves the stricter check.
        return Effect.map(
          Effect.orElseSucceed(keysInUse, () => false),
          (keyed) => (keyed ? foreignPart(headers, { port, keyed, corsOrigins }) : strictly)
        )
      }

      return (answer) => {
        const answered = withCors(
          answer.pipe(
            Effect.catchCause((cause) =>
              Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => answerTo(cause, request))
            ),
            Effect.flatMap(inWords)
          )
        )
        return Effect.gen(function* () {
          const request = yield* HttpServerRequest.HttpServerRequest
          const foreign = yield* foreignTo(request)
          const response = yield* foreign === null ? answered : DoorProblems.foreign(foreign)
          const isReference = request.url.split(/[?#]/, 1)[0] === "/docs"
          return HttpServerResponse.setHeaders(response, isReference ? ofReference : ofService)
        })
      }
    }),
    { global: true }
  )

/** No cookie is ever read, so a page can only bring a key that it was given. */
const crossOrigin = (origins: ReadonlyArray<string>) =>
  HttpMiddleware.cors({
    allowedOrigins: (origin) => origins.includes(origin),
    allowedMethods: ["GET", "HEAD", "POST", "PATCH", "DELETE"],
    allowedHeaders: [
      "authorization",
      "x-api-key",
      "content-type",
      "idempotency-key",
      "idempotency-window",
      "outbound-simulated",
      "last-event-id",
      "prefer",
      "range",
      "if-range"
    ],
    exposedHeaders: [
      "location",
      "idempotent-replay",
      "preference-applied",
      "content-range",
      "accept-ranges",
      "etag",
      "outbound-simulated",
      "ratelimit",
      "ratelimit-policy",
      "retry-after",
      "www-authenticate"
    ],
    maxAge: 600
  })

const answerTo = <E>(cause: Cause.Cause<E>, request: HttpServerRequest.HttpServerRequest) => {
  if (Cause.hasInterruptsOnly(cause)) return Effect.failCause(cause)
  const error = Cause.squash(cause)
  const reason = HttpServerError.isHttpServerError(error) ? error.reason : undefined
  if (reason?._tag === "RouteNotFound") return unknownRoute(request)
  if (reason?._tag === "RequestParseError") {
    return reason.reason === "BodyTooLarge"
      ? DoorProblems.tooLarge(isWebhook(request) ? longestWebhook.words : "64 KiB")
      : DoorProblems.unreadable
  }
  return Effect.andThen(Effect.logError("A request failed", cause), DoorProblems.failed)
}

/** By the path as it came: another way to write it is another request. */
const isWebhook = ({ method, url }: HttpServerRequest.HttpServerRequest): boolean =>
  method === "POST" && url.split("?", 1)[0] === webhookPath

/** The contract answers a body of another media type with plain text. */
const inWords = (response: HttpServerResponse.HttpServerResponse) =>
  response.status === 415 ? DoorProblems.unsupportedMediaType : Effect.succeed(response)
