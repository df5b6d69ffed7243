import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  type Attempt,
  CallFeed,
  createEndpoint,
  type Endpoint,
  type EndpointPost,
  EndpointTransport,
  type EndpointId,
  listMessages,
  type Message
} from "@outbound-call/core"
import * as SqlMessageQueue from "@outbound-call/core/SqlMessageQueue"
import { Context, Effect, Layer, Stream } from "effect"
import * as PersistedQueue from "effect/persistence/PersistedQueue"
import * as SqlClient from "effect/sql/SqlClient"
import { TestClock } from "effect/testing"
import { LedgerDatabase } from "../src/LedgerDatabase.ts"
import * as NodeMessageSigner from "../src/NodeMessageSigner.ts"
import { start } from "./LedgerCall.ts"

/** A new folder for a ledger, with the test. */
export const temporaryFile = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "outbound-webhooks-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
).pipe(Effect.map((folder) => join(folder, "ledger.sqlite")))

/** What an endpoint answers to each POST in turn; the last one for ever. */
export type Script = ReadonlyArray<Attempt | "hang">

/** Endpoints that are played: what each is to answer, and everything that was posted. */
export class Receivers extends Context.Service<
  Receivers,
  {
    readonly posts: Array<EndpointPost>
    readonly scripts: Map<string, Script>
  }
>()("test/Receivers") {
  static readonly layer = Layer.effectContext(
    Effect.sync(() => {
      const receivers = { posts: new Array<EndpointPost>(), scripts: new Map<string, Script>() }
      const transport = EndpointTransport.of({
        refusal: () => null,
        post: (post) =>
          Effect.suspend(() => {
            const before = receivers.posts.filter(({ url }) => url === post.url).length
            receivers.posts.push(post)
            const script = receivers.scripts.get(post.url) ?? [ok]
            const answer = script[Math.min(before, script.length - 1)] ?? ok
            return answer === "hang" ? Effect.never : Effect.succeed(answer)
          })
      })
      return Context.make(Receivers, receivers).pipe(Context.add(EndpointTransport, transport))
    })
  )
}

export const answered = (status: number, retryAfterSeconds: number | null = null): Attempt => ({
  type: "answered",
  status,
  retryAfterSeconds
})
export const ok = answered(200)

/** Tickets in memory and on the test's clock, while the rows are in the ledger's database. */
export const ticketsInMemory = SqlMessageQueue.layer.pipe(
  Layer.provide(PersistedQueue.layer),
  Layer.provide(PersistedQueue.layerStoreMemory),
  Layer.provide(Layer.effect(SqlClient.SqlClient, LedgerDatabase))
)

/** How many listen to the feed; it tells nothing here. */
export const listeners = { count: 0 }
const silentFeed = Layer.succeed(CallFeed, {
  told: () => Stream.never,
  after: () =>
    Stream.unwrap(
      Effect.as(
        Effect.acquireRelease(
          Effect.sync(() => listeners.count++),
          () => Effect.sync(() => listeners.count--)
        ),
        Stream.never
      )
    )
})

/** What a test of messages plays with, and the secrets. */
export const played = Layer.mergeAll(Receivers.layer, NodeMessageSigner.layer, silentFeed)

/** The test's clock at the start of the calls. */
export const atStart = Layer.effectDiscard(TestClock.setTime(start))

export const endpointAt = (url: string, change: Partial<Pick<Endpoint, "owner" | "events">> = {}) =>
  createEndpoint({ url, owner: null, events: [], ...change })

/** The messages of an endpoint, oldest first. */
export const messagesOf = (id: EndpointId) =>
  Effect.map(listMessages(id, { limit: 100 }), ({ messages }) => messages.toReversed())

export const shown = ({ attempts, lastError, lastStatus, state, type }: Message): string =>
  `${type} ${state} ${attempts} ${lastStatus ?? lastError ?? ""}`.trim()
