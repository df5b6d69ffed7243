import { renderTranscript } from "@outbound-call/core/RenderTranscript"
import { Console, Effect, Option } from "effect"
import { CallService } from "./CallService.ts"
import type { TranscriptInput } from "./FollowCommands.ts"
import { Json } from "./Json.ts"
import { printNote } from "./Print.ts"
import { sideOf } from "./Side.ts"
import { UsageError } from "./UsageError.ts"

/** `outbound transcript`: what was said in a call, in one of the formats. */
export const transcript = Effect.fn("transcript")(function* (input: TranscriptInput) {
  const json = yield* Json
  const format = Option.getOrElse(input.format, () => (json ? ("json" as const) : ("text" as const)))
  if (json && format !== "json") {
    return yield* new UsageError({ message: `--json and --format ${format} exclude each other.` })
  }
  const side = yield* sideOf(input.id, input.simulate)
  const said = yield* CallService.use((calls) => calls.transcript(input.id)).pipe(Effect.provide(side.calls))
  if (!said.complete) yield* printNote("It is not over yet: more may come.")
  else if (said.turns.length === 0) yield* printNote("Nothing was said.")
  yield* Console.log(renderTranscript(said, format))
  return "done" as const
})
