import { Emulator, EmulatorServer, DialLog, FileDialLog, postOverHttp } from "@outbound-call/emulator"
import { Context, Effect, Layer, Schema } from "effect"
import * as ReadClient from "./ReadClient.ts"

/** How a listening emulator is started. */
export interface ListeningEmulatorOptions {
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number
  /** How many seconds of a simulated call pass in one real second. */
  readonly scale: number
  /** Where its dials are kept; without it they are forgotten with the process. */
  readonly dataFile?: string | undefined
}

/** The emulator could not listen or keep its dials. */
export class EmulatorUnusable extends Schema.TaggedError<EmulatorUnusable>()("EmulatorUnusable", {
  reason: Schema.String
}) {
  override get message(): string {
    return `${this.reason}. Choose another port or file.`
  }
}

/** An emulator that listens on this machine: its address. */
export class ListeningEmulator extends Context.Service<
  ListeningEmulator,
  { readonly baseUrl: string; readonly port: number }
>()("@outbound-call/node/ListeningEmulator") {}

/** Listens as long as the layer lives. No phone rings, whatever is asked of it. */
export const layer = (options: ListeningEmulatorOptions): Layer.Layer<ListeningEmulator, EmulatorUnusable> => {
  const emulator = Layer.unwrap(
    Effect.map(postOverHttp, (post) => Emulator.layer({ scale: options.scale, post }))
  ).pipe(Layer.provide(ReadClient.layer))
  const log = options.dataFile === undefined ? DialLog.layerMemory : FileDialLog.layer(options.dataFile)
  return Layer.effect(ListeningEmulator, EmulatorServer).pipe(
    Layer.provide(EmulatorServer.layer({ port: options.port })),
    Layer.provide(emulator),
    Layer.provide(log),
    Layer.catchTag(["ListenError", "DialLogError"], (error) =>
      Layer.effect(ListeningEmulator, Effect.fail(new EmulatorUnusable({ reason: error.message })))
    )
  )
}
