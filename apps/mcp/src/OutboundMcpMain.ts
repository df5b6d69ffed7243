import { readFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeStdio from "@effect/platform-node/NodeStdio"
import * as ScrubLog from "@outbound-call/node/ScrubLog"
import { isServerNamed } from "@outbound-call/node/ServerNamed"
import { Console, Effect, Logger } from "effect"
import { help, readArguments } from "./Arguments.ts"
import { brokenInside, misused, startFailure } from "./StartFailure.ts"
import { readApprovalMode } from "./TrustHost.ts"

const notBoth = misused(
  "--http serves the calls of this machine, with the keys of its ledger; OUTBOUND_URL names those of a server.",
  "Unset one of them."
)

const notThere = misused(
  "--approval host is for the calls of this machine; at the server of OUTBOUND_URL a person says yes.",
  "Leave it out, or unset OUTBOUND_URL."
)

const notOverHttp = misused(
  "--approval host is for the host that starts this program and speaks on its input; over --http nobody knows which hosts ask.",
  "Leave one of them out."
)

/** Serves the tools as the command line and the environment say. What serves otherwise is not loaded. */
export const main = (): void => NodeRuntime.runMain(program, { disableErrorReporting: true })

const program = Effect.suspend(() => serving).pipe(
  Effect.catchTag("IllegalArgumentError", Effect.die),
  Effect.mapError(startFailure),
  Effect.catchDefect((defect) => Effect.andThen(Effect.logError(defect), Effect.fail(brokenInside))),
  Effect.tapError(({ message }) => Console.error(message)),
  Effect.provide(Logger.layer([ScrubLog.scrubbedLogger(Logger.withConsoleError(Logger.formatLogFmt))]))
)

const serving = Effect.gen(function* () {
  const words = yield* Effect.fromResult(readArguments(process.argv.slice(2)))
  if ("show" in words) return yield* Console.log(words.show === "help" ? help.trimEnd() : version())
  const { http, selection, simulate } = words
  const trustsHost = (yield* readApprovalMode(words.approval)) === "host"
  if (yield* isServerNamed) {
    if (http !== null) return yield* notBoth
    if (trustsHost) return yield* notThere
    const far = yield* Effect.promise(() => import("./ServeFar.ts"))
    return yield* far.serveFar({ selection, simulate, version: version() }).pipe(Effect.provide(NodeStdio.layer))
  }
  if (http !== null) {
    if (trustsHost) return yield* notOverHttp
    const over = yield* Effect.promise(() => import("./ServeHttpMain.ts"))
    return yield* over.serveHttp(http, { selection, simulate, version: version() })
  }
  const here = yield* Effect.promise(() => import("./ServeHere.ts"))
  const served = here.serveHere({ selection, simulate, trustsHost, version: version() })
  return yield* served.pipe(Effect.provide(NodeStdio.layer))
})

const version = (): string => {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(join(import.meta.dirname, "../package.json"), "utf8")
  )
  return manifest.version
}
