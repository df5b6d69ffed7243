import * as Command from "effect/cli/Command"
import * as Argument from "effect/cli/Argument"
import * as Flag from "effect/cli/Flag"
import { TranscriptFormat } from "@outbound-call/core/Transcript"
import { lazily } from "./EndWith.ts"
import { duration, id, simulate } from "./Flags.ts"

const watch = {
  id,
  timeout: duration("timeout", "Stop waiting after this long; the call goes on (2h unless told)"),
  simulate
}
export type WatchInput = Command.Command.Config.Infer<typeof watch>

export const watchCommand = Command.make(
  "watch",
  watch,
  lazily(() => import("./watch.ts").then((module) => module.watch))
).pipe(Command.withDescription("Follow a call or conversation until it is over"))

const show = {
  id,
  events: Flag.Boolean("events").pipe(
    Flag.withDescription("Also list what happened, step by step"),
    Flag.withDefault(false),
    Flag.withoutNegation
  ),
  simulate
}
export type ShowInput = Command.Command.Config.Infer<typeof show>

export const showCommand = Command.make(
  "show",
  show,
  lazily(() => import("./show.ts").then((module) => module.show))
).pipe(Command.withDescription("Show one call as it stands"))

const transcript = {
  id,
  format: Flag.Literals("format", TranscriptFormat.literals).pipe(
    Flag.withAlias("f"),
    Flag.withDescription("Form of the transcript (text unless told; --json gives json)"),
    Flag.optional
  ),
  simulate
}
export type TranscriptInput = Command.Command.Config.Infer<typeof transcript>

export const transcriptCommand = Command.make(
  "transcript",
  transcript,
  lazily(() => import("./transcript.ts").then((module) => module.transcript))
).pipe(Command.withDescription("Print what was said in a call"))

const recording = {
  id,
  output: Flag.String("output").pipe(
    Flag.withAlias("o"),
    Flag.withMetavar("file|-"),
    Flag.withDescription("Where the MP3 goes; - for stdout; required")
  ),
  simulate
}
export type RecordingInput = Command.Command.Config.Infer<typeof recording>

export const recordingCommand = Command.make(
  "recording",
  recording,
  lazily(() => import("./recording.ts").then((module) => module.recording))
).pipe(Command.withDescription("Save the sound of a call"))

const one = { id, simulate }
export type OneCallInput = Command.Command.Config.Infer<typeof one>

const recover = { id: id.pipe(Argument.optional), simulate }
export type RecoverInput = Command.Command.Config.Infer<typeof recover>

export const recoverCommand = Command.make(
  "recover",
  recover,
  lazily(() => import("./recover.ts").then((module) => module.recover))
).pipe(
  Command.withDescription(
    "Settle a call whose fate is unknown, or every live call, by asking the provider and the carrier; never dials"
  )
)

const resolve = {
  id,
  dialled: Flag.Boolean("dialled").pipe(
    Flag.withDescription("You found that it was dialled"),
    Flag.withDefault(false),
    Flag.withoutNegation
  ),
  notDialled: Flag.Boolean("not-dialled").pipe(
    Flag.withDescription("You found that it was not dialled"),
    Flag.withDefault(false),
    Flag.withoutNegation
  ),
  by: Flag.String("by").pipe(
    Flag.withMetavar("name"),
    Flag.withDescription("Who says so; kept with the call (an operator unless told)"),
    Flag.withDefault("an operator")
  ),
  simulate
}
export type ResolveInput = Command.Command.Config.Infer<typeof resolve>

export const resolveCommand = Command.make(
  "resolve",
  resolve,
  lazily(() => import("./resolve.ts").then((module) => module.resolve))
).pipe(
  Command.withDescription(
    "End a call of unknown fate by what you found out, for example in the carrier's log; with --dialled also say that you looked at one which rang after all, or twice"
  )
)

export const hangUpCommand = Command.make(
  "hang-up",
  one,
  lazily(() => import("./hang-up.ts").then((module) => module.hangUpCall))
).pipe(
  Command.withDescription(
    "End a live call: through Twilio, also while it rings, or else over ElevenLabs' monitor socket once it is picked up"
  )
)
