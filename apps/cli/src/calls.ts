import type { CallQuery } from "@outbound-call/core/CallLedger"
import { Clock, DateTime, Duration, Effect, Option } from "effect"
import type { CallsInput } from "./ListCommands.ts"
import { printNote, printResult } from "./Print.ts"
import { readDuration } from "./ReadDuration.ts"
import { readSide, type Side } from "./Side.ts"
import { UsageError } from "./UsageError.ts"

/** `outbound calls`: the calls of the ledger, as last recorded. Asks no provider and needs no key. */
export const calls = Effect.fn("calls")(function* (input: CallsInput) {
  const query = yield* readQuery(input)
  const side = yield* readSide(input.simulate)
  const { documents, lines, nextCursor } = yield* readFrom(side, query, input.all)
  yield* printResult({
    json: { calls: documents, nextCursor, simulated: side.simulated },
    text: lines.length === 0 ? "No calls." : lines.join("\n")
  })
  if (nextCursor !== null) yield* printNote(`More: --cursor ${nextCursor}`)
  if (lines.length === 0 && (yield* side.hasSimulatedBeside)) {
    yield* printNote("There is a ledger of simulated calls: outbound calls --simulate")
  }
  return "done" as const
})

const readFrom = Effect.fnUntraced(function* ({ isThere, records }: Side, query: CallQuery, all: boolean) {
  if (!(yield* isThere)) return { documents: [], lines: [], nextCursor: null }
  const { readCalls } = yield* Effect.promise(() => import("./ReadCalls.ts"))
  return yield* readCalls(query, all).pipe(Effect.provide(records))
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
