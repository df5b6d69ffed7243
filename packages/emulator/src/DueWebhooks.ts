import { type CallRecord, callRecord } from "./CallRecord.ts"
import { plannedWebhooks, type PlannedWebhook, webhookBody } from "./WebhookBody.ts"
import type { WebhookEvent, WebhookSettings } from "./WebhookSettings.ts"
import { type Dial, elapsedSeconds, type View } from "./World.ts"

/** A webhook that is due: its body is written. */
export interface DueWebhook {
  readonly event: WebhookEvent
  readonly conversationId: string
  readonly body: string
}

/** Finds in the calls what is to be sent, each once. */
export const dueWebhooks = (settings: WebhookSettings) => {
  const taken = new Set<string>()
  const finished = new Set<string>()
  let next = Number.POSITIVE_INFINITY

  const open = function* ({ world, now }: View) {
    for (const dial of world.dials) {
      if (finished.has(dial.conversationId) || world.deleted.has(dial.conversationId)) continue
      const record = callRecord(dial, elapsedSeconds(dial, { world, now }), world.switches)
      const left = plannedWebhooks(record).filter(
        ({ event }) => settings.events.includes(event) && !taken.has(keyOf(dial, event))
      )
      if (left.length === 0 && record.over) finished.add(dial.conversationId)
      for (const planned of left) yield { planned, record }
    }
  }

  const take = (view: View): ReadonlyArray<DueWebhook> => {
    next = Number.POSITIVE_INFINITY
    return [...open(view)].flatMap(({ planned, record }) => {
      if (planned.at > record.elapsed) {
        next = Math.min(next, virtual(planned, record))
        return []
      }
      const { dial } = record
      taken.add(keyOf(dial, planned.event))
      const body = webhookBody(planned, record, view.world.switches, settings.machineShape)
      return body === null ? [] : [{ event: planned.event, conversationId: dial.conversationId, body }]
    })
  }

  /** Milliseconds of the emulated call until the next one that was not due at the last `take`. */
  return { take, nextIn: () => next }
}

const keyOf = (dial: Dial, event: WebhookEvent): string => `${dial.conversationId} ${event}`

const virtual = (planned: PlannedWebhook, record: CallRecord): number => (planned.at - record.elapsed) * 1000
