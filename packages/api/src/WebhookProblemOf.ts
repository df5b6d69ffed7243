import type { WebhookRejected } from "@outbound-call/core/Webhook"
import { InvalidRequestProblem, WebhookClosedProblem, WebhookSignatureProblem } from "./Problems.ts"

/** The problem that a rejected webhook is answered with. None says anything of what the body holds. */
export const webhookProblemOf = ({
  message,
  reason
}: WebhookRejected): WebhookSignatureProblem | WebhookClosedProblem | InvalidRequestProblem => {
  const said = { detail: message, phone_may_have_rung: false, retry_safe: true }
  switch (reason) {
    case "no-secret":
      return new WebhookClosedProblem({
        ...said,
        code: "webhooks-closed",
        next_step: "Set ELEVENLABS_WEBHOOK_SECRET to the secret that the provider gave with this webhook, and restart."
      })
    case "unreadable":
      return new InvalidRequestProblem({
        ...said,
        code: "invalid-request",
        next_step: "Send a JSON object.",
        errors: [{ code: "unreadable-body", field: "body", message: "The body is no JSON object" }]
      })
    default:
      return new WebhookSignatureProblem({
        ...said,
        code: "webhook-signature",
        next_step:
          "Sign the body as it is sent, now, with the webhook's secret; where the secret is right, set this machine's clock."
      })
  }
}
