import { Effect, Schema } from "effect"

/** Which requests a fault waits for. */
export const FaultTarget = Schema.Literals(["dial", "list", "conversation", "monitor", "twilio", "any"])
export type FaultTarget = typeof FaultTarget.Type

/** A failure to be played once, or `times` times. `after`: the call is placed first, then the answer fails. */
export const Fault = Schema.Struct({
  target: FaultTarget,
  when: Schema.Literals(["before", "after"]).pipe(Schema.withDecodingDefaultKey(Effect.succeed("before" as const))),
  kind: Schema.Literals(["status", "drop", "delay", "truncate", "html", "rate-limited", "no-ids", "not-success"]),
  /** Of `status` and `html`; 502 unless told. */
  status: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 300, maximum: 599 }))),
  /** Of `rate-limited`. */
  code: Schema.optionalKey(Schema.Literals(["rate_limit_exceeded", "concurrent_limit_exceeded", "system_busy"])),
  /** Of `rate-limited` and `status`, sent as `Retry-After`; without it there is no such header. */
  retryAfterSeconds: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))),
  /** Of `delay`: real time, not scaled. */
  delayMs: Schema.optionalKey(Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 3_600_000 }))),
  times: Schema.Int.check(Schema.isGreaterThan(0)).pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
  /** Only dials to this number. */
  toNumber: Schema.optionalKey(Schema.String)
})
export type Fault = typeof Fault.Type

/** A fault as it is asked for: `when` is `before` and `times` is 1 unless told. */
export type FaultRequest = typeof Fault.Encoded

/** Why a fault makes no sense, or null. */
export const faultProblem = (fault: Fault): string | null => {
  const dials = fault.target === "dial" || fault.target === "any"
  if (!dials && fault.toNumber !== undefined) return "toNumber only chooses among dials: use target dial."
  if (!dials && (fault.kind === "no-ids" || fault.kind === "not-success")) {
    return `${fault.kind} is an answer to a dial: use target dial.`
  }
  if (fault.kind === "delay" && fault.delayMs === undefined) return "A delay needs delayMs."
  return null
}

/** Whether this fault waits for such a request. */
export const strikes = (fault: Fault, target: FaultTarget | null, toNumber: string | null): boolean => {
  if (fault.target !== "any" && fault.target !== target) return false
  if ((fault.kind === "no-ids" || fault.kind === "not-success") && target !== "dial") return false
  return fault.toNumber === undefined || fault.toNumber === toNumber
}
