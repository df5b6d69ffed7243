import { Effect, Fiber, Schema, type Scope } from "effect"
import type { DialLogError } from "./DialLog.ts"
import type { Exchange } from "./Exchange.ts"
import { FaultError } from "./FaultError.ts"
import { dueWebhooks } from "./DueWebhooks.ts"
import { makeOutbox, type SentWebhook } from "./Outbox.ts"
import { WebhookFault, type WebhookFaultRequest } from "./WebhookFault.ts"
import type { WebhookPost } from "./WebhookPost.ts"
import { WebhookSettings, type WebhookRequest } from "./WebhookSettings.ts"

/** What was registered, without its secret, and what was sent since. */
export interface WebhookReport {
  readonly url: string | null
  /** How many are on their way. */
  readonly sending: number
  readonly webhooks: ReadonlyArray<SentWebhook>
}

/** The provider's webhooks. What is registered and was sent is forgotten with the process. */
export interface WebhookSender {
  /** From now on, sends a webhook for what happens in calls. */
  readonly register: (request: WebhookRequest) => Effect.Effect<void, FaultError | DialLogError>
  /** Sends nothing more, and forgets what was sent and armed. */
  readonly stop: Effect.Effect<void>
  /** Arms a fault for the next matching webhook. */
  readonly fault: (request: WebhookFaultRequest) => Effect.Effect<void, FaultError>
  readonly report: Effect.Effect<WebhookReport>
}

/** Sends what calls give rise to, when it is due on the emulated clock. */
export const makeWebhookSender = Effect.fnUntraced(function* (
  exchange: Exchange,
  post: WebhookPost | null
): Effect.fn.Return<WebhookSender, never, Scope.Scope> {
  const scope = yield* Effect.scope
  const outbox = makeOutbox(exchange, scope)
  let settings: WebhookSettings | null = null
  let driver: Fiber.Fiber<void, DialLogError> | null = null

  const halt = Effect.suspend(() => {
    const running = driver
    driver = null
    settings = null
    outbox.empty()
    return running === null ? Effect.void : Fiber.interrupt(running)
  })

  const drive = (send: WebhookPost, sending: WebhookSettings) => {
    const due = dueWebhooks(sending)
    return Effect.gen(function* () {
      due.take(yield* exchange.look)
      while (true) {
        const view = yield* exchange.look
        for (const webhook of due.take(view)) outbox.put(webhook, view)
        yield* outbox.sendReady(view, send, sending)
        const next = Math.min(due.nextIn(), outbox.nextIn(view))
        yield* Effect.sleep(Math.max(1, Math.min(next / exchange.scale, longestNap)))
      }
    })
  }

  return {
    register: Effect.fnUntraced(function* (request) {
      const read = yield* Schema.decodeEffect(WebhookSettings, { onExcessProperty: "error" })(request).pipe(
        Effect.mapError((error) => new FaultError({ message: `The webhook was not understood: ${error.message}` }))
      )
      if (post === null)
        return yield* new FaultError({ message: "This emulator was started without a way to send webhooks." })
      yield* halt
      settings = read
      driver = yield* drive(post, read).pipe(Effect.forkIn(scope, { startImmediately: true }))
    }),
    stop: Effect.andThen(halt, Effect.sync(outbox.forget)),
    fault: Effect.fnUntraced(function* (request) {
      outbox.arm(
        yield* Schema.decodeEffect(WebhookFault, { onExcessProperty: "error" })(request).pipe(
          Effect.mapError((error) => new FaultError({ message: `The fault was not understood: ${error.message}` }))
        )
      )
    }),
    report: Effect.sync(() => ({
      url: settings?.url ?? null,
      sending: outbox.sending(),
      webhooks: [...outbox.sent]
    }))
  }
})

/** An advance of the clock, here or in another process, is noticed within this time (milliseconds). */
const longestNap = 250
