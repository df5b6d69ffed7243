import type { Breaker } from "@outbound-call/core/Breakers"
import { CallSettings } from "@outbound-call/core/CallSettings"
import { getPolicy } from "@outbound-call/core/GetPolicy"
import type { PolicyProfile } from "@outbound-call/core/policy/PolicyProfile"
import { plain } from "@outbound-call/core/RenderTranscript"
import { reopenDialling } from "@outbound-call/core/ReopenDialling"
import * as Ledger from "@outbound-call/node/Ledger"
import { readLedgerPlace } from "@outbound-call/node/LedgerPlace"
import { readPolicy } from "@outbound-call/node/ReadPolicy"
import { DateTime, Effect, Stdio } from "effect"
import { instant, rows } from "./DescribeCall.ts"
import { onlyHere } from "./OnlyHere.ts"
import type { ReopenInput, ShowPolicyInput } from "./PolicyCommands.ts"
import { printNote, printResult } from "./Print.ts"
import { UsageError } from "./UsageError.ts"

/** `outbound policy show`: needs no key and asks no provider. */
export const showPolicy = Effect.fn("showPolicy")(function* (input: ShowPolicyInput) {
  yield* onlyHere("outbound policy show")
  const place = yield* readLedgerPlace({ simulate: input.simulate })
  const settings = yield* readPolicy({ simulate: input.simulate })
  const { breakers, profile, suppressed } = yield* getPolicy().pipe(
    Effect.provideService(CallSettings, settings),
    Effect.provide(Ledger.layer(place))
  )
  yield* printResult({
    json: { profile, breakers: breakers.map(breakerJson), suppressed, simulated: place.simulated },
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
  yield* onlyHere("outbound policy reopen")
  const { stdinIsTerminal } = yield* Stdio.Stdio
  if (!input.yes && !(yield* stdinIsTerminal)) {
    return yield* new UsageError({
      message: "Dialling was stopped so that a person looks: see `outbound calls`, then say so with --yes."
    })
  }
  if (input.by.trim() === "") return yield* new UsageError({ message: "--by is the name of a person." })
  const place = yield* readLedgerPlace({ simulate: input.simulate })
  const reopened = yield* reopenDialling(input.by.trim()).pipe(
    Effect.provide(Ledger.layer(place)),
    // That is for keys, and here is none.
    Effect.catchTag("MayNotReopen", Effect.die)
  )
  yield* printResult({
    json: { reopened: reopened.map(breakerJson), simulated: place.simulated },
    text: reopened.length === 0 ? "Dialling was open." : reopened.map(breakerLine).join("\n")
  })
  if (reopened.length > 0) yield* printNote("Dialling is open again.")
  return "done" as const
})

const breakerJson = ({ reason, trippedAt }: Breaker) => ({ reason, trippedAt: DateTime.formatIso(trippedAt) })

const breakerLine = ({ reason, trippedAt }: Breaker): string =>
  `Dialling is stopped since ${instant(trippedAt)}: ${plain(reason)}`

/** Every limit and list of a profile, in the words of the config file. */
const describeProfile = ({ fanOut, name, ...fields }: PolicyProfile): string =>
  rows([
    ["profile", name],
    ...Object.entries(fields).map(([field, value]) => [field, valueText(value)] as const),
    ...(fanOut === null
      ? [["fanOut", "none"] as const]
      : Object.entries(fanOut).map(([field, value]) => [`fanOut.${field}`, valueText(value)] as const))
  ])

const valueText = (value: unknown): string | null => {
  if (value === null) return "none"
  if (Array.isArray(value)) return value.length === 0 ? null : value.join(", ")
  return typeof value === "string" ? value : JSON.stringify(value)
}
