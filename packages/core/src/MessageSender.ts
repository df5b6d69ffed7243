import { DateTime, Effect, FiberMap, Layer, Schedule, Stream } from "effect"
import { CallLedger } from "./CallLedger.ts"
import { deliverMessage } from "./DeliverMessage.ts"
import type { EndpointId } from "./Endpoint.ts"
import type { EndpointTransport } from "./EndpointTransport.ts"
import { MessageQueue } from "./MessageQueue.ts"
import type { MessageSigner } from "./MessageSigner.ts"
import { Messages } from "./Messages.ts"
import { asService } from "./Principal.ts"

/**
 * Sends messages as long as it lives. News is relayed when this process appends, and every second for others. Each
 * endpoint for which messages wait has its own few workers, so that one which hangs holds up itself alone; without such
 * an endpoint nothing runs. Closing it waits for the attempts under way, 15 s at most.
 */
export const layer: Layer.Layer<
  never,
  never,
  CallLedger | Messages | MessageQueue | EndpointTransport | MessageSigner
> = Layer.effectDiscard(
  Effect.gen(function* () {
    const ledger = yield* CallLedger
    const queue = yield* MessageQueue
    const messages = yield* Messages
    const services = yield* Effect.context<Messages | EndpointTransport | MessageSigner>()
    const scope = yield* Effect.scope
    const workers = yield* FiberMap.make<EndpointId>()

    const worker = (id: EndpointId) =>
      queue
        .take(id, (ticket) => deliverMessage(ticket).pipe(Effect.provideContext(services)))
        .pipe(
          Effect.catch((error) =>
            Effect.andThen(Effect.logWarning(`A message is sent later: ${error.message}`), Effect.sleep("5 seconds"))
          ),
          Effect.forever,
          Effect.replicateEffect(workersEach, { concurrency: "unbounded", discard: true })
        )

    const round = Effect.gen(function* () {
      yield* Effect.repeat(queue.relay, { while: (isMore) => isMore })
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

    yield* Stream.merge(ledger.appended, Stream.tick("1 second")).pipe(
      Stream.runForEach(() => round),
      asService,
      Effect.forkScoped({ startImmediately: true })
    )
    yield* forget.pipe(Effect.repeat(Schedule.spaced("1 hour")), Effect.forkScoped)
  })
)

/** Attempts to one endpoint that may be under way at once. */
const workersEach = 4
