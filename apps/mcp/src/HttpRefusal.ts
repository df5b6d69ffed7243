import { KeyScope } from "@outbound-call/core"
import { isLoopback } from "@outbound-call/node/ReadOrigin"
import { HttpServerResponse } from "effect/http"

/** Where the tools are served. */
export const mcpPath = "/mcp"

/** Where the document stands that says what to bring (RFC 9728); also with the path of the resource after it. */
export const metadataPath = "/.well-known/oauth-protected-resource"

/** Bearer keys go over plain http only within a machine. */
const addressOf = (host: string): string =>
  `${isLoopback(URL.parse(`http://${host}`)?.hostname ?? "") ? "http" : "https"}://${host}`

/** The document of RFC 9728. Keys are made by the operator: there is no server that gives them out. */
export const resourceMetadata = (host: string): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.jsonUnsafe({
    resource: `${addressOf(host)}${mcpPath}`,
    resource_name: "Outbound Call Service",
    bearer_methods_supported: ["header"],
    scopes_supported: KeyScope.literals.filter((scope) => /^(calls|transcripts):(?!approve)/.test(scope))
  })

/** Asks for a key. Says the same of every key that is not good, so that nobody learns which ones there are. */
export const unauthorized = (host: string, brought: boolean) =>
  refusal(
    401,
    brought
      ? "The key is not known here, has expired or was revoked. No phone rang by this request."
      : "This server asks for a key, as Authorization: Bearer <key>; `outbound keys create` makes one. No phone rang by this request."
  ).pipe(challenge(host, [...(brought ? ['error="invalid_token"'] : []), 'scope="calls:read"']))

/** The key is good, and may not do this. */
export const insufficientScope = (host: string, scope: KeyScope) =>
  refusal(403, `This key lacks the scope ${scope}. No phone rang by this request.`).pipe(
    challenge(host, ['error="insufficient_scope"', `scope="${scope}"`])
  )

/** The key has no requests left in this minute; the headers say when it has. */
export const rateLimited = ({ detail, nextStep }: { readonly detail: string; readonly nextStep: string }) =>
  refusal(429, `${detail} ${nextStep}`)

export const foreign = (part: string) =>
  refusal(
    403,
    `This server does not answer requests from there; this one came with ${part}. No phone rang by this request.`
  )

export const tooLarge = () =>
  refusal(413, "A body has at most 256 kB. No phone rang by this request.").pipe(
    HttpServerResponse.setHeader("connection", "close")
  )

/** By the codes of JSON-RPC: what came cannot be read, or is no message. */
export const noJson = () => refusal(400, "The body is no JSON. No phone rang by this request.", -32_700)

export const noMessage = () =>
  refusal(400, "The body is no message of JSON-RPC 2.0. No phone rang by this request.", -32_600)

export const tooDeep = (deepest: number) =>
  refusal(400, `The body is nested deeper than ${deepest} levels. No phone rang by this request.`, -32_600)

export const tooMany = (most: number) =>
  refusal(400, `A batch has at most ${most} messages. No phone rang by this request.`, -32_600)

export const notFound = () =>
  refusal(404, `There is nothing at this path; the tools are at ${mcpPath}. No phone rang by this request.`)

/** Clients begin anew when they are told so. */
export const sessionGone = () =>
  refusal(
    404,
    "There is no such session, or it ended: initialize begins a new one. Calls go on. No phone rang by this request; one before it may have placed a call, which list_calls shows."
  )

/** One of another owner is as one that is not there. */
export const noSuchCall = () =>
  refusal(
    404,
    "A call that was subscribed to is not known here; list_calls shows those that are. No phone rang by this request."
  )

export const unavailable = () => refusal(503, "The keys cannot be read now. No phone rang by this request.")

const challenge = (host: string, parts: ReadonlyArray<string>) =>
  HttpServerResponse.setHeader(
    "www-authenticate",
    ['Bearer realm="outbound-call"', ...parts, `resource_metadata="${addressOf(host)}${metadataPath}${mcpPath}"`].join(
      ", "
    )
  )

export const noSuchMethod = () => inWords(HttpServerResponse.empty({ status: 405, headers: { allow: "POST, DELETE" } }))

/** What broke after it was let in may have begun what it was asked for. */
export const broken = () =>
  refusal(500, "The server failed at this request. Look with list_calls before anything is placed.", -32_603)

/** The protocol refuses some requests without a word; nothing of them was done. */
export const inWords = (response: HttpServerResponse.HttpServerResponse): HttpServerResponse.HttpServerResponse => {
  const words = response.body._tag === "Empty" ? wordsFor[response.status] : undefined
  if (words === undefined) return response
  const { allow } = response.headers
  return refusal(response.status, `${words} No phone rang by this request.`).pipe(
    HttpServerResponse.setHeaders(allow === undefined ? {} : { allow })
  )
}

const wordsFor: { readonly [status: number]: string } = {
  400: "The request does not fit the protocol: only its revision 2025-03-26 has batches, none begins a session, and DELETE names one in Mcp-Session-Id.",
  404: "There is no such session; initialize begins one.",
  405: "Messages are sent with POST, and a session is ended with DELETE.",
  406: "The answer comes as application/json or text/event-stream, and Accept has to name both.",
  415: "A body is application/json."
}

/** No request is answered by its id: it was not read. */
const refusal = (status: number, message: string, code = -32_000): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.jsonUnsafe({ jsonrpc: "2.0", id: null, error: { code, message } }, { status })
