import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { makeServer } from "@outbound-call/node/MakeServer"
import * as NodeKeySecrets from "@outbound-call/node/NodeKeySecrets"
import { Effect, Layer } from "effect"
import type { ListenAddress } from "./Arguments.ts"
import { layerHere } from "./ServeHere.ts"
import * as HttpMcp from "./HttpMcp.ts"
import type { Selection } from "./Tools.ts"

/** Serves the calls of this machine over HTTP. */
export const serveHttp = Effect.fnUntraced(function* (
  http: ListenAddress,
  {
    selection,
    simulate,
    version
  }: { readonly selection: Selection; readonly simulate: boolean; readonly version: string }
) {
  const listen = NodeHttpServer.layer(() => makeServer(), { ...http, gracefulShutdownTimeout: "1 second" })
  const server = HttpMcp.layer(http, { selection, version }, listen)
  const here = yield* layerHere(simulate, false)
  return yield* Layer.launch(server.pipe(Layer.provide(Layer.merge(here, NodeKeySecrets.layer))))
})
