import { type CallView, CurrentPrincipal, isFinal } from "@outbound-call/core"
import { Effect, FiberMap, Layer, Option, Stream } from "effect"
import { McpServer } from "effect/ai/McpServer"
import { CallService } from "./CallService.ts"
import { callUri } from "./CallUri.ts"
import { givesWay, type Place, type Places } from "./FairShare.ts"

/** How many calls are followed at once for those who may have subscribed to them. */
export const mostFollowed: Places = { perOwner: 20, inAll: 100 }

/**
 * The same calls; what becomes of those that were placed or looked at is told to clients which subscribed to them.
 * Following only reads, and ends with the call or the server, or when newer ones, or those of other owners, need its place.
 */
export const layer = Layer.effect(
  CallService,
  Effect.gen(function* () {
    const service = yield* CallService
    const { notifications } = yield* McpServer
    const following = yield* FiberMap.make<string>()
    const held = new Map<string, Place>()

    const tell = (place: Place) =>
      service.follow(place.id).pipe(
        Stream.runForEach(({ type }) =>
          notifications["notifications/resources/updated"]({
            uri: callUri(place.id, type === "turn" ? "transcript" : "call")
          })
        ),
        Effect.ignore,
        Effect.ensuring(Effect.sync(() => leave(place)))
      )

    /** Whoever needs the place does not wait until its following has ended. */
    const endSoon = (id: string) =>
      Effect.map(FiberMap.get(following, id), (fiber) => Option.getOrUndefined(fiber)?.interruptUnsafe())

    const leave = (place: Place) => held.get(place.id) === place && held.delete(place.id)

    const follow = Effect.fnUntraced(function* (call: CallView) {
      if (isFinal(call) || held.has(call.id)) return
      const place = { id: call.id, owner: (yield* CurrentPrincipal)?.owner ?? "" }
      const other = givesWay([...held.values()], place.owner, mostFollowed)
      if (other === "none") return
      held.set(place.id, place)
      if (other !== null) {
        leave(other)
        yield* endSoon(other.id)
      }
      yield* FiberMap.run(following, place.id, tell(place))
    }, Effect.uninterruptible)

    return CallService.of({
      ...service,
      place: (request, key) => Effect.tap(service.place(request, key), ({ call }) => follow(call)),
      get: (id) => Effect.tap(service.get(id), follow)
    })
  })
)
