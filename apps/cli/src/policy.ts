import { PolicyProfile } from "@outbound-call/core/policy/PolicyProfile"
import { plain } from "@outbound-call/core/RenderTranscript"
import { DateTime, Effect, Stdio } from "effect"
import { type BreakerTold, Decisions } from "./Decisions.ts"
import { instant, rows } from "./DescribeCall.ts"
import type { ReopenInput, ShowPolicyInput } from "./PolicyCommands.ts"
import { printNote, printResult } from "./Print.ts"
import { readSide } from "./Side.ts"
import { UsageError } from "./UsageError.ts"

/** `outbound policy show`: needs no key and asks no provider. */
export const showPolicy = Effect.fn("showPolicy")(function* (input: ShowPolicyInput) {
  const side = yield* readSide(input.simulate)
  const { breakers, profile, suppressed } = yield* Decisions.use(({ policy }) => policy).pipe(
    Effect.provide(side.decisions)
  )
  yield* printResult({
    json: { profile, breakers: breakers.map(breakerJson), suppressed, simulated: side.simulated },
    text: [
      describeProfile(profile),
      rows([["called no more", `${suppressed} number${suppressed === 1 ? "" : "s"}`]]),
      ...(breakers.length === 0 ? ["Dialling is open."] : breakers.map(breakerLine))
    ].join("\n")
  })
  return "done" as const
})

/** `outbound policy reopen`: a person's word, so a program has to say that one gave it. */
export const reopen = Effect.fn("reopen")(function* (input: ReopenInput) {
  const { stdinIsTerminal } = yield* Stdio.Stdio
  if (!input.yes && !(yield* stdinIsTerminal)) {
    return yield* new UsageError({
      message: "Dialling was stopped so that a person looks: see `outbound calls`, then say so with --yes."
    })
  }
  if (input.by.trim() === "") return yield* new UsageError({ message: "--by is the name of a person." })
  const side = yield* readSide(input.simulate)
  const reopened = yield* Decisions.use((decisions) => decisions.reopen(input.by.trim())).pipe(
    Effect.provide(side.decisions)
  )
  yield* printResult({
    json: { reopened: reopened.map(breakerJson), simulated: side.simulated },
    text: reopened.length === 0 ? "Dialling was open." : reopened.map(breakerLine).join("\n")
  })
  if (reopened.length > 0) yield* printNote("Dialling is open again.")
  return "done" as const
})

const breakerJson = ({ reason, trippedAt }: BreakerTold) => ({ reason, trippedAt: DateTime.formatIso(trippedAt) })

const breakerLine = ({ reason, trippedAt }: BreakerTold): string =>
  `Dialling is stopped since ${instant(trippedAt)}: ${plain(reason)}`

/** Every limit and list of a profile, in the words of the config file. */
const describeProfile = ({ fanOut, name, ...fields }: PolicyProfile): string =>
  rows([
    ["profile", name],
    ...Object.entries(fields)
      .toSorted(([one], [other]) => fieldOrder.indexOf(one) - fieldOrder.indexOf(other))
      .map(([field, value]) => [field, valueText(value)] as const),
    ...(fanOut === null
      ? [["fanOut", "none"] as const]
      : Object.entries(fanOut).map(([field, value]) => [`fanOut.${field}`, valueText(value)] as const))
  ])

const fieldOrder = Object.keys(PolicyProfile.fields)

const valueText = (value: unknown): string | null => {
  if (value === null) return "none"
  if (Array.isArray(value)) return value.length === 0 ? null : value.join(", ")
  return typeof value === "string" ? value : JSON.stringify(value)
}
