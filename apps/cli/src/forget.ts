import { forgetCalls, forgetCallsBefore, type Forgetting } from "@outbound-call/core/ForgetCalls"
import { hasLedger, readLedgerPlace } from "@outbound-call/node/LedgerPlace"
import * as Ledger from "@outbound-call/node/Ledger"
import * as OutboundCall from "@outbound-call/node/OutboundCall"
import { DateTime, Effect, Option, Stdio, Stream } from "effect"
import { instant, rows } from "./DescribeCall.ts"
import { onlyHere } from "./OnlyHere.ts"
import { printNote, printResult } from "./Print.ts"
import type { ForgetInput } from "./RetentionCommands.ts"
import { UsageError } from "./UsageError.ts"

/** `outbound forget`: cannot be undone; may be stopped, and repeated. By a date it needs no key and asks no provider. */
export const forget = Effect.fn("forget")(function* ({ before, by, dryRun, olderThan, simulate }: ForgetInput) {
  yield* onlyHere("outbound forget")
  if (Option.isSome(before) === Option.isSome(olderThan)) {
    return yield* new UsageError({ message: "Name either --older-than or --before. Nothing was forgotten." })
  }
  const place = yield* readLedgerPlace({ simulate })
  if (!(yield* hasLedger(place))) {
    return yield* new UsageError({ message: "There is no ledger here, and so no call to forget." })
  }
  const { clear, tell } = yield* makeTeller
  const wish = { by, dryRun }
  const forgetting = yield* (
    Option.isSome(before)
      ? forgetCallsBefore({ ...wish, before: before.value }, tell).pipe(Effect.provide(Ledger.layer(place)))
      : forgetCalls({ ...wish, olderThan: Option.getOrThrow(olderThan) }, tell).pipe(
          Effect.provide(OutboundCall.layerFromConfiguration({ simulate })),
          Effect.tapErrorTag("ConfigurationError", () =>
            printNote("Without the provider's clock, name a date: --before.")
          )
        )
  ).pipe(Effect.ensuring(clear))
  if (Option.isSome(before)) {
    yield* printNote(
      "No clock was asked: this relied on your date, and on the times with which the calls were recorded."
    )
  }
  yield* printResult({
    json: { ...forgetting, before: DateTime.formatIso(forgetting.before), dryRun, simulated: place.simulated },
    text: forgettingText(forgetting, dryRun)
  })
  return "done" as const
})

/** On a terminal a live line with the calls so far; else a line now and then. */
const makeTeller = Effect.gen(function* () {
  const stdio = yield* Stdio.Stdio
  const write = (text: string) => Stream.run(Stream.succeed(text), stdio.stderr()).pipe(Effect.ignore)
  if (yield* stdio.stderrIsTerminal) {
    return { clear: write("\r\u001b[K"), tell: (soFar: number) => write(`\r\u001b[K${soFar} calls so far`) }
  }
  let toldAt = 0
  const tell = (soFar: number) =>
    Effect.suspend(() => {
      if (soFar < toldAt + tellEvery) return Effect.void
      toldAt = soFar
      return printNote(`${soFar} calls so far`)
    })
  return { clear: Effect.void, tell }
})

const tellEvery = 10_000

const forgettingText = ({ before, forgotten, kept }: Forgetting, dryRun: boolean): string =>
  [
    `${forgotten} calls that were over before ${instant(before)} ${dryRun ? "would be" : "are"} forgotten.`,
    rows([
      [
        "need you",
        kept.attention === 0 ? null : `${kept.attention} are kept: a person must look at them first (outbound resolve)`
      ],
      [
        "not heard",
        kept.unheard === 0
          ? null
          : `${kept.unheard} are kept twice as long: what was said was never read (outbound show)`
      ],
      ["not told", kept.untold === 0 ? null : `${kept.untold} are kept: webhooks of them wait`]
    ]),
    ...(dryRun || forgotten === 0
      ? []
      : ["Their space is free for new calls; `outbound compact` gives it to the disk."])
  ]
    .filter((line) => line !== "")
    .join("\n")
