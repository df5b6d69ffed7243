import { CallFeed, Live, MonitorTransport, WebhookInbox, type WebhookReceiver } from "@outbound-call/core"
import * as HttpDialTransport from "@outbound-call/core/elevenlabs/HttpDialTransport"
import { Emulator, EmulatorHttpClient, type OutgoingWebhook } from "@outbound-call/emulator"
import { NodeKeySecrets, Webhooks, WebhooksOut } from "@outbound-call/node"
import * as LedgerFile from "@outbound-call/node/LedgerFile"
import { Context, Effect, Layer, Redacted } from "effect"
import { HttpClient, HttpServer, HttpServerRequest, type HttpServerResponse } from "effect/http"
import * as NetAddress from "effect/net/NetAddress"
import * as Server from "../../src/Server.ts"
import { settings } from "../Rig.ts"

/** The secrets of the service: the present one, and the one before. */
export const secrets = ["wsec_storm_0123456789abcdef", "wsec_storm_before_0123456789"] as const

/** What is left out, so that the oracle must notice. */
export interface Weakness {
  readonly webhooks?: Layer.Layer<WebhookReceiver, never, Layer.Services<ReturnType<typeof Webhooks.layer>>>
  readonly inbox?: (inbox: WebhookInbox["Service"]) => WebhookInbox["Service"]
}

/** The whole HTTP service, as it is served, without a socket: what answers a request. */
export class Served extends Context.Service<
  Served,
  {
    readonly answer: (request: Request) => Effect.Effect<HttpServerResponse.HttpServerResponse>
    /** How many requests to the provider began, and ended. */
    readonly asked: () => number
  }
>()("test/Served") {}

/** The service over a ledger in a file and an emulator, whose webhooks are handed to the postman. */
export const service = (
  ledgerFile: string,
  postman: (webhook: OutgoingWebhook) => void,
  { inbox = (given) => given, webhooks }: Weakness
) => {
  let asked = 0
  let app: Effect.Effect<HttpServerResponse.HttpServerResponse> = Effect.die("not served yet")
  const listener = Layer.succeed(
    HttpServer.HttpServer,
    HttpServer.make({
      address: NetAddress.inetAddressFromStringUnsafe("127.0.0.1:8787"),
      serve: (effect) =>
        Effect.map(Effect.context(), (context) => {
          app = effect.pipe(Effect.scoped, Effect.provideContext(context), Effect.orDie) as typeof app
        })
    })
  )
  const served = Layer.effect(
    Served,
    Effect.succeed({
      answer: (request: Request) =>
        Effect.provideService(
          Effect.suspend(() => app),
          HttpServerRequest.HttpServerRequest,
          HttpServerRequest.fromWeb(request)
        ),
      asked: () => asked
    })
  )
  const counted = Layer.effect(
    HttpClient.HttpClient,
    Effect.map(HttpClient.HttpClient, (client) =>
      HttpClient.make((request) => {
        asked++
        return Effect.ensuring(
          client.execute(request),
          Effect.sync(() => void asked++)
        )
      })
    )
  ).pipe(Layer.provide(EmulatorHttpClient.layer))
  const ledger = Layer.effect(WebhookInbox, Effect.map(WebhookInbox, inbox)).pipe(
    Layer.provideMerge(LedgerFile.layer(ledgerFile))
  )
  return Server.served({ simulated: true, loopback: true, corsOrigins: [], version: "1.2.3" }).pipe(
    Layer.provide([listener, CallFeed.layer]),
    Layer.merge(served),
    Layer.provide(HttpServer.layerServices),
    Layer.provide(webhooks ?? Webhooks.layer({ webhookSecrets: secrets.map((secret) => Redacted.make(secret)) })),
    Layer.provideMerge(Live.layer(settings)),
    Layer.provide([
      HttpDialTransport.layer,
      MonitorTransport.absent,
      NodeKeySecrets.layer,
      WebhooksOut.layer({ loopback: false })
    ]),
    Layer.provideMerge(ledger),
    Layer.provide(counted),
    Layer.provideMerge(
      Emulator.layerMemory({
        post: (webhook) =>
          Effect.sync(() => {
            postman(webhook)
            return 200
          })
      })
    )
  )
}
