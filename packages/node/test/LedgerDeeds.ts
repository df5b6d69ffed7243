import { CallLedger, type CallQuery, type Claim, type IdempotencyKey, type NumberedCall } from "@outbound-call/core"
import { Effect } from "effect"
import { conversation, dialled, idOf, numberOf } from "./LedgerCall.ts"

export const fresh: IdempotencyKey = { type: "new" }
export const given = (key: string): IdempotencyKey => ({ type: "given", key })
export const recent: IdempotencyKey = { type: "same-request", withinMillis: 600_000 }

export const claim = Effect.fnUntraced(function* (
  call: NumberedCall,
  key: IdempotencyKey = fresh,
  canonical: string = call.to
) {
  const ledger = yield* CallLedger
  const result = yield* ledger.claim(call, canonical, key, null)
  return result.type === "refused" ? yield* Effect.die("without an order nothing is refused") : result
})

export const record = Effect.fnUntraced(function* (
  n: number,
  ...news: ReadonlyArray<Parameters<CallLedger["Service"]["record"]>[1]>
) {
  const ledger = yield* CallLedger
  for (const one of news) yield* ledger.record(idOf(n), one)
  return yield* ledger.find(idOf(n))
})

export const list = Effect.fnUntraced(function* (query: CallQuery) {
  const ledger = yield* CallLedger
  const { calls, nextCursor } = yield* ledger.list(query)
  return { ids: calls.map(({ id }) => id), nextCursor }
})

export const told = (result: Claim): string =>
  result.type === "refused" ? "refused" : `${result.type} ${result.call.id}`
export const sameNumber = { to: numberOf(1) }
export const end = (n: number, status = "done") => record(n, dialled(n), conversation(n, status))
