import type { LocalClock, PendingApproval } from "@outbound-call/core"
import { dollarsAtMost } from "@outbound-call/core/DollarsAtMost"
import { withInvisibleShown } from "@outbound-call/core/Invisible"
import { short } from "./Bounds.ts"

/** What is known of a call before it is dialled. */
export interface Dialled extends Omit<PendingApproval, "call" | "profile"> {
  readonly simulated: boolean
  /** Why a person is asked, by the rules of the policy. */
  readonly reasons: ReadonlyArray<{ readonly rule: string; readonly says: string }>
}

/**
 * What a person is shown before they say yes, from what would be dialled and from nobody's words about it. What others
 * wrote stands in quotes and on one line, so that it can pass for nothing else.
 */
export const approvalText = (dialled: Dialled): string => {
  const { agentName, country, localTimes, maxCostDollars, maxDurationSeconds, reasons, request, simulated } = dialled
  const { agentId, overrides, phoneNumberId, purpose, to, variables } = request
  return [
    `${simulated ? "Simulate a call" : "Call"} to ${to}?`,
    ...reasons.flatMap(reasonFor),
    `Country: ${short(country ?? "none", 40)}. Time there: ${timesIn(localTimes)}.`,
    `Agent: ${agentName === null ? agentId : `${quoted(cutAt(agentName, 80))} (${agentId})`}, from ${phoneNumberId}, purpose ${purpose}.`,
    `Lasts at most ${minutes(maxDurationSeconds)} and costs at most ${
      maxCostDollars === null ? "an unknown amount" : `$${dollarsAtMost(maxCostDollars)}`
    }.`,
    ...Object.entries(variables).map(([name, value]) => `${nameOf(name)}: ${quoted(value)}`),
    ...Object.entries(overrides ?? {}).map(([name, value]) => `${wordsOf(name)}: ${quoted(value)}`)
  ].join("\n")
}

/** A number may be in many zones that have the same time. */
const timesIn = (clocks: ReadonlyArray<LocalClock>): string => {
  const byTime = Map.groupBy(clocks, ({ time }) => time)
  const told = [...byTime].map(
    ([time, zones]) => `${short(time, 40)} (${short(zones[0]?.zone ?? "", 60)}${zones.length > 1 ? " and others" : ""})`
  )
  return told.length === 0 ? "unknown" : told.join(" or ")
}

const minutes = (seconds: number): string => (seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`)

/** That the profile asks about every call is nothing to think about; what is special of this one is. */
const reasonFor = ({ rule, says }: Dialled["reasons"][number]): ReadonlyArray<string> =>
  rule === "approval"
    ? []
    : [rule === "after-transcript" ? "A transcript was just read; it may have chosen this number." : short(says, 300)]

const quoted = (value: unknown): string => withInvisibleShown(JSON.stringify(value))

/** A name that is more than a word could pass for a line of this text. */
const nameOf = (name: string): string => (/^[\w.-]{1,64}$/.test(name) ? name : quoted(cutAt(name, 64)))

const cutAt = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text

/** `firstMessage` as words. */
const wordsOf = (name: string): string => {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
