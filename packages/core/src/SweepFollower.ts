import { type Cause, Effect, Layer, Queue, type Scope, Stream } from "effect"
import { accountOf, type Call, isFinal } from "./Call.ts"
import { CallFollower, type Look, type WatchOptions } from "./CallFollower.ts"
import { PhoneNumberId } from "./CallIds.ts"
import { CallLedger } from "./CallLedger.ts"
import { isListenedTo, type Watcher, type WatchError } from "./Followed.ts"
import { aim, enlist, type Following, newFollowing, schedule, showsEnd, sweepNow, tell } from "./Following.ts"
import { followLoop } from "./FollowLoop.ts"
import { followTime } from "./FollowTime.ts"
import { followDefaults, type FollowSettings } from "./FollowSettings.ts"
import { type LiveCall, liveCallOf } from "./LiveCall.ts"
import { asService } from "./Principal.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

/**
 * Follows all calls of the configured account by sweeps of the provider's list: a request for a hundred calls. A call is
 * read by itself when it is over or missing from the list, when it is the only one, or when it is one of a few that
 * somebody listens to.
 */
export const layer = (
  options: Partial<FollowSettings> = {}
): Layer.Layer<CallFollower, never, CallLedger | VoiceProvider> =>
  Layer.effect(
    CallFollower,
    Effect.gen(function* () {
      const scope: Scope.Scope = yield* Effect.scope
      const services = yield* Effect.context<CallLedger | VoiceProvider>()
      const ledger = yield* CallLedger
      const following = newFollowing({ ...followDefaults, ...options }, isOfAccount(yield* VoiceProvider))
      const { calls, settings } = following
      let holders = 0
      yield* followLoop(following, scope).pipe(asService, Effect.provideContext(services), Effect.forkIn(scope))

      const subscribe = Effect.fnUntraced(function* (
        id: string,
        { everyMillis, listens = true, untilMillis }: WatchOptions
      ) {
        // A look shows all that earlier ones showed: whoever is slow gets the newest.
        const looks = yield* Queue.sliding<Look, WatchError | Cause.Done>(1)
        const call = yield* asService(ledger.find(id)).pipe(Effect.catchTag("CallNotFound", () => Effect.succeed(null)))
        const now = yield* followTime(following)
        const live = call === null ? null : liveCallOf(call)
        const entry =
          live !== null && following.isOurs(live)
            ? enlist(following, live, now)
            : calls.take(call?.conversationId ?? call?.id ?? id)
        const watcher: Watcher = {
          looks,
          listens,
          everyMillis: everyMillis ?? settings.intervalMillis,
          untilMillis: untilMillis ?? null,
          entry
        }
        calls.join(entry, watcher)
        yield* Effect.addFinalizer(() => Effect.sync(() => calls.leave(watcher)))
        aim(following, now)
        const isByItself = !calls.isListed(entry) || calls.listed.size === 1 || calls.isClose(entry)
        if (!isByItself && untilMillis === undefined) yield* Queue.offer(looks, { call, conversation: null })
        else if (!following.reading.has(entry)) schedule(following, entry, now, now)
        return Stream.fromQueue(looks)
      })

      const hold = Effect.fnUntraced(function* ({ isAwaited }: { readonly isAwaited: boolean }) {
        holders++
        if (isAwaited) calls.attending++
        const begunAt = yield* followTime(following)
        following.takingInUntil = begunAt + longestTakingInMillis
        aim(following, begunAt)
        yield* Effect.addFinalizer(() =>
          Effect.sync(() => {
            if (isAwaited) calls.attending--
            if (--holders === 0) calls.release()
          })
        )
        return {
          add: Effect.fnUntraced(function* (given: Iterable<LiveCall>) {
            const now = yield* followTime(following)
            for (const call of given) if (following.isOurs(call)) enlist(following, call, now).isHeld = true
          }),
          sweep: Effect.map(followTime(following), (now) => sweepNow(following, now))
        }
      })

      const nudge = Effect.fnUntraced(function* (call: Call) {
        const entry = calls.get(call.conversationId ?? call.id) ?? calls.get(call.id)
        if (entry === undefined) return
        const now = yield* followTime(following)
        const isTold = isFinal(call) && call.analysedAt !== null && !isListenedTo(entry)
        if (!isTold) return schedule(following, entry, now, now)
        yield* tell(entry, { call, conversation: null }, now)
        calls.drop(entry)
      })

      return CallFollower.of({
        watch: (id, watch = {}) => Stream.unwrap(subscribe(id, watch)).pipe(Stream.takeUntil(showsEnd)),
        hold,
        nudge
      })
    })
  )

/** Whoever holds calls has taken them in after this time, or is not waited for. */
const longestTakingInMillis = 30_000

/** Whether a call went through the account that is configured. */
const isOfAccount = (provider: VoiceProvider["Service"]): Following["isOurs"] => {
  const account = `${accountOf(provider.identity(PhoneNumberId.make("any")))}|`
  return ({ identity }) => identity.startsWith(account)
}
