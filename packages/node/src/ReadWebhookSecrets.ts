import { Redacted } from "effect"
import type { Values } from "./LedgerPlace.ts"

/** The secret of the provider's webhooks, and while it is changed the one before; none when none is set. */
export const readWebhookSecrets = (values: Values, problems: Array<string>): ReadonlyArray<Redacted.Redacted> => {
  const { ELEVENLABS_WEBHOOK_SECRET: current, ELEVENLABS_WEBHOOK_SECRET_PREVIOUS: previous } = values
  if (current === undefined && previous !== undefined) {
    problems.push(
      "ELEVENLABS_WEBHOOK_SECRET_PREVIOUS is set alone: a secret that is not changed is ELEVENLABS_WEBHOOK_SECRET."
    )
  }
  for (const name of ["ELEVENLABS_WEBHOOK_SECRET", "ELEVENLABS_WEBHOOK_SECRET_PREVIOUS"] as const) {
    const secret = values[name]
    if (secret !== undefined && !/^[\x21-\x7e]{16,}$/.test(secret)) {
      problems.push(`${name} is no secret of a webhook: it has 16 characters or more, without spaces. Copy it again.`)
    }
  }
  return [current, previous].flatMap((secret) => (secret === undefined ? [] : [Redacted.make(secret)]))
}
