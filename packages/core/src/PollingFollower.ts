import { Clock, Effect, Latch, Layer, Queue, type Scope, Semaphore, Stream } from "effect"
import { isFinal } from "./Call.ts"
import { type CallNotFound, LedgerError, type ProviderError } from "./CallErrors.ts"
import { CallFollower, type Look } from "./CallFollower.ts"
import type { CallLedger } from "./CallLedger.ts"
import { isOver } from "./Conversation.ts"
import { DueTimes } from "./DueTimes.ts"
import { lookAt } from "./LookAt.ts"
import type { VoiceProvider } from "./VoiceProvider.ts"

type WatchError = CallNotFound | ProviderError | LedgerError

interface Watched {
  readonly watchers: Set<Queue.Queue<Look, WatchError>>
  failures: number
}

/**
 * Follows each call with a read of its own, every `intervalMillis`. One fiber for the whole process sleeps until the
 * next call is due. A provider that cannot be reached is tried again with growing gaps of at most a minute, or when it
 * says; a wrong key ends the watch.
 */
export const layer = (
  options: { readonly intervalMillis: number } = { intervalMillis: 3_000 }
): Layer.Layer<CallFollower, never, CallLedger | VoiceProvider | DueTimes> =>
  Layer.effect(
    CallFollower,
    Effect.gen(function* () {
      const scope: Scope.Scope = yield* Effect.scope
      const services = yield* Effect.context<CallLedger | VoiceProvider>()
      const dueTimes = yield* DueTimes
      const watched = new Map<string, Watched>()
      const wake = Latch.makeUnsafe(false)
      const parallel = Semaphore.makeUnsafe(maxParallelLooks)

      const schedule = Effect.fnUntraced(function* (id: string, inMillis: number) {
        yield* dueTimes.schedule(id, (yield* Clock.currentTimeMillis) + inMillis)
        yield* wake.open
      })

      const tell = (id: string, news: (watcher: Queue.Queue<Look, WatchError>) => Effect.Effect<unknown>) =>
        Effect.forEach([...(watched.get(id)?.watchers ?? [])], news, { discard: true })

      const look = Effect.fnUntraced(function* (id: string) {
        const entry = watched.get(id)
        if (entry === undefined) return
        const result = yield* lookAt(id).pipe(
          Effect.provideContext(services),
          Effect.catchDefect((defect) =>
            Effect.fail(new LedgerError({ operation: "look", phoneMayHaveRung: false, cause: defect }))
          ),
          Effect.result
        )
        if (watched.get(id) !== entry) return
        if (result._tag === "Success") {
          entry.failures = 0
          yield* tell(id, (watcher) => Queue.offer(watcher, result.success))
          if (!showsEnd(result.success)) yield* schedule(id, gapAfter(result.success, options.intervalMillis))
          return
        }
        const wait = waitAfter(result.failure, entry.failures++, options.intervalMillis)
        yield* wait === null ? tell(id, (watcher) => Queue.fail(watcher, result.failure)) : schedule(id, wait)
      })

      const drive = Effect.gen(function* () {
        yield* wake.close
        const due = yield* dueTimes.takeDue(yield* Clock.currentTimeMillis)
        yield* Effect.forEach(due, (id) => parallel.withPermit(look(id)).pipe(Effect.forkIn(scope)), { discard: true })
        const next = yield* dueTimes.next
        const now = yield* Clock.currentTimeMillis
        yield* next === null ? wake.await : Effect.raceFirst(Effect.sleep(Math.max(0, next - now)), wake.await)
      })
      yield* drive.pipe(Effect.forever, Effect.forkIn(scope))

      const subscribe = Effect.fnUntraced(function* (id: string) {
        // A look shows all that earlier ones showed: whoever is slow gets the newest.
        const watcher = yield* Queue.sliding<Look, WatchError>(1)
        const entry = watched.get(id) ?? { watchers: new Set(), failures: 0 }
        watched.set(id, entry)
        entry.watchers.add(watcher)
        yield* Effect.addFinalizer(() =>
          Effect.suspend(() => {
            entry.watchers.delete(watcher)
            if (entry.watchers.size > 0) return Effect.void
            watched.delete(id)
            return dueTimes.remove(id)
          })
        )
        yield* schedule(id, 0)
        return Stream.fromQueue(watcher)
      })

      return CallFollower.of({
        watch: (id) => Stream.unwrap(subscribe(id)).pipe(Stream.takeUntil(showsEnd)),
        nudge: ({ conversationId, id }) =>
          Effect.forEach(
            [id, conversationId].flatMap((key) => (key !== null && watched.has(key) ? [key] : [])),
            (key) => schedule(key, 0),
            { discard: true }
          )
      })
    })
  )

const maxParallelLooks = 16

/** A look-up costs several reads, so a call of unknown fate is looked at less often. */
const gapAfter = ({ call }: Look, intervalMillis: number): number =>
  call?.status === "unknown" ? Math.max(intervalMillis, 10_000) : intervalMillis

const showsEnd = ({ call, conversation }: Look): boolean =>
  call === null ? conversation !== null && isOver(conversation) : isFinal(call)

/** What may be over at the next look; a proxy's page in place of an answer is one of them. */
const passing: ReadonlySet<ProviderError["reason"]> = new Set(["unavailable", "rate-limited", "unreadable"])

/** Milliseconds until the next try; null when trying again is of no use. */
const waitAfter = (error: WatchError, failures: number, intervalMillis: number): number | null => {
  if (error._tag !== "ProviderError" || !passing.has(error.reason)) return null
  const backOff = Math.min(intervalMillis * 2 ** Math.min(failures, 10), 60_000)
  return error.retryAfterSeconds === null ? backOff : Math.max(error.retryAfterSeconds * 1000, intervalMillis)
}
