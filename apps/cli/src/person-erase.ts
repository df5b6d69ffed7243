import type { Erasure } from "@outbound-call/core/ErasePerson"
import { maskPhoneNumber, type PhoneNumber } from "@outbound-call/core/PhoneNumber"
import { readConfiguration } from "@outbound-call/node/Configuration"
import { erasePerson } from "@outbound-call/node/ErasePerson"
import { Effect, Option, Stdio, Stream } from "effect"
import { rows } from "./DescribeCall.ts"
import { onlyHere } from "./OnlyHere.ts"
import type { ErasePersonInput } from "./PersonCommands.ts"
import { printNote, printResult } from "./Print.ts"
import { readPersonNumber } from "./ReadPersonNumber.ts"
import { UsageError } from "./UsageError.ts"

/** `outbound person erase`: cannot be undone, and may be repeated. */
export const erasePersonCommand = Effect.fn("erasePersonCommand")(function* (input: ErasePersonInput) {
  yield* onlyHere("outbound person erase")
  const number = yield* readPersonNumber(input.number)
  if (input.yes && Option.isNone(input.reason)) {
    return yield* new UsageError({ message: "--yes needs a --reason: it is written down for ever." })
  }
  const configuration = yield* readConfiguration({ simulate: input.simulate })
  if (!input.yes) yield* confirm(number, input)
  const reason = Option.getOrElse(input.reason, () => "confirmed by hand")
  const erasure = yield* erasePerson(configuration, { number, reason, by: input.by, localOnly: input.localOnly })
  yield* printResult({
    json: { ...erasure, number: maskPhoneNumber(number), simulated: configuration.simulated },
    text: erasureText(number, erasure)
  })
  return erasure.files === "busy" ? ("other" as const) : ("done" as const)
})

const confirm = Effect.fnUntraced(function* (number: PhoneNumber, { localOnly }: ErasePersonInput) {
  const where = localOnly ? "here, and nowhere else" : "at the provider, at the carrier and here"
  yield* printNote(
    `This erases every call to ${maskPhoneNumber(number)}, what was said and what was sent, ${where}. It cannot be undone. Type the last four digits of the number to go on:`
  )
  const typed = yield* Stdio.Stdio.use(({ stdin }) => stdin.pipe(Stream.decodeText, Stream.splitLines, Stream.runHead))
  if (Option.getOrElse(typed, () => "").trim() === number.slice(-4)) return
  return yield* new UsageError({ message: "These are not the last four digits of the number. Nothing was erased." })
})

const erasureText = (number: PhoneNumber, erasure: Erasure): string =>
  [
    `${maskPhoneNumber(number)} is erased.`,
    rows([
      ["calls", String(erasure.calls)],
      ["conversations", String(erasure.conversations)],
      ["carrier", erasure.carrierCalls === null ? "not asked" : `${erasure.carrierCalls} calls`],
      ["webhooks", erasure.webhooks === 0 ? null : String(erasure.webhooks)],
      ["messages", erasure.messages === 0 ? null : String(erasure.messages)],
      ["do not call", erasure.suppressed ? "still on the list, as a keyed hash" : null]
    ]),
    ...erasure.remarks
  ].join("\n")
