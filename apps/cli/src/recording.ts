import { Effect, FileSystem, Layer, Ref, Stdio, Stream } from "effect"
import { CallService } from "./CallService.ts"
import { files } from "./Files.ts"
import type { RecordingInput } from "./FollowCommands.ts"
import { Json } from "./Json.ts"
import { printResult } from "./Print.ts"
import { sideOf } from "./Side.ts"
import { UsageError } from "./UsageError.ts"

/** `outbound recording`: saves the sound of a call. A file appears under its name only when it is whole. */
export const recording = Effect.fn("recording")(function* (input: RecordingInput) {
  const toStdout = input.output === "-"
  if (toStdout && (yield* Json)) {
    return yield* new UsageError({ message: "-o - puts the sound itself on stdout: leave out --json, or name a file." })
  }
  const side = yield* sideOf(input.id, input.simulate)
  if (toStdout) yield* toPipe(input.id).pipe(Effect.provide(side.calls))
  else yield* toFile(input.id, input.output).pipe(Effect.provide(Layer.merge(side.calls, files)))
  return "done" as const
})

const soundOf = (id: string) => Stream.unwrap(Effect.map(CallService, ({ recording: sound }) => sound(id)))

const toPipe = (id: string) => Stdio.Stdio.use((stdio) => Stream.run(soundOf(id), stdio.stdout()))

const toFile = Effect.fnUntraced(function* (id: string, file: string) {
  const disk = yield* FileSystem.FileSystem
  const bytes = yield* Ref.make(0)
  const partial = `${file}.part`
  yield* soundOf(id).pipe(
    Stream.tap((chunk) => Ref.update(bytes, (count) => count + chunk.length)),
    Stream.run(disk.sink(partial)),
    Effect.andThen(disk.rename(partial, file)),
    Effect.onError(() => disk.remove(partial, { force: true }).pipe(Effect.ignore))
  )
  const size = yield* Ref.get(bytes)
  yield* printResult({ json: { file, bytes: size }, text: `${file}: ${size} bytes of MP3` })
})
