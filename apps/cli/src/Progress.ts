import type { CallEvent } from "@outbound-call/core/CallEvent"
import { plain, renderTranscript } from "@outbound-call/core/RenderTranscript"
import { Clock, Console, Effect, Ref, type Scope, Stdio, Stream } from "effect"
import { clock } from "./DescribeCall.ts"
import { printNote } from "./Print.ts"

/** Tells the news of a call to the person who waits. */
export interface Progress {
  readonly tell: (event: CallEvent) => Effect.Effect<void>
  /** Removes the live line; what is printed next starts on a clean one. */
  readonly clear: Effect.Effect<void>
}

/**
 * On a terminal one live line on stderr with the status and its seconds; else a plain line for each step. What is said
 * goes to stdout as it comes, or to stderr where stdout is kept for a document.
 */
export const makeProgress = Effect.fnUntraced(function* (
  json: boolean
): Effect.fn.Return<Progress, never, Stdio.Stdio | Scope.Scope> {
  const stdio = yield* Stdio.Stdio
  const speak = json ? Console.error : Console.log
  if (!(yield* stdio.stderrIsTerminal)) {
    return {
      clear: Effect.void,
      tell: (event) => (event.type === "turn" ? speak(spoken(event)) : printNote(step(event)))
    }
  }
  const write = (text: string) => Stream.run(Stream.succeed(text), stdio.stderr()).pipe(Effect.ignore)
  const shown = yield* Ref.make<{ readonly status: string; readonly since: number } | null>(null)
  const clear = write("\r\u001b[K")
  const draw = Effect.gen(function* () {
    const live = yield* Ref.get(shown)
    if (live === null) return
    const seconds = ((yield* Clock.currentTimeMillis) - live.since) / 1000
    yield* write(`\r\u001b[K${live.status} ${clock(seconds)}`)
  })
  yield* draw.pipe(Effect.andThen(Effect.sleep("1 second")), Effect.forever, Effect.forkScoped)
  yield* Effect.addFinalizer(() => clear)
  const tell = Effect.fnUntraced(function* (event: CallEvent) {
    yield* clear
    if (event.type === "status") {
      const since = yield* Clock.currentTimeMillis
      yield* Ref.set(shown, { status: plain(event.status), since })
    } else {
      yield* event.type === "turn" ? speak(spoken(event)) : printNote(step(event))
      if (event.type === "analysed") yield* Ref.set(shown, null)
    }
    yield* draw
  })
  return { tell, clear: Effect.andThen(Ref.set(shown, null), clear) }
})

const spoken = ({ turn }: Extract<CallEvent, { readonly type: "turn" }>): string =>
  renderTranscript({ conversationId: "", status: "", complete: false, durationSeconds: null, turns: [turn] }, "text")

const step = (event: Exclude<CallEvent, { readonly type: "turn" }>): string => {
  switch (event.type) {
    case "status":
      return plain(event.status)
    case "ended":
      return [
        `ended: ${event.outcome ?? "unknown"}`,
        ...(event.durationSeconds === null || event.durationSeconds === 0 ? [] : [clock(event.durationSeconds)])
      ].join(", ")
    case "analysed":
      return event.evaluation === null ? "record complete" : `record complete, goal: ${event.evaluation}`
  }
}
