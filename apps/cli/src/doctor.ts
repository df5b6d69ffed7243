import * as LedgerFile from "@outbound-call/node/LedgerFile"
import { readConfiguration } from "@outbound-call/node/Configuration"
import { ledgerPlace, type LedgerPlace, readLedgerPlace } from "@outbound-call/node/LedgerPlace"
import * as OutboundCall from "@outbound-call/node/OutboundCall"
import { CallLedger } from "@outbound-call/core/CallLedger"
import { Effect, Result } from "effect"
import { checkAccount } from "./CheckAccount.ts"
import { type Check, failed, passed } from "./Checks.ts"
import type { Ending } from "./ExitCode.ts"
import { printResult } from "./Print.ts"
import type { DoctorInput } from "./ServiceCommands.ts"

/** `outbound doctor`: checks everything that a call needs, and says how to fix what is wrong. Places no call. */
export const doctor = Effect.fn("doctor")(function* (input: DoctorInput) {
  const place = yield* Effect.result(readLedgerPlace({ simulate: input.simulate }))
  const simulated = Result.isSuccess(place) ? place.success.simulated : input.simulate
  const ledger = yield* checkLedger(Result.isSuccess(place) ? place.success : yield* ledgerPlace(simulated))
  const configuration = yield* Effect.result(readConfiguration({ simulate: simulated }))
  const checks: ReadonlyArray<Check> = Result.isFailure(configuration)
    ? [...configuration.failure.problems.map((problem) => failed("configuration", problem, problem)), ledger]
    : [
        passed("configuration", simulated ? "simulated: no phone rings" : configuration.success.live.provider.baseUrl),
        ledger,
        ...(ledger.result === "passed"
          ? yield* checkAccount(configuration.success.live.settings.agentId).pipe(
              Effect.provide(OutboundCall.layer(configuration.success))
            )
          : [])
      ]
  const healthy = checks.every(({ result }) => result !== "failed")
  yield* printResult({ json: { healthy, simulated, checks }, text: checks.map(line).join("\n") })
  const ending: Ending = healthy ? "done" : "configuration"
  return ending
})

const checkLedger = (place: LedgerPlace) =>
  CallLedger.use((ledger) => Effect.all([ledger.list({ limit: 1 }), ledger.list({ live: true, limit: 100 })])).pipe(
    Effect.provide(LedgerFile.layer(place.ledgerFile)),
    Effect.map(([, { calls }]) => calls.filter(({ attention }) => attention !== null)),
    Effect.map((needing) =>
      needing.length === 0
        ? passed("ledger", `${place.ledgerFile} is writable`)
        : failed(
            "ledger",
            `${needing.length} calls need attention: ${needing.map(({ id }) => id).join(", ")}`,
            "See each with `outbound recover <id>`, and end it with `outbound resolve <id>`."
          )
    ),
    Effect.catchTags({
      LedgerUnusable: (error) =>
        Effect.succeed(
          failed(
            "ledger",
            `${error.path} cannot be used: ${error.reason}`,
            "Set OUTBOUND_DATA_DIR to a writable folder on a local disk."
          )
        ),
      LedgerError: (error) =>
        Effect.succeed(
          failed(
            "ledger",
            `${place.ledgerFile} cannot be read: ${String(error.cause)}`,
            "Keep the file, and start with another OUTBOUND_DATA_DIR."
          )
        )
    })
  )

const line = ({ detail, fix, name, result }: Check): string =>
  [`${marks[result]} ${name.padEnd(13)} ${detail}`, ...(fix === null || fix === detail ? [] : [`   fix: ${fix}`])].join(
    "\n"
  )

const marks: Record<Check["result"], string> = { passed: "ok  ", failed: "FAIL", untold: "?   " }
