import { Deferred, Effect, Option, Schema, Stream } from "effect"
import type { Stdio } from "effect/Stdio"

/**
 * The standard streams with an input of whole lines of JSON, since the protocol's reader drops everything that came
 * together with a line it cannot read. `ended` is done when the input has ended or broken.
 */
export const guardInput = (stdio: Stdio, ended: Deferred.Deferred<void>): Stdio => ({
  ...stdio,
  stdin: stdio.stdin.pipe(
    Stream.decodeText,
    Stream.splitLines,
    Stream.filter((line) => line.trim() !== ""),
    Stream.filterEffect(isJson),
    Stream.map((line) => `${line}\n`),
    Stream.encodeText,
    Stream.tapError(() => Deferred.succeed(ended, undefined)),
    Stream.onEnd(Deferred.succeed(ended, undefined))
  )
})

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Unknown))

const isJson = (line: string): Effect.Effect<boolean> =>
  Option.isSome(decode(line))
    ? Effect.succeed(true)
    : Effect.as(Effect.logWarning(`A line of ${line.length} characters is no JSON and was left out.`), false)
