import type { Call } from "@outbound-call/core/Call"
import { CallLedger, type CallPage, type CallQuery } from "@outbound-call/core/CallLedger"
import { listCalls } from "@outbound-call/core/ListCalls"
import * as LedgerFile from "@outbound-call/node/LedgerFile"
import { hasLedger, ledgerPlace, type LedgerPlace, readLedgerPlace } from "@outbound-call/node/LedgerPlace"
import { Clock, DateTime, Duration, Effect, Option } from "effect"
import { callJson, callLine } from "./DescribeCall.ts"
import type { CallsInput } from "./ListCommands.ts"
import { printNote, printResult } from "./Print.ts"
import { readDuration } from "./ReadDuration.ts"
import { UsageError } from "./UsageError.ts"

/** `outbound calls`: the calls of the ledger, as last recorded. Asks no provider and needs no key. */
export const calls = Effect.fn("calls")(function* (input: CallsInput) {
  const query = yield* readQuery(input)
  const place = yield* readLedgerPlace({ simulate: input.simulate })
  const page = (yield* hasLedger(place))
    ? yield* readPages(query, input.all).pipe(Effect.provide(LedgerFile.layer(place.ledgerFile)))
    : { calls: [], nextCursor: null }
  yield* printResult({
    json: { calls: page.calls.map(callJson), nextCursor: page.nextCursor, simulated: place.simulated },
    text: page.calls.length === 0 ? "No calls." : page.calls.map(callLine).join("\n")
  })
  if (page.nextCursor !== null) yield* printNote(`More: --cursor ${page.nextCursor}`)
  if (page.calls.length === 0 && !place.simulated) yield* hintAtSimulated
  return "done" as const
})

const readPages = Effect.fnUntraced(function* (query: CallQuery, all: boolean) {
  let page: CallPage = yield* listCalls(query)
  if (!all) return page
  const found: Array<Call> = [...page.calls]
  while (page.nextCursor !== null) {
    page = yield* listCalls({ ...query, cursor: page.nextCursor })
    found.push(...page.calls)
  }
  return { calls: found, nextCursor: null } satisfies CallPage
})

const hintAtSimulated = Effect.gen(function* () {
  const place: LedgerPlace = yield* ledgerPlace(true)
  if (!(yield* hasLedger(place))) return
  const { calls: some } = yield* CallLedger.use((ledger) => ledger.list({ limit: 1 })).pipe(
    Effect.provide(LedgerFile.layer(place.ledgerFile))
  )
  if (some.length > 0) yield* printNote("There are simulated calls: outbound calls --simulate")
})

const readQuery = Effect.fnUntraced(function* (input: CallsInput) {
  const to = Option.isSome(input.to) ? yield* readNumber(input.to.value) : undefined
  const createdAfter = Option.isSome(input.since) ? yield* readSince(input.since.value) : undefined
  return {
    limit: input.all ? 100 : input.limit,
    ...(input.status.length > 0 ? { status: input.status } : {}),
    ...(to === undefined ? {} : { to }),
    ...(createdAfter === undefined ? {} : { createdAfter }),
    ...(Option.isSome(input.live) ? { live: input.live.value } : {}),
    ...(Option.isSome(input.cursor) ? { cursor: input.cursor.value } : {})
  } satisfies CallQuery
})

const readNumber = Effect.fnUntraced(function* (text: string) {
  const { readPhoneNumber } = yield* Effect.promise(() => import("@outbound-call/core/ReadPhoneNumber"))
  return yield* Effect.fromResult(readPhoneNumber(text)).pipe(
    Effect.mapError(({ message }) => new UsageError({ message: `--to: ${message}` }))
  )
})

const readSince = Effect.fnUntraced(function* (text: string) {
  const span = readDuration(text)
  if (Option.isSome(span)) {
    return DateTime.makeUnsafe((yield* Clock.currentTimeMillis) - Duration.toMillis(span.value))
  }
  const time = Option.map(DateTime.make(text), DateTime.toUtc)
  return yield* Effect.fromOption(time).pipe(
    Effect.mapError(
      () =>
        new UsageError({ message: `--since ${text} is no duration such as 2h and no time such as 2026-11-22T09:00Z.` })
    )
  )
})
