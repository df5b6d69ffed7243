import { Effect, Stream } from "effect"
import { HttpBody, HttpServerResponse } from "effect/http"

/** An answer that goes on and on ends soon after its key does. */
export const endingWith = (response: HttpServerResponse.HttpServerResponse, isGood: Effect.Effect<boolean>) => {
  const { body } = response
  if (body._tag !== "Stream") return response
  const end = Effect.sleep("3 seconds").pipe(Effect.andThen(isGood), Effect.repeat({ while: (good) => good }))
  const { contentLength, contentType } = body
  return HttpServerResponse.setBody(
    response,
    HttpBody.stream(Stream.interruptWhen(body.stream, end), contentType, contentLength)
  )
}
