import { maskPhoneNumber } from "@outbound-call/core/PhoneNumber"
import { Effect, Option } from "effect"
import { Decisions } from "./Decisions.ts"
import { shown, suppressionJson, suppressionLine } from "./DescribeSuppression.ts"
import { printNote, printResult } from "./Print.ts"
import { readSide } from "./Side.ts"
import type { CheckNumberInput, ReleaseInput, SuppressInput, SuppressionsInput } from "./SuppressCommands.ts"

/** `outbound suppress add`: all of the numbers, or none when one of them is not understood. */
export const suppress = Effect.fn("suppress")(function* (input: SuppressInput) {
  const side = yield* readSide(input.simulate)
  const { added, cancelled, known, underWay } = yield* Decisions.use((decisions) =>
    decisions.suppress(input.numbers, {
      source: Option.getOrElse(input.source, () => "added by hand"),
      note: Option.getOrNull(input.note),
      region: Option.getOrUndefined(input.region)
    })
  ).pipe(Effect.provide(side.decisions))
  yield* printResult({
    json: {
      added: added.map(suppressionJson),
      known,
      cancelled,
      underWay: underWay.map(({ id }) => id),
      simulated: side.simulated
    },
    text:
      added.length === 0
        ? "On the list already; nothing changed."
        : added.map((entry) => suppressionLine(shown(entry, false))).join("\n")
  })
  if (cancelled > 0) yield* printNote(`Cancelled before the dial: ${cancelled}.`)
  for (const { id, to } of underWay) {
    const called = to === null ? "" : ` to ${maskPhoneNumber(to)}`
    yield* printNote(`${id}${called} goes on; to end it: outbound hang-up ${id}`)
  }
  return "done" as const
})

/** `outbound suppress remove`: shows the entry as it was. */
export const release = Effect.fn("release")(function* ({ region, simulate, target }: ReleaseInput) {
  const side = yield* readSide(simulate)
  const entry = yield* Decisions.use((decisions) => decisions.release(target, Option.getOrUndefined(region))).pipe(
    Effect.provide(side.decisions)
  )
  yield* printResult({ json: suppressionJson(entry), text: suppressionLine(shown(entry, false)) })
  yield* printNote("It may be called again.")
  return "done" as const
})

/** `outbound suppress list`: numbers have their middle hidden unless it is asked for. */
export const suppressions = Effect.fn("suppressions")(function* (input: SuppressionsInput) {
  const side = yield* readSide(input.simulate)
  const asked = { limit: input.limit, cursor: Option.getOrUndefined(input.cursor) }
  const page = (yield* side.isThere)
    ? yield* Decisions.use((decisions) => decisions.suppressions(asked)).pipe(Effect.provide(side.decisions))
    : { suppressions: [], nextCursor: null }
  const entries = page.suppressions.map((entry) => shown(entry, input.showNumbers))
  yield* printResult({
    json: { suppressions: entries.map(suppressionJson), nextCursor: page.nextCursor, simulated: side.simulated },
    text: entries.length === 0 ? "Nobody." : entries.map(suppressionLine).join("\n")
  })
  if (page.nextCursor !== null) yield* printNote(`More: --cursor ${page.nextCursor}`)
  return "done" as const
})

/** `outbound suppress check`: ends as a refused call would. */
export const check = Effect.fn("check")(function* (input: CheckNumberInput) {
  const side = yield* readSide(input.simulate)
  const { number, suppression } = yield* Decisions.use((decisions) =>
    decisions.standing(input.number, Option.getOrUndefined(input.region))
  ).pipe(Effect.provide(side.decisions))
  yield* printResult({
    json: {
      number,
      suppressed: suppression !== null,
      suppression: suppression === null ? null : suppressionJson(suppression),
      simulated: side.simulated
    },
    text:
      suppression === null
        ? `${number === null ? "The number" : maskPhoneNumber(number)} is not on the list.`
        : suppressionLine(shown(suppression, false))
  })
  return suppression === null ? ("done" as const) : ("refused" as const)
})
