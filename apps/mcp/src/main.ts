#!/usr/bin/env node
import { createRequire } from "node:module"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeStdio from "@effect/platform-node/NodeStdio"
import { RecoveryLoop } from "@outbound-call/core"
import { NodeKeySecrets, OutboundCall, readConfiguration, ScrubLog } from "@outbound-call/node"
import { makeServer } from "@outbound-call/node/MakeServer"
import { Console, Effect, Layer, Logger } from "effect"
import { AllowedNumbers } from "./AllowedNumbers.ts"
import { help, readArguments } from "./Arguments.ts"
import * as HttpMcp from "./HttpMcp.ts"
import * as LocalCalls from "./LocalCalls.ts"
import { serve } from "./OutboundMcp.ts"

const { version }: { readonly version: string } = createRequire(import.meta.url)("../package.json")

const program = Effect.gen(function* () {
  const words = yield* Effect.fromResult(readArguments(process.argv.slice(2)))
  if ("show" in words) return yield* Console.log(words.show === "help" ? help.trimEnd() : version)
  const configuration = yield* readConfiguration(words)
  const service = OutboundCall.layer(configuration)
  const { live, simulated } = configuration
  const gate = Layer.mergeAll(
    AllowedNumbers.layer({ simulated, region: live.settings.region }),
    LocalCalls.layer(simulated),
    RecoveryLoop.layer()
  ).pipe(Layer.provideMerge(service))
  const { http, selection } = words
  if (http === null) return yield* serve(version, selection).pipe(Effect.provide(Layer.merge(gate, NodeStdio.layer)))
  const listen = NodeHttpServer.layer(() => makeServer(), { ...http, gracefulShutdownTimeout: "1 second" })
  const server = HttpMcp.layer(http, { selection, version }, listen)
  yield* Layer.launch(server.pipe(Layer.provide(Layer.merge(gate, NodeKeySecrets.layer))))
}).pipe(
  Effect.tapError((error) => Console.error(typeof error === "string" ? error : error.message)),
  Effect.provide(Logger.layer([ScrubLog.scrubbedLogger(Logger.withConsoleError(Logger.formatLogFmt))]))
)

NodeRuntime.runMain(program, { disableErrorReporting: true })
