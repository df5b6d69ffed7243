import { IncomingMessage } from "node:http"
import { toServerResponse } from "@effect/platform-node/NodeHttpServerRequest"
import { Context, Effect, type Fiber, Stream } from "effect"
import { HttpBody, HttpServerRequest, HttpServerResponse } from "effect/http"

/** An answer that goes on and on ends soon after its key does, or when that cannot be told. */
export const endingWith = (response: HttpServerResponse.HttpServerResponse, isGood: Effect.Effect<boolean>) => {
  const { body } = response
  if (body._tag !== "Stream") return response
  const end = Effect.sleep("3 seconds").pipe(
    Effect.andThen(isGood),
    Effect.catchDefect(() => Effect.succeed(false)),
    Effect.repeat({ while: (good) => good })
  )
  const { contentLength, contentType } = body
  return HttpServerResponse.setBody(
    response,
    HttpBody.stream(endingAfter(body.stream, end), contentType, contentLength)
  )
}

/**
 * The stream until an effect is over. What it tells passes through nothing on the way, neither a queue nor another
 * fiber: each event goes to thousands of such streams.
 */
const endingAfter = <A, E, R>(stream: Stream.Stream<A, E, R>, end: Effect.Effect<unknown>) =>
  Stream.transformPullBracket(stream, (pull, _, scope) =>
    Effect.withFiber((answering) =>
      Effect.as(
        Effect.forkIn(
          Effect.map(end, () => leave(answering)),
          scope
        ),
        pull
      )
    )
  )

/** Ends an answer as if its last piece had come, and then the fiber that waits for the next one. */
const leave = (answering: Fiber.Fiber<unknown, unknown>): void => {
  const request = Context.getOrUndefined(answering.context, HttpServerRequest.HttpServerRequest)
  // Only what came over a socket has an answer that can be ended.
  if (request?.source instanceof IncomingMessage) toServerResponse(request).end()
  answering.interruptUnsafe()
}
