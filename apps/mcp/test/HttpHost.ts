import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js"
import { Effect } from "effect"
import { type Json, toldBy } from "./Host.ts"
import { ask, httpClient, messageIn, modern, type Port } from "./HttpRig.ts"

/** The revisions in which a host over HTTP is asked: by an answer, and within a session. */
export const httpEras = ["2026-07-28", "2025-11-25"] as const

/** What a host is asked, with the id of the request where it is one. */
export interface Asked {
  readonly message: string
  readonly id: string | number | null
}

/** Shows a question, and gives what the person did. */
export type ShowTo = (asked: Asked) => Effect.Effect<Json, never, Port>

/** A host over HTTP with a key of its own, that shows the questions of the server to a person. */
export const httpHost = Effect.fnUntraced(function* (era: (typeof httpEras)[number], key: string, show: ShowTo) {
  const asked: Array<Asked> = []
  const shown = (one: Asked) => Effect.suspend(() => (asked.push(one), show(one)))
  if (era === "2026-07-28") {
    const use = Effect.fnUntraced(function* (name: string, given: object) {
      const first = messageIn(yield* ask(calling(name, given, key)))
      const { inputRequests, requestState } = (first["result"] ?? {}) as Json
      if (inputRequests === undefined) return toldBy(first)
      const { approval } = inputRequests as { readonly approval: { readonly params: { readonly message: string } } }
      const answer = yield* shown({ message: approval.params.message, id: null })
      const more = { inputResponses: { approval: answer }, requestState }
      return toldBy(messageIn(yield* ask(calling(name, given, key, more))))
    })
    return { asked, use, session: () => "" }
  }
  const services = yield* Effect.context<Port>()
  const client = new Client({ name: "host", version: "1.0.0" }, { capabilities: { elicitation: {} } })
  client.setRequestHandler(ElicitRequestSchema, ({ params }, { requestId }) =>
    Effect.runPromiseWith(services)(
      Effect.map(shown({ message: params.message, id: requestId }), (answer) => ({ ...answer }) as never)
    )
  )
  yield* httpClient(key, client)
  const use = (name: string, given: object) =>
    Effect.promise(async () =>
      toldBy({ result: await client.callTool({ name, arguments: { ...given } }, undefined, { timeout: 55_000 }) })
    )
  return { asked, use, session: () => client.transport?.sessionId ?? "" }
})

/** A tool, asked for by a client of the newest revision that can be asked back. */
export const calling = (name: string, given: object, key: string, more: Json = {}) =>
  modern("tools/call", { name, arguments: { ...given }, ...more }, key, { elicitation: {} })
