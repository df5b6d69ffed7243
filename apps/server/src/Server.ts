import { OutboundCall, readConfiguration } from "@outbound-call/node"
import { ByteSize, Console, Effect, Layer } from "effect"
import { HttpIncomingMessage, HttpRouter, HttpServer } from "effect/http"
import * as Door from "./Door.ts"
import * as Routes from "./Routes.ts"

/**
 * The whole service on an HTTP server: configuration, core, routes. Says where it listens when it does. Closing it
 * stops accepting, and waits for requests and dials under way; no call is hung up.
 */
export const layer = (options: { readonly simulate: boolean }) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const configuration = yield* readConfiguration({ simulate: options.simulate })
      const served = HttpRouter.serve(Layer.merge(Routes.layer(configuration), Door.layer(configuration)), {
        disableLogger: true,
        disableListenLog: true
      })
      return Layer.effectDiscard(announce(configuration.simulated)).pipe(
        Layer.provide(served),
        Layer.provide(Layer.succeed(HttpIncomingMessage.MaxBodySize, ByteSize.kibibytes(64))),
        Layer.provide(OutboundCall.layer(configuration))
      )
    })
  )

const announce = (simulated: boolean) =>
  HttpServer.addressFormattedWith((address) =>
    Console.log(
      `Outbound Call Service: ${address} ${simulated ? "(simulates: no phone rings)" : "(real calls: phones ring)"} · reference: ${address}/docs`
    )
  )
