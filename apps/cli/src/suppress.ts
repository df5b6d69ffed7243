import { checkNumber } from "@outbound-call/core/CheckNumber"
import { listSuppressions } from "@outbound-call/core/ListSuppressions"
import { maskPhoneNumber } from "@outbound-call/core/PhoneNumber"
import { readSuppressedNumber } from "@outbound-call/core/ReadSuppressedNumber"
import { releaseNumber, releaseSuppression } from "@outbound-call/core/ReleaseNumber"
import { suppressNumbers } from "@outbound-call/core/SuppressNumbers"
import * as Ledger from "@outbound-call/node/Ledger"
import { hasLedger, readLedgerPlace } from "@outbound-call/node/LedgerPlace"
import { readPolicy } from "@outbound-call/node/ReadPolicy"
import { Effect, Option } from "effect"
import { shown, suppressionJson, suppressionLine } from "./DescribeSuppression.ts"
import { onlyHere } from "./OnlyHere.ts"
import { printNote, printResult } from "./Print.ts"
import type { CheckNumberInput, ReleaseInput, SuppressInput, SuppressionsInput } from "./SuppressCommands.ts"

/** `outbound suppress add`: all of the numbers, or none when one of them is not understood. */
export const suppress = Effect.fn("suppress")(function* (input: SuppressInput) {
  yield* onlyHere("outbound suppress add")
  const policy = yield* readPolicy({ simulate: input.simulate })
  const { owner } = policy
  const region = Option.getOrElse(input.region, () => policy.region)
  const numbers = yield* Effect.forEach(input.numbers, (text) => Effect.fromResult(readSuppressedNumber(text, region)))
  const place = yield* readLedgerPlace({ simulate: input.simulate })
  const source = Option.getOrElse(input.source, () => "added by hand")
  const note = Option.getOrNull(input.note)
  const { added, cancelled, underWay } = yield* suppressNumbers(
    [...new Set(numbers)].map((number) => ({ number, source, note })),
    owner
  ).pipe(Effect.provide(Ledger.layer(place)))
  yield* printResult({
    json: {
      added: added.map(suppressionJson),
      known: new Set(numbers).size - added.length,
      cancelled,
      underWay: underWay.map(({ id }) => id),
      simulated: place.simulated
    },
    text:
      added.length === 0
        ? "On the list already; nothing changed."
        : added.map((entry) => suppressionLine(shown(entry, false))).join("\n")
  })
  if (cancelled > 0) yield* printNote(`Cancelled before the dial: ${cancelled}.`)
  for (const { id, to } of underWay) {
    yield* printNote(`${id} to ${maskPhoneNumber(to)} goes on; to end it: outbound hang-up ${id}`)
  }
  return "done" as const
})

/** `outbound suppress remove`: shows the entry as it was. */
export const release = Effect.fn("release")(function* (input: ReleaseInput) {
  yield* onlyHere("outbound suppress remove")
  const place = yield* readLedgerPlace({ simulate: input.simulate })
  const policy = yield* readPolicy({ simulate: input.simulate })
  const { owner } = policy
  const region = Option.getOrElse(input.region, () => policy.region)
  const entry = yield* (
    input.target.startsWith("sup_")
      ? releaseSuppression(input.target, { by: owner })
      : releaseNumber(input.target, { by: owner, region })
  ).pipe(Effect.provide(Ledger.layer(place)))
  yield* printResult({ json: suppressionJson(entry), text: suppressionLine(shown(entry, false)) })
  yield* printNote("It may be called again.")
  return "done" as const
})

/** `outbound suppress list`: numbers have their middle hidden unless it is asked for. */
export const suppressions = Effect.fn("suppressions")(function* (input: SuppressionsInput) {
  yield* onlyHere("outbound suppress list")
  const place = yield* readLedgerPlace({ simulate: input.simulate })
  const page = (yield* hasLedger(place))
    ? yield* listSuppressions({ limit: input.limit, cursor: Option.getOrUndefined(input.cursor) }).pipe(
        Effect.provide(Ledger.layer(place))
      )
    : { suppressions: [], nextCursor: null }
  const entries = page.suppressions.map((entry) => shown(entry, input.showNumbers))
  yield* printResult({
    json: { suppressions: entries.map(suppressionJson), nextCursor: page.nextCursor, simulated: place.simulated },
    text: entries.length === 0 ? "Nobody." : entries.map(suppressionLine).join("\n")
  })
  if (page.nextCursor !== null) yield* printNote(`More: --cursor ${page.nextCursor}`)
  return "done" as const
})

/** `outbound suppress check`: ends as a refused call would. */
export const check = Effect.fn("check")(function* (input: CheckNumberInput) {
  yield* onlyHere("outbound suppress check")
  const place = yield* readLedgerPlace({ simulate: input.simulate })
  const policy = yield* readPolicy({ simulate: input.simulate })
  const region = Option.getOrElse(input.region, () => policy.region)
  const { number, suppression } = yield* checkNumber(input.number, region).pipe(Effect.provide(Ledger.layer(place)))
  yield* printResult({
    json: {
      number,
      suppressed: suppression !== null,
      suppression: suppression === null ? null : suppressionJson(suppression),
      simulated: place.simulated
    },
    text:
      suppression === null
        ? `${maskPhoneNumber(number)} is not on the list.`
        : suppressionLine(shown(suppression, false))
  })
  return suppression === null ? ("done" as const) : ("refused" as const)
})
