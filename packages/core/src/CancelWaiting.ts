import { Effect } from "effect"
import type { Call } from "./Call.ts"
import type { LedgerError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import { asService } from "./Principal.ts"

/**
 * Cancels the calls of every owner that wait to be dialled to one of these numbers, and gives those that are live and
 * dialled already. Which of the two a call is decides the ledger when it takes the news, so a call that is dialled
 * meanwhile is not touched.
 */
export const cancelWaiting = Effect.fnUntraced(function* (
  numbers: ReadonlySet<PhoneNumber>
): Effect.fn.Return<{ readonly cancelled: number; readonly underWay: ReadonlyArray<Call> }, LedgerError, CallLedger> {
  const ledger = yield* CallLedger
  const underWay: Array<Call> = []
  let cancelled = 0
  let cursor: string | undefined
  do {
    const page = yield* asService(ledger.list({ live: true, limit: 100, ...(cursor === undefined ? {} : { cursor }) }))
    for (const call of page.calls.filter(({ to }) => to !== null && numbers.has(to))) {
      const after = yield* ledger
        .record(call.id, { type: "suppressed" })
        .pipe(Effect.catchTag("CallNotFound", () => Effect.succeed(call)))
      if (after.status === "cancelled") cancelled++
      else underWay.push(after)
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return { cancelled, underWay }
})
