import { type CallView, isFinal } from "@outbound-call/core"
import { Effect, Layer, Stream } from "effect"
import { McpServer } from "effect/ai/McpServer"
import { CallService } from "./CallService.ts"
import { callUri } from "./CallUri.ts"

/** How many calls are followed at once for those who may have subscribed to them. */
const mostFollowed = 20

/**
 * The same calls; what becomes of those that were placed or looked at is told to clients which subscribed to them.
 * Following only reads, and ends with the call or the server.
 */
export const layer = Layer.effect(
  CallService,
  Effect.gen(function* () {
    const service = yield* CallService
    const { notifications } = yield* McpServer
    const scope = yield* Effect.scope
    const followed = new Set<string>()

    const tell = (id: string) =>
      service.follow(id).pipe(
        Stream.runForEach(({ type }) =>
          notifications["notifications/resources/updated"]({
            uri: callUri(id, type === "turn" ? "transcript" : "call")
          })
        ),
        Effect.ignore,
        Effect.ensuring(Effect.sync(() => followed.delete(id)))
      )

    const follow = Effect.fnUntraced(function* (call: CallView) {
      if (isFinal(call) || followed.has(call.id) || followed.size >= mostFollowed) return
      followed.add(call.id)
      yield* Effect.forkIn(tell(call.id), scope)
    })

    return CallService.of({
      ...service,
      place: (request, key) => Effect.tap(service.place(request, key), ({ call }) => follow(call)),
      get: (id) => Effect.tap(service.get(id), follow)
    })
  })
)
