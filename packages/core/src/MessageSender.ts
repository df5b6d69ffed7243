import { DateTime, type Duration, Effect, FiberHandle, FiberMap, Layer, PubSub, Schedule, Stream } from "effect"
import { CallFeed } from "./CallFeed.ts"
import { CallLedger } from "./CallLedger.ts"
import { deliverMessage } from "./DeliverMessage.ts"
import type { EndpointId } from "./Endpoint.ts"
import type { EndpointTransport } from "./EndpointTransport.ts"
import type { FeedError } from "./FeedTail.ts"
import { MessageQueue } from "./MessageQueue.ts"
import type { MessageSigner } from "./MessageSigner.ts"
import { Messages } from "./Messages.ts"
import { asService } from "./Principal.ts"

export interface SenderOptions {
  /** How often to look for what other processes wrote; every second when left out. */
  readonly lookEvery?: Duration.Input | undefined
}

/**
 * Sends messages as long as it lives. News is relayed when this process appends, and every second for
 * others; the next attempt of a message is queued when one has failed. Each
 * endpoint for which messages wait has its own few workers, so that one which hangs holds up itself alone; without such
 * an endpoint nothing runs. Closing it waits for the attempts under way, 15 s at most.
 */
export const layer = ({ lookEvery = "1 second" }: SenderOptions = {}): Layer.Layer<
  never,
  never,
  CallLedger | CallFeed | Messages | MessageQueue | EndpointTransport | MessageSigner
> =>
  Layer.effectDiscard(
    Effect.gen(function* () {
      const ledger = yield* CallLedger
      const feed = yield* CallFeed
      const queue = yield* MessageQueue
      const messages = yield* Messages
      const services = yield* Effect.context<Messages | EndpointTransport | MessageSigner>()
      const scope = yield* Effect.scope
      const workers = yield* FiberMap.make<EndpointId>()
      const listening = yield* FiberHandle.make<void, FeedError>()
      const bell = yield* PubSub.sliding<void>(1)

      /** The feed has the live calls watched while somebody listens; what it tells is read from the ledger. */
      const listen = Effect.gen(function* () {
        const [newest] = yield* ledger.feed(null, 1)
        yield* Stream.runDrain(feed.after(newest?.position ?? 0))
      })

      const worker = (id: EndpointId) =>
        queue
          .take(id, (ticket) =>
            Effect.andThen(deliverMessage(ticket), PubSub.publish(bell, undefined)).pipe(
              Effect.provideContext(services),
              Effect.asVoid
            )
          )
          .pipe(
            Effect.catch((error) =>
              Effect.andThen(Effect.logWarning(`A message is sent later: ${error.message}`), Effect.sleep("5 seconds"))
            ),
            Effect.forever,
            Effect.replicateEffect(workersEach, { concurrency: "unbounded", discard: true })
          )

      const round = Effect.gen(function* () {
        yield* Effect.repeat(queue.relay, { while: (isMore) => isMore })
        yield* (yield* queue.isWanted)
          ? FiberHandle.run(listening, listen, { onlyIfMissing: true })
          : FiberHandle.clear(listening)
        const busy = new Set(yield* queue.busy)
        for (const [id] of workers) if (!busy.has(id)) yield* Effect.forkIn(FiberMap.remove(workers, id), scope)
        for (const id of busy) yield* FiberMap.run(workers, id, worker(id), { onlyIfMissing: true })
      }).pipe(Effect.catch((error) => Effect.logWarning(`News waits for its webhooks: ${error.message}`)))

      const forget = Effect.gen(function* () {
        const now = yield* DateTime.now
        yield* messages.forget({
          delivered: DateTime.subtract(now, { days: 30 }),
          dead: DateTime.subtract(now, { days: 90 })
        })
        yield* queue.tidy
      }).pipe(Effect.catch((error) => Effect.logWarning(`Old messages stay for now: ${error.message}`)))

      yield* Stream.mergeAll([ledger.appended, Stream.fromPubSub(bell), Stream.tick(lookEvery)], {
        concurrency: "unbounded"
      }).pipe(
        Stream.runForEach(() => round),
        asService,
        Effect.forkScoped({ startImmediately: true })
      )
      yield* forget.pipe(Effect.repeat(Schedule.spaced("1 hour")), Effect.forkScoped)
    })
  )

/** Attempts to one endpoint that may be under way at once. */
const workersEach = 4
