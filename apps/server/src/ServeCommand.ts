import { type ConfigurationError, type LedgerFile } from "@outbound-call/node"
import { Effect, Layer, Runtime, Schema } from "effect"
import { CliError, Command, Flag } from "effect/cli"
import type { HttpServer, HttpServerError } from "effect/http"
import { isLoopback } from "./ForeignPart.ts"
import * as Server from "./Server.ts"

/** Where to listen. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** The service cannot start; nothing was dialled. */
class StartFailed extends Schema.TaggedError<StartFailed>()("StartFailed", {
  message: Schema.String,
  exitCode: Schema.Int
}) {
  override readonly [Runtime.errorReported] = false
  override get [Runtime.errorExitCode](): number {
    return this.exitCode
  }
  override get [CliError.userMessage](): string {
    return this.message
  }
}

const flags = {
  simulate: Flag.Boolean("simulate").pipe(
    Flag.withDescription("Use the emulator: no key is needed and no phone rings"),
    Flag.withDefault(false)
  ),
  port: Flag.Int("port").pipe(
    Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 65_535 }))),
    Flag.withDescription("Port to listen on; 0 takes a free one"),
    Flag.withDefault(8787)
  ),
  host: Flag.String("host").pipe(
    Flag.withDescription("Address of this machine to listen on: 127.0.0.1, ::1 or localhost"),
    Flag.withDefault("127.0.0.1")
  )
}

/** `outbound-server`: serves until it is stopped. `listen` opens the socket. */
export const serveCommand = <R>(
  listen: (address: Address) => Layer.Layer<HttpServer.HttpServer | R, HttpServerError.ServeError>
) =>
  Command.make(
    "outbound-server",
    flags,
    Effect.fnUntraced(function* ({ host, port, simulate }) {
      if (!isLoopback(host) && host !== "::1") return yield* notLoopback(host)
      const server = Server.layer({ simulate }).pipe(Layer.provide(listen({ host, port })))
      return yield* Layer.launch(server).pipe(
        Effect.catchTags({
          ConfigurationError: (error) => cannotStart(error, 3),
          LedgerUnusable: (error) => cannotStart(error, 3),
          ServeError: (error) => Effect.fail(new StartFailed({ message: cannotListen(host, port, error), exitCode: 1 }))
        })
      )
    })
  ).pipe(Command.withDescription("Serve the HTTP API of Outbound Call Service on this machine"))

const cannotStart = (error: ConfigurationError | LedgerFile.LedgerUnusable, exitCode: number) =>
  Effect.fail(new StartFailed({ message: error.message, exitCode }))

const notLoopback = (host: string) =>
  new StartFailed({
    message: `This version answers only programs of this machine: --host ${host} is not a loopback address. Use 127.0.0.1, ::1 or localhost.`,
    exitCode: 2
  })

const cannotListen = (host: string, port: number, error: HttpServerError.ServeError): string =>
  `Cannot listen on ${host}:${port}: ${String(error.cause)}. Choose another port with --port.`
