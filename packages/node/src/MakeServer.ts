import { createServer, type Server, type ServerOptions, type ServerResponse } from "node:http"
import type { Duplex } from "node:stream"

/** How long a client may take for its headers and for its request, and how large its headers may be. */
export const limits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384
} satisfies ServerOptions

/**
 * A Node server that answers in words also what never becomes a request: headers that are too large, a client that is
 * too slow, bytes that are no HTTP. Then it closes the connection.
 */
export const makeServer = (options: ServerOptions = limits): Server => {
  const answers = new WeakMap<Duplex, ServerResponse>()
  return createServer(options)
    .on("request", (request, response) => answers.set(request.socket, response))
    .on("clientError", (error: NodeJS.ErrnoException, socket) => {
      const answer = answers.get(socket)
      const isAnswered = answer !== undefined && answer.headersSent && !(answer.writableEnded && answer.req.complete)
      if (!socket.writable || isAnswered || error.code === "ECONNRESET") socket.destroy()
      else socket.end(refusal(error.code), () => socket.destroy())
    })
}

const refusal = (code: string | undefined): string => {
  const { detail, name, nextStep, status, title } =
    code === "HPE_HEADER_OVERFLOW" ? tooLarge : code === "ERR_HTTP_REQUEST_TIMEOUT" ? tooSlow : noHttp
  const body = JSON.stringify({
    type: `urn:outbound-call:problem:${name}`,
    title,
    status,
    detail: `${detail} No phone rang.`,
    code: name,
    phone_may_have_rung: false,
    retry_safe: true,
    next_step: nextStep
  })
  return [
    `HTTP/1.1 ${status} ${title}`,
    "content-type: application/problem+json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
    "",
    body
  ].join("\r\n")
}

const tooLarge = {
  status: 431,
  name: "headers-too-large",
  title: "Request Header Fields Too Large",
  detail: "The headers of a request have at most 16 KiB.",
  nextStep: "Send less in headers."
}

const tooSlow = {
  status: 408,
  name: "request-timeout",
  title: "Request Timeout",
  detail: "The request did not arrive in time: 10 s for its headers, 30 s for all of it.",
  nextStep: "Send the request again."
}

const noHttp = {
  status: 400,
  name: "malformed-request",
  title: "Bad Request",
  detail: "The bytes are no HTTP request.",
  nextStep: "Send HTTP/1.1."
}
