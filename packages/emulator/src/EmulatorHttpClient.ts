import { Effect, Layer, Stream } from "effect"
import { HttpClient, HttpClientError, HttpClientResponse, type HttpBody, type HttpClientRequest } from "effect/http"
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
          body: yield* bodyText(request.body).pipe(Effect.mapError((cause) => unsent(request, cause)))
        })
        if (reply.fault === "drop") return yield* dropped(request)
        return HttpClientResponse.fromWeb(request, webResponse(reply))
      })
    )
  )
)

const bodyText = (body: HttpBody.HttpBody): Effect.Effect<string, unknown> => {
  switch (body._tag) {
    case "Empty":
      return Effect.succeed("")
    case "Uint8Array":
      return Effect.succeed(new TextDecoder().decode(body.body))
    case "Stream":
      return Stream.mkString(Stream.decodeText(body.stream))
    case "Raw":
    case "FormData":
      return Effect.tryPromise(() => new Response(body._tag === "Raw" ? String(body.body) : body.formData).text())
  }
}

const dropped = (request: HttpClientRequest.HttpClientRequest): HttpClientError.HttpClientError =>
  new HttpClientError.HttpClientError({
    reason: new HttpClientError.TransportError({ request, description: "The other side closed the connection" })
  })

const unsent = (request: HttpClientRequest.HttpClientRequest, cause: unknown): HttpClientError.HttpClientError =>
  new HttpClientError.HttpClientError({ reason: new HttpClientError.EncodeError({ request, cause }) })

const webResponse = (reply: Reply): Response => {
  const init = { status: reply.status, headers: { ...reply.headers } }
  if (reply.fault === "truncate") return new Response(cutShort(firstHalf(reply)), init)
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
