import { Deferred, Effect, Layer, Queue } from "effect"
import { McpServer } from "effect/ai"
import { type RpcMessage, RpcSerialization, RpcServer } from "effect/rpc"
import { protocols } from "../src/OutboundMcp.ts"
import * as Registrations from "../src/Registrations.ts"
import * as Tools from "../src/Tools.ts"

export type Json = Readonly<Record<string, unknown>>

/** How a host shows a question: what it answers, or nothing ever. */
export type Show = (question: Json) => Effect.Effect<Json>

/** A host and what it can do. */
export interface Hosting {
  readonly era: "2026-07-28" | "2025-11-25" | "2025-06-18"
  /** Null: a host that cannot be asked. */
  readonly show: Show | null
}

/** A tool's answer, or the error of the protocol. */
export interface Told {
  readonly isError: boolean
  readonly text: string
  readonly result: Json
  readonly error: Json | null
}

/**
 * A host of either generation, in this process, that shows the questions of the server to a person. It speaks the wire: a
 * request of the newest revision that is answered by a question is sent again with what the person said.
 */
export const hostOf = Effect.fnUntraced(function* ({ era, show }: Hosting) {
  const toServer = yield* Queue.unbounded<Json>()
  const waiting = new Map<number, Deferred.Deferred<Json>>()
  const asked: Array<Json> = []
  const serialization = RpcSerialization.jsonRpc()
  const capabilities = show === null ? {} : { elicitation: {} }

  const shown = Effect.fnUntraced(function* (question: Json) {
    asked.push(question)
    return yield* show === null ? Effect.die(new Error("A host that cannot be asked was asked")) : show(question)
  })

  const hear = Effect.fnUntraced(function* (message: Json) {
    if (message["method"] === "elicitation/create") {
      const result = yield* shown(message["params"] as Json)
      yield* Queue.offer(toServer, { jsonrpc: "2.0", id: message["id"], result })
      return
    }
    const answer = waiting.get(Number(message["id"]))
    if (answer !== undefined && message["method"] === undefined) yield* Deferred.succeed(answer, message)
  })

  const scope = yield* Effect.scope
  const protocol = RpcServer.Protocol.make(
    Effect.fnUntraced(function* (write) {
      const parser = serialization.makeUnsafe()
      yield* Queue.take(toServer).pipe(
        Effect.flatMap((message) =>
          Effect.forEach(
            parser.decode(JSON.stringify(message)) as ReadonlyArray<RpcMessage.FromClientEncoded>,
            (one) => write(0, one),
            { discard: true }
          )
        ),
        Effect.forever,
        Effect.forkScoped
      )
      return {
        disconnects: yield* Queue.make<number>(),
        send: (_client, response) => {
          const frame = parser.encode(response)
          if (typeof frame !== "string") return Effect.void
          const messages = [JSON.parse(frame) as Json | ReadonlyArray<Json>].flat() as ReadonlyArray<Json>
          return Effect.forEach(messages, (message) => Effect.forkIn(hear(message), scope), { discard: true })
        },
        end: () => Effect.void,
        clientIds: Effect.succeed(new Set([0])),
        initialMessage: Effect.succeedNone,
        supportsAck: false,
        supportsTransferables: false,
        supportsSpanPropagation: false,
        supportsNotifications: true,
        codecFor: serialization.codecFor
      }
    })
  )
  yield* Layer.build(
    McpServer.layer({
      name: "test",
      version: "1.0.0",
      protocols,
      registrations: Registrations.layer(Tools.everyTool)
    }).pipe(Layer.provide(Layer.effect(RpcServer.Protocol, protocol)))
  )

  let last = 0
  const ask = Effect.fnUntraced(function* (method: string, params: Json) {
    const id = ++last
    const answer = yield* Deferred.make<Json>()
    waiting.set(id, answer)
    const meta = {
      "io.modelcontextprotocol/protocolVersion": era,
      "io.modelcontextprotocol/clientCapabilities": capabilities,
      "io.modelcontextprotocol/clientInfo": { name: "host", version: "1.0.0" }
    }
    yield* Queue.offer(toServer, {
      jsonrpc: "2.0",
      id,
      method,
      params: era === "2026-07-28" ? { ...params, _meta: meta } : params
    })
    return yield* Deferred.await(answer)
  })

  if (era !== "2026-07-28") {
    yield* ask("initialize", { protocolVersion: era, capabilities, clientInfo: { name: "host", version: "1.0.0" } })
    yield* Queue.offer(toServer, { jsonrpc: "2.0", method: "notifications/initialized" })
  }

  /** The answer as it comes, also where it is a question. */
  const raw = (name: string, given: object, more: Json = {}) =>
    ask("tools/call", { name, arguments: { ...given }, ...more })

  const use = Effect.fnUntraced(function* (name: string, given: object): Effect.fn.Return<Told> {
    const answer = yield* raw(name, given)
    const { inputRequests, requestState } = (answer["result"] ?? {}) as Json
    if (inputRequests === undefined) return toldBy(answer)
    const responses: Record<string, Json> = {}
    for (const [key, question] of Object.entries(inputRequests as Json)) {
      responses[key] = yield* shown((question as { readonly params: Json }).params)
    }
    return toldBy(yield* raw(name, given, { inputResponses: responses, requestState }))
  })

  /** A resource, as it comes. */
  const read = (uri: string) => ask("resources/read", { uri })

  return { use, raw, read, asked }
})

export const toldBy = (answer: Json): Told => {
  const result = (answer["result"] ?? {}) as Json
  const [first] = (result["content"] ?? []) as ReadonlyArray<{ readonly text?: string }>
  return {
    isError: result["isError"] === true,
    text: first?.text ?? "",
    result: (result["structuredContent"] ?? {}) as Json,
    error: (answer["error"] ?? null) as Json | null
  }
}
