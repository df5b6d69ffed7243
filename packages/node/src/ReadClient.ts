import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { Effect, Layer } from "effect"
import type { HttpClient } from "effect/http"

/**
 * The HTTP client for what only reads, on undici. Its agent is made from undici's default export, since a bundle keeps
 * no named exports of a CommonJS module that is re-exported as a whole.
 */
export const layer: Layer.Layer<HttpClient.HttpClient> = NodeHttpClient.layerUndiciNoDispatcher.pipe(
  Layer.provide(
    Layer.effect(
      NodeHttpClient.Dispatcher,
      Effect.acquireRelease(
        Effect.promise(async () => new (await import("@effect/platform-node/Undici")).default.Agent()),
        (agent) => Effect.promise(() => agent.destroy())
      )
    )
  )
)
