import { Cause, Effect } from "effect"
import { HttpRouter, HttpServer, HttpServerError, HttpServerRequest, HttpServerResponse } from "effect/http"
import * as DoorProblems from "./DoorProblems.ts"
import { foreignPart } from "./ForeignPart.ts"
import { unknownRoute } from "./UnknownRoute.ts"

/**
 * What every request passes: who it says it comes from is checked first, since a web page in the user's browser must
 * not be able to dial; whatever no route answers, or answers without words, becomes a problem; and every answer of a
 * simulation says so.
 */
export const layer = (options: { readonly simulated: boolean }) =>
  HttpRouter.middleware(
    Effect.gen(function* () {
      const { address } = yield* HttpServer.HttpServer
      const port = "port" in address ? address.port : 0
      return (answer) =>
        Effect.gen(function* () {
          const request = yield* HttpServerRequest.HttpServerRequest
          const foreign = foreignPart(request.headers, port)
          const response =
            foreign === null
              ? yield* answer.pipe(
                  Effect.catchCause((cause) => answerTo(cause, request)),
                  Effect.flatMap(inWords)
                )
              : yield* DoorProblems.foreign(foreign)
          return HttpServerResponse.setHeaders(response, {
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            ...(options.simulated ? { "outbound-simulated": "true" } : {})
          })
        })
    }),
    { global: true }
  )

const answerTo = <E>(cause: Cause.Cause<E>, request: HttpServerRequest.HttpServerRequest) => {
  if (Cause.hasInterruptsOnly(cause)) return Effect.failCause(cause)
  const error = Cause.squash(cause)
  const reason = HttpServerError.isHttpServerError(error) ? error.reason : undefined
  if (reason?._tag === "RouteNotFound") return unknownRoute(request)
  if (reason?._tag === "RequestParseError") {
    return reason.reason === "BodyTooLarge" ? DoorProblems.tooLarge : DoorProblems.unreadable
  }
  return Effect.andThen(Effect.logError("A request failed", cause), DoorProblems.failed)
}

/** The contract answers a body of another media type with plain text. */
const inWords = (response: HttpServerResponse.HttpServerResponse) =>
  response.status === 415 ? DoorProblems.unsupportedMediaType : Effect.succeed(response)
