import { Effect, Schema } from "effect"

/** Something that goes wrong with a webhook on its way; it takes the place of the webhook as it should be. */
export const WebhookFault = Schema.Struct({
  kind: Schema.Literals([
    "lose",
    "duplicate",
    "delay",
    "reorder",
    "wrong-secret",
    "tamper",
    "stale",
    "future",
    "not-json",
    "huge"
  ]),
  /** Only webhooks of this type, such as `call_initiation_failure`. */
  type: Schema.optionalKey(Schema.String),
  /** Of `duplicate`: how many more than one; 1 unless told. */
  copies: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(1))
  ),
  /** Of `delay`: seconds of the emulated call, 60 unless told. Of `stale` and `future`: how far the signed time is off. */
  seconds: Schema.optionalKey(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))),
  times: Schema.Int.check(Schema.isGreaterThan(0)).pipe(Schema.withDecodingDefaultKey(Effect.succeed(1)))
})
export type WebhookFault = typeof WebhookFault.Type

/** A fault as it is asked for. */
export type WebhookFaultRequest = typeof WebhookFault.Encoded

/** How far off the signed time is unless told: more than any receiver allows. */
export const secondsOff: Partial<Record<WebhookFault["kind"], number>> = { delay: 60, stale: 2_400, future: 600 }
