import { ApiKeys, CallFeed, KeysInUse, mayUse, RecoveryLoop, RetentionLoop } from "@outbound-call/core"
import { NodeKeySecrets, OutboundCall, readConfiguration, Webhooks, WebhooksOut } from "@outbound-call/node"
import { ByteSize, Console, DateTime, Effect, Layer, Schema } from "effect"
import { HttpIncomingMessage, HttpRouter, HttpServer, type HttpServerError } from "effect/http"
import * as Door from "./Door.ts"
import * as Measured from "./Measured.ts"
import * as Routes from "./Routes.ts"

/** How the service is served. */
export interface ServedOptions {
  readonly simulated: boolean
  /** Only programs of this machine reach it. */
  readonly loopback: boolean
  /** Origins whose pages may ask with a key. */
  readonly corsOrigins: ReadonlyArray<string>
  /** Of this program, as it is told to who asks. */
  readonly version: string
}

/** The service would answer strangers without a key. It did not start, and no phone rang. */
export class KeysMissing extends Schema.TaggedError<KeysMissing>()("KeysMissing", {
  wish: Schema.String,
  simulated: Schema.Boolean
}) {
  override get message(): string {
    const command = `outbound keys create${this.simulated ? " --simulate" : ""}`
    return `${this.wish} needs a key that is good, and there is none: everyone who reaches the service could place calls. Make one with \`${command}\`, or leave it out. No phone rang.`
  }
}

/** Messages would go to this machine, while the calls are real. It did not start, and no phone rang. */
export class LoopbackRefused extends Schema.TaggedError<LoopbackRefused>()("LoopbackRefused", {}) {
  override get message(): string {
    return "--webhooks-to-loopback is for simulations: with real calls, whoever may add an endpoint could reach what only listens to this machine. Leave it out, or add --simulate. No phone rang."
  }
}

/**
 * The whole service on an HTTP server: configuration, core, routes, the recovery of lost calls, the retention of old
 * ones, and the messages to webhook endpoints. `listen` opens the
 * socket when everything else stands. Says where it listens when it does. Closing it stops accepting, and waits for
 * requests and dials under way; no call is hung up.
 */
export const layer = <R>(
  options: Omit<ServedOptions, "simulated"> & {
    readonly simulate: boolean
    readonly needsKey: string | null
    /** Messages may go to this machine; only where calls are simulated. */
    readonly webhooksToLoopback: boolean
  },
  listen: Layer.Layer<HttpServer.HttpServer | R, HttpServerError.ServeError>
) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const configuration = yield* readConfiguration({ simulate: options.simulate })
      const { simulated } = configuration
      if (options.webhooksToLoopback && !simulated) return yield* new LoopbackRefused()
      return Layer.effectDiscard(announce(simulated)).pipe(
        Layer.provide([
          served({ ...options, simulated }),
          RecoveryLoop.layer(),
          configuration.retention === null ? Layer.empty : RetentionLoop.layer(configuration.retention),
          WebhooksOut.sender
        ]),
        Layer.provide(CallFeed.layer),
        Layer.provide(listen),
        Layer.provide(Layer.effectDiscard(requireKey(options.needsKey, simulated))),
        Layer.provide([Webhooks.layer(configuration), WebhooksOut.layer({ loopback: options.webhooksToLoopback })]),
        Layer.provide(Layer.merge(OutboundCall.layer(configuration), NodeKeySecrets.layer))
      )
    })
  )

/** The routes behind their door, without what they work with. */
export const served = (options: ServedOptions) =>
  HttpRouter.serve(Layer.merge(Routes.layer(options), Door.layer(options).pipe(Layer.provide(Measured.layer))), {
    disableLogger: true,
    disableListenLog: true
  }).pipe(Layer.provide([Layer.succeed(HttpIncomingMessage.MaxBodySize, ByteSize.kibibytes(64)), KeysInUse.layer]))

/** `wish` is what of the command line makes a key necessary; null when nothing does. */
const requireKey = Effect.fnUntraced(function* (wish: string | null, simulated: boolean) {
  if (wish === null) return
  const keys = yield* ApiKeys
  const now = yield* DateTime.now
  const isSomeGood = (yield* keys.list).some((key) => mayUse(key, now))
  if (!isSomeGood) return yield* new KeysMissing({ wish, simulated })
})

const announce = (simulated: boolean) =>
  HttpServer.addressFormattedWith((address) =>
    Console.log(
      `Outbound Call Service: ${address} ${simulated ? "(simulates: no phone rings)" : "(real calls: phones ring)"} · reference: ${address}/docs`
    )
  )
