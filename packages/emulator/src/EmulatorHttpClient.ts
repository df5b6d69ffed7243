import { Effect, Layer, Stream } from "effect"
import { HttpClient, HttpClientError, HttpClientResponse, type HttpClientRequest } from "effect/http"
import { Emulator } from "./Emulator.ts"
import { firstHalf, type Reply } from "./Reply.ts"

/**
 * An HTTP client whose every request, to whatever host, is answered by the emulator in this process. A dropped
 * connection is a `TransportError`; a truncated answer fails while its body is read.
 */
export const layer: Layer.Layer<HttpClient.HttpClient, never, Emulator> = Layer.effect(
  HttpClient.HttpClient,
  Effect.map(Emulator, (emulator) =>
    HttpClient.make(
      Effect.fnUntraced(function* (request, url) {
        const reply = yield* emulator.handle({
          method: request.method,
          url: `${url.pathname}${url.search}`,
          headers: request.headers,
          body: yield* bodyText(request)
        })
        if (reply.fault === "drop") return yield* dropped(request)
        return HttpClientResponse.fromWeb(request, webResponse(reply))
      })
    )
  )
)

const bodyText = (
  request: HttpClientRequest.HttpClientRequest
): Effect.Effect<string, HttpClientError.HttpClientError> => {
  const { body } = request
  const failed = (cause: unknown) =>
    new HttpClientError.HttpClientError({ reason: new HttpClientError.EncodeError({ request, cause }) })
  switch (body._tag) {
    case "Empty":
      return Effect.succeed("")
    case "Uint8Array":
      return Effect.succeed(new TextDecoder().decode(body.body))
    case "Stream":
      return body.stream.pipe(Stream.mapError(failed), Stream.decodeText, Stream.mkString)
    case "Raw":
      return Effect.succeed(String(body.body))
    case "FormData":
      return Effect.tryPromise({ try: () => new Response(body.formData).text(), catch: failed })
  }
}

const dropped = (request: HttpClientRequest.HttpClientRequest): HttpClientError.HttpClientError =>
  new HttpClientError.HttpClientError({
    reason: new HttpClientError.TransportError({ request, description: "The other side closed the connection" })
  })

const webResponse = (reply: Reply): Response => {
  const init = { status: reply.status, headers: { ...reply.headers } }
  if (reply.fault === "truncate") return new Response(cutShort(firstHalf(reply)), init)
  if (reply.status === 204) return new Response(null, init)
  return new Response(typeof reply.body === "string" ? reply.body : new Uint8Array(reply.body), init)
}

const cutShort = (body: string | Uint8Array): ReadableStream<Uint8Array> => {
  let sent = false
  return new ReadableStream({
    pull(controller) {
      if (sent) return controller.error(new Error("The other side closed the connection"))
      sent = true
      controller.enqueue(typeof body === "string" ? new TextEncoder().encode(body) : body)
    }
  })
}
