import * as Ledger from "@outbound-call/node/Ledger"
import { readConfiguration } from "@outbound-call/node/Configuration"
import { describeLedger, type LedgerPlace, readLedgerPlace } from "@outbound-call/node/LedgerPlace"
import * as OutboundCall from "@outbound-call/node/OutboundCall"
import { CallLedger } from "@outbound-call/core/CallLedger"
import { Effect, Result } from "effect"
import { missingClaim } from "@outbound-call/node/NewestClaim"
import { checkAccount } from "./CheckAccount.ts"
import { checkWebhooks } from "./CheckWebhooks.ts"
import { type Check, failed, passed, untold } from "./Checks.ts"
import { printChecks } from "./PrintChecks.ts"
import { isServerNamed } from "@outbound-call/node/ServerNamed"
import type { DoctorInput } from "./ServiceCommands.ts"

/** `outbound doctor`: checks everything that a call needs, and says how to fix what is wrong. Places no call. */
export const doctor = Effect.fn("doctor")(function* (input: DoctorInput) {
  if (yield* isServerNamed) {
    const { remoteDoctor } = yield* Effect.promise(() => import("./RemoteDoctor.ts"))
    return yield* remoteDoctor(input.simulate)
  }
  const place = yield* Effect.result(readLedgerPlace({ simulate: input.simulate }))
  const simulated = Result.isSuccess(place) ? place.success.simulated : input.simulate
  const ledger = Result.isSuccess(place) ? yield* checkLedger(place.success) : notLookedAt
  const configuration = yield* Effect.result(readConfiguration({ simulate: simulated }))
  const checks: ReadonlyArray<Check> = Result.isFailure(configuration)
    ? [...configuration.failure.problems.map((problem) => failed("configuration", problem, problem)), ledger]
    : [
        passed("configuration", simulated ? "simulated: no phone rings" : configuration.success.live.provider.baseUrl),
        ledger,
        ...(ledger.result === "passed"
          ? yield* Effect.all([
              checkAccount(configuration.success.live.settings.agentId),
              Effect.map(checkWebhooks(configuration.success), (check) => [check])
            ]).pipe(
              Effect.map((found) => found.flat()),
              Effect.provide(OutboundCall.layer(configuration.success))
            )
          : [])
      ]
  return yield* printChecks(checks, simulated)
})

const notLookedAt = untold("ledger", "the configuration does not say where it is")

const checkLedger = (place: LedgerPlace) =>
  lookInto(place).pipe(
    Effect.provide(Ledger.layer(place)),
    Effect.catchTags({
      LedgerUnusable: ({ ledger, nextStep, reason }) =>
        Effect.succeed(failed("ledger", `${ledger} cannot be used: ${reason}`, nextStep)),
      LedgerError: ({ cause }) =>
        Effect.succeed(
          failed(
            "ledger",
            `${describeLedger(place)} cannot be read: ${String(cause)}`,
            place.database === null ? fileAdvice : databaseAdvice
          )
        )
    })
  )

const fileAdvice = "Keep the file, and start with another OUTBOUND_DATA_DIR."
const databaseAdvice = "Ask whoever runs the database."

const lookInto = Effect.fnUntraced(function* (place: LedgerPlace) {
  const name = describeLedger(place)
  const ledger = yield* CallLedger
  const { calls } = yield* ledger.list({ live: true, limit: 100 })
  const missing = yield* missingClaim(ledger, place.ledgerFile)
  if (missing !== null) {
    return failed(
      "ledger",
      `${name} lacks ${missing}: it was restored from a backup, or is another one`,
      "Run `outbound reconcile`."
    )
  }
  const needing = calls.filter(({ attention }) => attention !== null).map(({ id }) => id)
  return needing.length === 0
    ? passed("ledger", `${name} is writable`)
    : failed(
        "ledger",
        `calls that need attention: ${needing.join(", ")}`,
        "See each with `outbound recover <id>`, and end it with `outbound resolve <id>`."
      )
})
