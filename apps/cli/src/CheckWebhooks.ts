import { WebhookInbox } from "@outbound-call/core/WebhookInbox"
import type { Configuration } from "@outbound-call/node/Configuration"
import { Effect } from "effect"
import { type Check, failed, passed, untold } from "./Checks.ts"

/** Whether the provider's webhooks can be taken, and whether any tells of a call that nobody here planned. */
export const checkWebhooks = Effect.fnUntraced(function* ({
  simulated,
  webhookSecrets
}: Configuration): Effect.fn.Return<Check, never, WebhookInbox> {
  const inbox = yield* WebhookInbox
  const counted = yield* Effect.result(inbox.counts)
  if (counted._tag === "Failure") return untold("webhooks", counted.failure.message)
  const { parked, received, unknown } = counted.success
  if (unknown > 0) {
    return failed(
      "webhooks",
      `${unknown} of the last week tell of conversations that no call of this ledger started`,
      "The server's log names them: see who placed them, in the provider's dashboard. If they are another program's, give its agents a webhook of their own."
    )
  }
  const waiting = `${received} to be checked, ${parked} parked until their call is known`
  if (webhookSecrets.length > 0) {
    return passed("webhooks", `${webhookSecrets.length === 2 ? "two secrets are" : "a secret is"} set; ${waiting}`)
  }
  return simulated
    ? passed("webhooks", "none in a simulation")
    : untold(
        "webhooks",
        `no ELEVENLABS_WEBHOOK_SECRET is set here, so none is taken and news comes by asking; ${waiting}`
      )
})
