import { maskPhoneNumber } from "@outbound-call/core/PhoneNumber"
import { dollarsAtMost } from "@outbound-call/core/DollarsAtMost"
import { withInvisibleShown } from "@outbound-call/core/Invisible"
import { plain } from "@outbound-call/core/RenderTranscript"
import { DateTime } from "effect"
import { clock, instant, rows } from "./DescribeCall.ts"
import type { Pending } from "./Records.ts"

/** A call that waits, its number masked and nothing of what would be said. */
export const approvalJson = ({ call: { agentId, approval, id, to } }: Pending) => ({
  id,
  to: maskPhoneNumber(to),
  agentId,
  requestedAt: approval === null ? null : DateTime.formatIso(approval.requestedAt),
  expiresAt: approval === null ? null : DateTime.formatIso(approval.expiresAt),
  reasons: approval?.reasons ?? []
})

/** The same as text. */
export const approvalText = ({ call: { agentId, approval, id, to } }: Pending): string =>
  [
    `${id}  ${maskPhoneNumber(to)}  ${agentId}  until ${approval === null ? "?" : instant(approval.expiresAt)}`,
    ...(approval?.reasons ?? []).map(({ says }) => `  ${plain(says)}`)
  ].join("\n")

/** Everything that would be dialled. What a model wrote stands in quotes and on one line, so that it can pass for nothing else. */
export const approvalDetails = (pending: Pending): string => {
  const { agentName, call, country, localTimes, maxCostDollars, maxDurationSeconds, request } = pending
  return rows([
    ["number", call.to],
    ["country", country ?? "none"],
    ...localTimes.map(({ time, zone }) => ["local time", `${time} ${zone}`] as const),
    ["agent", agentName === null ? request.agentId : `${quoted(agentName)} (${request.agentId})`],
    ["from", call.callerId === null ? request.phoneNumberId : `${call.callerId} (${request.phoneNumberId})`],
    ["purpose", request.purpose],
    ...Object.entries(request.variables).map(
      ([name, value]) => ["variable", `${quoted(name)} = ${quoted(value)}`] as const
    ),
    ...Object.entries(request.overrides ?? {}).map(
      ([name, value]) => ["override", `${name} = ${quoted(value)}`] as const
    ),
    ["lasts", `${clock(maxDurationSeconds)} at most`],
    ["costs", maxCostDollars === null ? "not known" : `${dollarsAtMost(maxCostDollars)} dollars at most, as assumed`],
    [
      "waits",
      call.approval === null
        ? null
        : `since ${instant(call.approval.requestedAt)}, until ${instant(call.approval.expiresAt)}`
    ],
    ...(call.approval?.reasons ?? []).map(({ says }) => ["why", plain(says)] as const),
    ["simulated", call.simulated ? "yes, no phone rings" : null]
  ])
}

const quoted = (value: string | number | boolean): string =>
  typeof value === "string" ? withInvisibleShown(JSON.stringify(value)) : String(value)
