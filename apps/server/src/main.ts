#!/usr/bin/env node
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { makeServer } from "@outbound-call/node/MakeServer"
import { Effect, Layer, Logger } from "effect"
import { Command } from "effect/cli"
import { serveCommand } from "./ServeCommand.ts"
import { readVersion } from "./ReadVersionMain.ts"
import { stopCode } from "./StopCode.ts"

const version = readVersion()

serveCommand(
  ({ host, port }) => NodeHttpServer.layer(() => makeServer(), { host, port, gracefulShutdownTimeout: "3 seconds" }),
  version
).pipe(
  Command.run({ version }),
  Effect.provide(Layer.merge(NodeServices.layer, Layer.succeed(Logger.LogToStderr, true))),
  NodeRuntime.runMain({ teardown: stopCode })
)
