import { type Agent, createServer, type IncomingMessage, request as httpRequest } from "node:http"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js"
import { createKey, type KeyScope, MemoryKeys } from "@outbound-call/core"
import { NodeKeySecrets } from "@outbound-call/node"
import { Context, Effect, Layer, Redacted } from "effect"
import { HttpServer } from "effect/http"
import { served } from "../src/HttpMcp.ts"
import { everyTool, type Selection } from "../src/Tools.ts"
import { world } from "./World.ts"

/** The port on which it listens. */
export class Port extends Context.Service<Port, number>()("test/Port") {}

/** The tools over HTTP on a free port, with an emulator whose calls pass fast. */
export const onHttp = ({
  names = [],
  scale = 100,
  selection = everyTool
}: { readonly names?: ReadonlyArray<string>; readonly scale?: number; readonly selection?: Selection } = {}) =>
  served({ host: "127.0.0.1", port: 0, names }, { selection, version: "1.2.3" }).pipe(
    Layer.merge(
      Layer.effect(
        Port,
        Effect.map(HttpServer.HttpServer, ({ address }) => ("port" in address ? address.port : 0))
      )
    ),
    Layer.provide(
      NodeHttpServer.layer(() => createServer(), { port: 0, host: "127.0.0.1", gracefulShutdownTimeout: "100 millis" })
    ),
    Layer.provideMerge(Layer.mergeAll(world(undefined, scale), MemoryKeys.layer, NodeKeySecrets.layer))
  )

/** The text of a new key. */
export const newKey = (owner: string, ...scopes: ReadonlyArray<KeyScope>) =>
  Effect.map(createKey({ name: "test", owner, scopes }), ({ key, text }) => ({
    id: key.id,
    text: Redacted.value(text)
  }))

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage["headers"]
  readonly body: string
}

export interface Ask {
  readonly method?: string
  readonly path?: string
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** A connection of its own unless told. */
  readonly agent?: Agent
}

/** Sends one request, with whatever headers, and reads the answer to its end. Interrupting it breaks the connection. */
export const ask = ({
  agent,
  body,
  headers,
  key,
  method = "POST",
  path = "/mcp"
}: Ask): Effect.Effect<Answer, Error, Port> =>
  Effect.flatMap(Port, (port) =>
    Effect.callback<Answer, Error>((resume) => {
      const outgoing = httpRequest({
        host: "127.0.0.1",
        port,
        path,
        method,
        agent: agent ?? false,
        headers: {
          accept: "application/json, text/event-stream",
          "content-type": "application/json",
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...headers
        }
      })
      outgoing.on("error", (error) => resume(Effect.fail(error)))
      outgoing.on("response", (incoming) => {
        let text = ""
        incoming.setEncoding("utf8").on("data", (chunk: string) => (text += chunk))
        incoming.on("end", () =>
          resume(Effect.succeed({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text }))
        )
        incoming.on("error", (error) => resume(Effect.fail(error)))
      })
      outgoing.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body))
      return Effect.sync(() => outgoing.destroy())
    })
  )

/** One message in the newest revision, which has no session. */
export const modern = (
  method: string,
  params: Readonly<Record<string, unknown>> = {},
  key?: string,
  clientCapabilities: object = {}
): Ask => ({
  ...(key === undefined ? {} : { key }),
  headers: {
    "mcp-protocol-version": "2026-07-28",
    "mcp-method": method,
    ...("name" in params ? { "mcp-name": String(params["name"]) } : {}),
    ...("uri" in params ? { "mcp-name": String(params["uri"]) } : {})
  },
  body: {
    jsonrpc: "2.0",
    id: 1,
    method,
    params: {
      ...params,
      _meta: {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": clientCapabilities,
        "io.modelcontextprotocol/clientInfo": { name: "test", version: "1.0.0" }
      }
    }
  }
})

/** A tool in the newest revision. */
export const tool = (name: string, given: Readonly<Record<string, unknown>>, key?: string): Ask =>
  modern("tools/call", { name, arguments: given }, key)

/** The JSON-RPC answer in a body, plain or as an event. */
export const messageIn = ({ body }: Answer): Readonly<Record<string, unknown>> => {
  const line = body.startsWith("{")
    ? body
    : (body.split("\n").findLast((text) => text.startsWith("data: ")) ?? "data: {}").slice(6)
  return JSON.parse(line) as Readonly<Record<string, unknown>>
}

/** Its result. */
export const resultOf = (answer: Answer): Record<string, unknown> =>
  (messageIn(answer)["result"] ?? {}) as Record<string, unknown>

/** What is said in one message, which is no answer to any request. */
export const refusalIn = (text: string): { readonly code: number; readonly message: string } => {
  const { error, id } = JSON.parse(text) as { readonly id: unknown; readonly error: { code: number; message: string } }
  if (id !== null) throw new Error(`It answers a request: ${text}`)
  return error
}

export const initialize = (key?: string): Ask => ({
  ...(key === undefined ? {} : { key }),
  body: {
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1.0.0" } }
  }
})

/** The official client over HTTP. */
export const httpClient = Effect.fnUntraced(function* (
  key?: string,
  client: Client = new Client({ name: "assistant", version: "1.0.0" })
) {
  const port = yield* Port
  const transport = new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`), {
    requestInit: { headers: key === undefined ? {} : { authorization: `Bearer ${key}` } }
  })
  yield* Effect.acquireRelease(
    Effect.promise(() => client.connect(transport as Parameters<typeof client.connect>[0])),
    () => Effect.promise(() => client.close())
  )
  return client
})
