import { Context, Effect, Layer, Schema } from "effect"
import type { LogEntry } from "./LogEntry.ts"

/** The log could not be read or written; nothing was placed by the request that met this. */
export class DialLogError extends Schema.TaggedError<DialLogError>()("DialLogError", {
  path: Schema.String,
  cause: Schema.Defect()
}) {
  override get message(): string {
    return `The emulator's dial log ${this.path} cannot be used: ${String(this.cause)}`
  }
}

/** The entries so far. The array grows between looks; another `generation` means that the log was started over. */
export interface LogContent {
  readonly generation: number
  readonly entries: ReadonlyArray<LogEntry>
}

/** Where the emulator writes down what happened. Everything it knows is read back from here. */
export class DialLog extends Context.Service<
  DialLog,
  {
    readonly append: (entry: LogEntry) => Effect.Effect<void, DialLogError>
    readonly read: Effect.Effect<LogContent, DialLogError>
  }
>()("@outbound-call/emulator/DialLog") {
  /** Forgotten with the process. */
  static readonly layerMemory = Layer.sync(DialLog, () => {
    const entries: Array<LogEntry> = []
    return DialLog.of({
      append: (entry) => Effect.sync(() => void entries.push(entry)),
      read: Effect.sync(() => ({ generation: 0, entries }))
    })
  })
}
