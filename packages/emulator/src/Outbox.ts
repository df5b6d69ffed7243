import { Effect, Random, type Scope } from "effect"
import type { DueWebhook } from "./DueWebhooks.ts"
import type { Exchange } from "./Exchange.ts"
import { signWebhook } from "./SignWebhook.ts"
import { typeOf } from "./WebhookBody.ts"
import { secondsOff, type WebhookFault } from "./WebhookFault.ts"
import type { WebhookPost } from "./WebhookPost.ts"
import type { WebhookSettings } from "./WebhookSettings.ts"
import type { View } from "./World.ts"

/** One sending of a webhook, and how it was answered; null when it was lost, or nobody answered. */
export interface SentWebhook {
  readonly type: string
  readonly conversationId: string
  readonly attempt: number
  readonly status: number | null
  readonly fault?: WebhookFault["kind"]
}

interface Waiting extends DueWebhook {
  readonly attempt: number
  readonly fault: WebhookFault | null
  /** When it leaves, in milliseconds of the emulated clock. */
  readyAt: number
  /** Held back until another one has left. */
  readonly behindNext: boolean
}

/** What is to be sent, with the faults that wait for it. */
export const makeOutbox = (exchange: Exchange, scope: Scope.Scope) => {
  const faults: Array<{ readonly fault: WebhookFault; left: number }> = []
  const sent: Array<SentWebhook> = []
  let waiting: Array<Waiting> = []
  let sending = 0
  const clockOf = ({ now, world }: View): number => now * exchange.scale + world.advanced

  const claim = (type: string): WebhookFault | null => {
    const armed = faults.find(({ fault, left }) => left > 0 && (fault.type ?? type) === type)
    if (armed === undefined) return null
    armed.left -= 1
    return armed.fault
  }

  const put = (webhook: DueWebhook, view: View): void => {
    const fault = claim(typeOf[webhook.event])
    if (fault?.kind === "lose") {
      note({ ...webhook, attempt: 1, fault }, null)
      return
    }
    const later =
      fault?.kind === "delay" ? (fault.seconds ?? secondsOff.delay ?? 0) : fault?.kind === "reorder" ? 60 : 0
    const readyAt = clockOf(view) + later * 1000
    const copies = fault?.kind === "duplicate" ? fault.copies : 0
    for (let copy = 0; copy <= copies; copy++) {
      waiting.push({ ...webhook, attempt: 1, fault, readyAt, behindNext: fault?.kind === "reorder" })
    }
  }

  const note = (
    { attempt, conversationId, event, fault }: Pick<Waiting, "attempt" | "fault" | keyof DueWebhook>,
    status: number | null
  ) => {
    sent.push({
      type: typeOf[event],
      conversationId,
      attempt,
      status,
      ...(fault === null ? {} : { fault: fault.kind })
    })
  }

  const transmit = Effect.fnUntraced(function* (item: Waiting, post: WebhookPost, settings: WebhookSettings) {
    const status = yield* post(yield* signWebhook(settings, item.body, item.fault, item.event === "audio"))
    note(item, status)
    const gap = gaps[item.attempt - 1]
    if (!settings.retry || item.event !== "transcript" || gap === undefined || !isRetried(status)) return
    const jitter = 1 + (yield* Random.next) / 10
    const readyAt = clockOf(yield* exchange.look) + gap * jitter * 1000
    waiting.push({ ...item, attempt: item.attempt + 1, readyAt, behindNext: false })
  })

  const sendReady = Effect.fnUntraced(function* (view: View, post: WebhookPost, settings: WebhookSettings) {
    const ready = waiting.filter(({ readyAt }) => readyAt <= clockOf(view))
    waiting = waiting.filter((item) => !ready.includes(item))
    if (ready.length > 0) for (const item of waiting) if (item.behindNext) item.readyAt = 0
    sending += ready.length
    const done = Effect.sync(() => void sending--)
    yield* Effect.forEach(
      ready,
      (item) => transmit(item, post, settings).pipe(Effect.ensuring(done), Effect.forkIn(scope)),
      { discard: true }
    )
  })

  return {
    put,
    sendReady,
    sent,
    sending: () => sending,
    arm: (fault: WebhookFault) => void faults.push({ fault, left: fault.times }),
    nextIn: (view: View) => Math.min(...waiting.map(({ readyAt }) => readyAt - clockOf(view))),
    empty: () => {
      waiting = []
    },
    forget: () => {
      sent.length = 0
      faults.length = 0
    }
  }
}

/** Seconds to the second, third, fourth and fifth attempt. https://elevenlabs.io/docs/eleven-api/resources/webhooks */
const gaps = [30, 120, 480, 1_800]

/** Only 200 is a success; of the failures these may pass. */
const isRetried = (status: number | null): boolean =>
  status === null || status >= 500 || status === 429 || status === 408
