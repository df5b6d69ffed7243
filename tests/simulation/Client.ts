import { HttpClient, HttpClientError, HttpClientResponse } from "effect/http"
import { Effect } from "effect"
import type { Arrival } from "./Network.ts"
import type { Process } from "./Process.ts"
import type { World } from "./World.ts"

/** The HTTP client of a process: everything it sends goes over the simulated network. */
export const clientOver = (process: Process, world: World): HttpClient.HttpClient =>
  HttpClient.make((request, url) => {
    const path = `${url.pathname}${url.search}`
    const body = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""
    const sent = { method: request.method, url: path, headers: request.headers, body }
    return process
      .port(`${request.method} ${url.pathname}`, world.atProvider, world.network.carry(sent))
      .pipe(
        Effect.flatMap((arrival) =>
          arrival.type === "closed"
            ? Effect.fail(
                new HttpClientError.HttpClientError({ reason: new HttpClientError.TransportError({ request }) })
              )
            : Effect.succeed(HttpClientResponse.fromWeb(request, webResponse(arrival)))
        )
      )
  })

/** What is read of a `Response`, at once: the real one takes turns of the event loop that no seed decides. */
const webResponse = ({ body, headers, status, type }: Arrival): Response => {
  const arrayBuffer = () => ({
    // oxlint-disable-next-line no-thenable -- Effect reads it like a promise, and at once
    then: (read: (bytes: ArrayBufferLike) => void, fail: (cause: Error) => void) =>
      type === "cut" ? fail(new Error("the connection closed")) : read(new TextEncoder().encode(body).buffer)
  })
  return { status, headers: Object.entries(headers), url: "", body: null, arrayBuffer } as unknown as Response
}
