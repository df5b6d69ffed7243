import { RecoveryLoop } from "@outbound-call/core"
import { OutboundCall, readConfiguration } from "@outbound-call/node"
import { ByteSize, Console, Effect, Layer } from "effect"
import { HttpIncomingMessage, HttpRouter, HttpServer } from "effect/http"
import * as Door from "./Door.ts"
import * as Routes from "./Routes.ts"

/**
 * The whole service on an HTTP server: configuration, core, routes, and the recovery of lost calls. Says where it listens when it does. Closing it
 * stops accepting, and waits for requests and dials under way; no call is hung up.
 */
export const layer = (options: { readonly simulate: boolean }) =>
  Layer.unwrap(
    Effect.map(readConfiguration({ simulate: options.simulate }), (configuration) =>
      Layer.effectDiscard(announce(configuration.simulated)).pipe(
        Layer.provide(Layer.merge(served(configuration), RecoveryLoop.layer())),
        Layer.provide(OutboundCall.layer(configuration))
      )
    )
  )

/** The routes behind their door, without what they work with. */
export const served = (options: { readonly simulated: boolean }) =>
  HttpRouter.serve(Layer.merge(Routes.layer(options), Door.layer(options)), {
    disableLogger: true,
    disableListenLog: true
  }).pipe(Layer.provide(Layer.succeed(HttpIncomingMessage.MaxBodySize, ByteSize.kibibytes(64))))

const announce = (simulated: boolean) =>
  HttpServer.addressFormattedWith((address) =>
    Console.log(
      `Outbound Call Service: ${address} ${simulated ? "(simulates: no phone rings)" : "(real calls: phones ring)"} · reference: ${address}/docs`
    )
  )
