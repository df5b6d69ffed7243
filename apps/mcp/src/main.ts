#!/usr/bin/env node
import { createRequire } from "node:module"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeStdio from "@effect/platform-node/NodeStdio"
import { RecoveryLoop } from "@outbound-call/core"
import { NodeKeySecrets, OutboundCall, readConfiguration, ScrubLog } from "@outbound-call/node"
import { makeServer } from "@outbound-call/node/MakeServer"
import { isServerNamed } from "@outbound-call/node/ServerNamed"
import { Console, Effect, Layer, Logger } from "effect"
import { AllowedNumbers } from "./AllowedNumbers.ts"
import { CallService } from "./CallService.ts"
import { help, readArguments } from "./Arguments.ts"
import * as HttpMcp from "./HttpMcp.ts"
import * as LocalCalls from "./LocalCalls.ts"
import * as RemoteCalls from "./RemoteCalls.ts"
import { serve } from "./OutboundMcp.ts"
import { readApprovalMode, TrustsHost } from "./TrustHost.ts"

const { version }: { readonly version: string } = createRequire(import.meta.url)("../package.json")

const notBoth =
  "--http serves the calls of this machine, with the keys of its ledger; OUTBOUND_URL names those of a server. Unset one of them. Nothing was started."

const notThere =
  "--approval host is for the calls of this machine; at the server of OUTBOUND_URL a person says yes. Nothing was started."

const notOverHttp =
  "--approval host is for the host that starts this program and speaks on its input; over --http nobody knows which hosts ask. Nothing was started."

const program = Effect.gen(function* () {
  const words = yield* Effect.fromResult(readArguments(process.argv.slice(2)))
  if ("show" in words) return yield* Console.log(words.show === "help" ? help.trimEnd() : version)
  const { http, selection, simulate } = words
  const trustsHost = (yield* readApprovalMode(words.approval)) === "host"
  if (yield* isServerNamed) {
    if (http !== null) return yield* Effect.fail(notBoth)
    if (trustsHost) return yield* Effect.fail(notThere)
    const gate = Layer.unwrap(
      Effect.map(CallService, ({ simulated }) => AllowedNumbers.layer({ simulated, isFar: true }))
    )
    const far = gate.pipe(Layer.provideMerge(RemoteCalls.layer({ simulate })))
    return yield* serve(version, selection).pipe(Effect.provide(Layer.merge(far, NodeStdio.layer)))
  }
  if (http !== null && trustsHost) return yield* Effect.fail(notOverHttp)
  const configuration = yield* readConfiguration({ simulate, profile: "assistant" })
  const { live, simulated } = configuration
  const here = Layer.mergeAll(
    AllowedNumbers.layer({ simulated, region: live.settings.region }),
    LocalCalls.layer(simulated),
    Layer.succeed(TrustsHost, trustsHost),
    RecoveryLoop.layer()
  ).pipe(Layer.provideMerge(OutboundCall.layer(configuration)))
  if (http === null) return yield* serve(version, selection).pipe(Effect.provide(Layer.merge(here, NodeStdio.layer)))
  const listen = NodeHttpServer.layer(() => makeServer(), { ...http, gracefulShutdownTimeout: "1 second" })
  const server = HttpMcp.layer(http, { selection, version }, listen)
  return yield* Layer.launch(server.pipe(Layer.provide(Layer.merge(here, NodeKeySecrets.layer))))
}).pipe(
  Effect.tapError((error) => Console.error(typeof error === "string" ? error : error.message)),
  Effect.provide(Logger.layer([ScrubLog.scrubbedLogger(Logger.withConsoleError(Logger.formatLogFmt))]))
)

NodeRuntime.runMain(program, { disableErrorReporting: true })
