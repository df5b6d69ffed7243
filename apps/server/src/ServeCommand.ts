import { isLoopback } from "@outbound-call/node/ReadOrigin"
import { Effect, Layer, Runtime, Schema } from "effect"
import { CliError, Command, Flag } from "effect/cli"
import type { HttpServer, HttpServerError } from "effect/http"
import * as Server from "./Server.ts"
import * as Telemetry from "./Telemetry.ts"

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

/** As a browser writes it. */
const isOrigin = (text: string): boolean => /^https?:/.test(text) && URL.parse(text)?.origin === text

const flags = {
  simulate: Flag.Boolean("simulate").pipe(
    Flag.withDescription("Use the emulator: no key is needed and no phone rings"),
    Flag.withDefault(false)
  ),
  port: Flag.Int("port").pipe(
    Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 65_535 }))),
    Flag.withDescription("Port to listen on, 8787 unless told; 0 takes a free one"),
    Flag.withDefault(8787)
  ),
  host: Flag.String("host").pipe(
    Flag.withDescription(
      "Address to listen on, 127.0.0.1 unless told; one that is not of this machine alone needs an API key"
    ),
    Flag.withDefault("127.0.0.1")
  ),
  corsOrigins: Flag.String("cors-origin").pipe(
    Flag.filter(isOrigin, () => "Expected an origin such as https://app.example.com, without a path"),
    Flag.withMetavar("origin"),
    Flag.withDescription("Let web pages of this origin ask, with an API key; repeatable"),
    Flag.atLeast(0)
  ),
  webhooksToLoopback: Flag.Boolean("webhooks-to-loopback").pipe(
    Flag.withDescription("Let webhook endpoints be on this machine, also without https; only with simulated calls"),
    Flag.withDefault(false)
  )
}

/** `outbound-server`: serves until it is stopped. `listen` opens the socket. */
export const serveCommand = <R>(
  listen: (address: Address) => Layer.Layer<HttpServer.HttpServer | R, HttpServerError.ServeError>,
  version: string
) =>
  Command.make(
    "outbound-server",
    flags,
    Effect.fnUntraced(function* ({ corsOrigins, host, port, simulate, webhooksToLoopback }) {
      const loopback = isLoopback(host) || host === "::1"
      const needsKey = loopback ? (corsOrigins.length === 0 ? null : "--cors-origin") : `--host ${host}`
      const server = Server.layer(
        { simulate, loopback, needsKey, corsOrigins, version, webhooksToLoopback },
        listen({ host, port })
      )
      return yield* Layer.launch(server).pipe(
        Effect.provide(Telemetry.layer),
        Effect.catchTags({
          ConfigurationError: (error) => cannotStart(error, 3),
          LedgerUnusable: (error) => cannotStart(error, 3),
          LedgerError: (error) => cannotStart(error, 3),
          KeysMissing: (error) => cannotStart(error, 3),
          LoopbackRefused: (error) => cannotStart(error, 2),
          ServeError: (error) => Effect.fail(new StartFailed({ message: cannotListen(host, port, error), exitCode: 3 }))
        })
      )
    })
  ).pipe(Command.withDescription(description))

const description = [
  "Serve the HTTP API of Outbound Call Service until it is told to stop. Real calls unless it is told to simulate.",
  "",
  "ENVIRONMENT",
  "  ELEVENLABS_API_KEY, ELEVEN_LABS_AGENT_ID, PHONE_NUMBER_ID  the account, agent and number of calls",
  "  OUTBOUND_PROVIDER=emulator  the same as --simulate",
  "  All of them: docs/reference.md",
  "",
  "EXIT CODES",
  "  0  it was told to stop",
  "  1  something broke",
  "  2  the flags are not understood",
  "  3  it cannot listen there, the settings or the ledger cannot be used, or a key is missing"
].join("\n")

const cannotStart = (error: Error, exitCode: number) =>
  Effect.fail(new StartFailed({ message: error.message, exitCode }))

const cannotListen = (host: string, port: number, error: HttpServerError.ServeError): string =>
  `Cannot listen on ${host}:${port}: ${String(error.cause)}. No phone rang. Choose another port with --port, or another address with --host.`
