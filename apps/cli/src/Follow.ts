import type { CallView } from "@outbound-call/core/Call"
import type { CallEvent } from "@outbound-call/core/CallEvent"
import { Duration, Effect, Option, Ref, Stream } from "effect"
import { CallService } from "./CallService.ts"
import { Records } from "./Records.ts"
import { UnderWay } from "./UnderWay.ts"

/** How long a command waits that was not told how long: longer than any call may last. */
export const longestWait = Duration.hours(2)

/** What following came to: the last news, and our record of the call; null when it is not ours. */
export interface Followed {
  readonly call: CallView | null
  readonly ended: Extract<CallEvent, { readonly type: "ended" }> | null
  readonly isOver: boolean
}

/** Follows a call or conversation to its end or until the time is up, and tells each piece of news. */
export const follow = Effect.fnUntraced(function* (
  id: string,
  timeout: Option.Option<Duration.Duration>,
  tell: (event: CallEvent) => Effect.Effect<void>
) {
  const { find } = yield* Records
  const calls = yield* CallService
  const underWay = yield* UnderWay
  yield* Ref.set(underWay, yield* find(id))
  const seen = yield* Ref.make<Pick<Followed, "ended" | "isOver">>({ ended: null, isOver: false })
  yield* calls.follow(id).pipe(
    Stream.interruptWhen(Effect.sleep(Option.getOrElse(timeout, () => longestWait))),
    Stream.runForEach((event) =>
      Effect.andThen(
        Ref.update(seen, (last) => ({
          ended: event.type === "ended" ? event : last.ended,
          isOver: last.isOver || event.type === "analysed"
        })),
        tell(event)
      )
    )
  )
  const call = yield* find(id)
  yield* Ref.set(underWay, call)
  return { ...(yield* Ref.get(seen)), call } satisfies Followed
})
