import { CallView, isFinal, type Outcome } from "@outbound-call/core/Call"
import { maskPhoneNumber } from "@outbound-call/core/PhoneNumber"
import { plain } from "@outbound-call/core/RenderTranscript"
import { DateTime, Schema } from "effect"

const encodeView = Schema.encodeSync(CallView)

/** A call as JSON. */
export const callJson = (call: CallView) => encodeView(call)

/** A call in one line, its number masked. */
export const callLine = (call: CallView): string =>
  [
    call.id,
    instant(call.createdAt),
    maskPhoneNumber(call.to),
    standing(call),
    ...(call.durationSeconds === null ? [] : [clock(call.durationSeconds)]),
    ...(call.attention === null ? [] : [`needs attention: ${call.attention.code}`]),
    ...(call.simulated ? ["simulated"] : [])
  ].join("  ")

/** What became of a call, for the end of a command: a sentence, where to find it, what to do next. */
export const callSummary = (call: CallView): string =>
  [
    `${sentence(call)}${call.simulated ? "; simulated, no phone rang" : ""}.`,
    `call          ${call.id}`,
    ...(call.conversationId === null ? [] : [`conversation  ${call.conversationId}`]),
    ...(call.dashboardUrl === null || call.simulated ? [] : [`dashboard     ${call.dashboardUrl}`]),
    ...(call.evaluation === null ? [] : [`goal          ${call.evaluation}`]),
    ...(call.problem === null || isNormalEnd(call) ? [] : [`why           ${why(call, call.problem.message)}`]),
    call.nextStep
  ].join("\n")

/** A provider's words may repeat the number. */
const why = ({ to }: CallView, message: string): string =>
  to === null ? plain(message) : plain(message).replaceAll(to, maskPhoneNumber(to))

/** Everything known of a call, a line for each field. */
export const callDetails = (call: CallView): string =>
  rows([
    ["call", call.id],
    ["status", call.status],
    ["outcome", call.outcome],
    ["goal", call.evaluation],
    ["why", call.problem === null ? null : plain(call.problem.message)],
    ["needs you", call.attention === null ? null : plain(call.attention.message)],
    ["to", call.to],
    ["from", call.callerId === null ? call.phoneNumberId : `${call.callerId} (${call.phoneNumberId})`],
    ["agent", call.agentId],
    ["purpose", call.purpose],
    ["placed", instant(call.createdAt)],
    ["answered", call.answeredAt === null ? null : instant(call.answeredAt)],
    ["ended", call.endedAt === null ? null : instant(call.endedAt)],
    ["duration", call.durationSeconds === null ? null : clock(call.durationSeconds)],
    ["conversation", call.conversationId],
    ["call sid", call.callSid],
    ["dashboard", call.simulated ? null : call.dashboardUrl],
    ["simulated", call.simulated ? "yes, no phone rang" : null],
    ["forgotten", call.forgottenAt === null ? null : instant(call.forgottenAt)],
    ["next", call.nextStep]
  ])

/** Lines of name and value, those without a value left out. */
export const rows = (pairs: ReadonlyArray<readonly [string, string | null]>): string =>
  pairs.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(13)} ${value}`])).join("\n")

/** Status and, when the call is over, how it ended. */
const standing = (call: CallView): string =>
  isFinal(call) && call.outcome !== null ? `${call.status} (${call.outcome})` : call.status

/** Where the outcome says it all, the provider's generic failure adds nothing. */
const isNormalEnd = ({ outcome }: CallView): boolean =>
  outcome === "busy" || outcome === "no-answer" || outcome === "declined"

const sentence = (call: CallView): string => {
  const number = maskPhoneNumber(call.to)
  switch (call.status) {
    case "unknown":
      return `It is not known whether ${number} was called: the dial had no clear answer`
    case "not-placed":
      return `${number} was not called`
    case "failed":
    case "done":
      return call.problem?.code === "rejected"
        ? `${number} was not called: the provider said no`
        : `${number} ${endings[call.outcome ?? "unknown"]}${talkedFor(call)}`
    default:
      return `The call to ${number} is ${call.status}`
  }
}

const endings: Record<Outcome, string> = {
  answered: "answered, and the call is over",
  voicemail: "was called; a machine answered",
  "no-answer": "did not answer",
  busy: "was busy",
  declined: "declined the call",
  failed: "was called, and the call failed",
  unknown: "was called; how it ended is not known"
}

const talkedFor = ({ durationSeconds }: CallView): string =>
  durationSeconds === null || durationSeconds === 0 ? "" : ` (${clock(durationSeconds)})`

/** Seconds as minutes and seconds. */
export const clock = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`
}

/** An instant to the second, in UTC. */
export const instant = (at: DateTime.Utc): string => `${DateTime.formatIso(at).slice(0, 19)}Z`
