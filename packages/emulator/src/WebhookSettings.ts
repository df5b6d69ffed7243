import { Effect, Schema } from "effect"
import { isLoopback } from "./Loopback.ts"

/** What the provider can be told to send, by the names of its settings. */
export const WebhookEvent = Schema.Literals([
  "transcript",
  "audio",
  "call_initiation_failure",
  "answering_machine_detection"
])
export type WebhookEvent = typeof WebhookEvent.Type

const OfThisMachine = Schema.String.check(
  Schema.makeFilter((url) => (url.startsWith("http://") && isLoopback(url)) || "must be plain http to this machine")
)

/** Where webhooks go, and how they are signed. They go to this machine only. */
export const WebhookSettings = Schema.Struct({
  url: OfThisMachine,
  secret: Schema.NonEmptyString,
  /** Transcripts and failures unless told. */
  events: Schema.Array(WebhookEvent).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(["transcript", "call_initiation_failure"] as const))
  ),
  /** Whether a transcript that was not taken is sent again, four times at most; the provider's own default is no. */
  retry: Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
  /** The shape of a machine detection, which is not documented. */
  machineShape: Schema.Literals(["flat", "twilio", "result"]).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed("flat" as const))
  )
})
export type WebhookSettings = typeof WebhookSettings.Type

/** Settings as they are asked for: only the address and the secret must be told. */
export type WebhookRequest = typeof WebhookSettings.Encoded
