import { type CallView, CurrentPrincipal } from "@outbound-call/core"
import { Clock, Context, DateTime, Effect, Layer } from "effect"
import { CallService } from "./CallService.ts"
import { makeRemembered } from "./Remembered.ts"

/** For how long nobody is asked again about a number that they said no to, or whose form they put away. */
const restMinutes = 10

/** How long a question that went out with an answer may stand before another one is put. */
const openMillis = 60_000

/** Of one owner. */
const mostRemembered = 1_000

type Asked = Pick<CallView, "id" | "to">

/** Whom this process asked. Nobody is worn down: one form for a call at a time, and none again after a no. */
export class AskedCalls extends Context.Service<
  AskedCalls,
  {
    /** Notes that somebody answered, and said no yes. */
    readonly answered: (call: Asked) => Effect.Effect<void>
    /** Whether somebody answered to the form of this call, or it is open: whoever brings an answer comes for that. */
    readonly wasAsked: (call: Asked, isAnswer: boolean) => Effect.Effect<boolean>
    /** Notes that its form is opened, for so long at most, or that it is closed. */
    readonly opened: (call: Asked, millis?: number) => Effect.Effect<void>
    readonly closed: (call: Asked) => Effect.Effect<void>
    /** Whether the number was said no to lately, from wherever, or its form put away. Where that cannot be told it was. */
    readonly isResting: (call: Asked) => Effect.Effect<boolean, never, CallService>
  }
>()("outbound-call-mcp/AskedCalls") {
  static readonly layer = Layer.sync(AskedCalls, () => {
    const open = makeRemembered(mostRemembered)
    const done = makeRemembered(mostRemembered)
    const answered = Effect.fnUntraced(function* (call: Asked) {
      const now = yield* Clock.currentTimeMillis
      const owner = yield* ownerNow
      done.keep(owner, call.id, now)
      done.keep(owner, yield* numberOf(call), now)
    })
    const wasAsked = ({ id }: Asked, isAnswer: boolean) =>
      Effect.map(
        Clock.currentTimeMillis,
        (now) => done.find(id) !== undefined || (!isAnswer && (open.find(id) ?? 0) > now)
      )
    const opened = Effect.fnUntraced(function* ({ id }: Asked, millis = openMillis) {
      open.keep(yield* ownerNow, id, (yield* Clock.currentTimeMillis) + millis)
    })
    const closed = ({ id }: Asked) => Effect.sync(() => open.forget(id))
    const isResting = Effect.fnUntraced(function* (call: Asked) {
      const now = yield* Clock.currentTimeMillis
      const since = now - restMinutes * 60_000
      return (done.find(yield* numberOf(call)) ?? -Infinity) > since || (yield* wasDenied(call, since))
    })
    return AskedCalls.of({ answered, wasAsked, opened, closed, isResting })
  })
}

/** A call waits for as long as that again before it can be said no to. */
const wasDenied = Effect.fnUntraced(function* ({ to }: Asked, since: number) {
  const { list } = yield* CallService
  const createdSince = DateTime.makeUnsafe(Math.max(0, since - restMinutes * 60_000))
  return yield* list({ which: "any", to: to ?? undefined, since: createdSince, limit: 50 }).pipe(
    Effect.map(({ calls }) =>
      calls.some(
        (call) =>
          call.approval?.decision === "denied" &&
          call.approval.decidedAt !== null &&
          DateTime.toEpochMillis(call.approval.decidedAt) > since
      )
    ),
    Effect.orElseSucceed(() => true)
  )
})

const ownerNow = Effect.map(CurrentPrincipal, (principal) => principal?.owner ?? "")

const numberOf = ({ to }: Asked) => Effect.map(ownerNow, (owner) => `${to} ${owner}`)
