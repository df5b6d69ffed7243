import { Effect, type FileSystem, Layer } from "effect"

/** This machine's files, loaded when a command needs them. */
export const files: Layer.Layer<FileSystem.FileSystem> = Layer.unwrap(
  Effect.map(
    Effect.promise(() => import("./FilesMain.ts")),
    (module) => module.layer
  )
)
