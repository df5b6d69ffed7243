import { Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import type { Holding } from "./CallFollower.ts"
import type { CallId } from "./CallIds.ts"
import { CallLedger } from "./CallLedger.ts"
import type { LiveCall } from "./LiveCall.ts"

/**
 * Has every live call of the ledger whose conversation is known followed, a batch at a time. Gives those that somebody
 * asked to end.
 */
export const holdLiveCalls = Effect.fnUntraced(function* ({
  add
}: Holding): Effect.fn.Return<ReadonlyArray<LiveCall>, LedgerError, CallLedger> {
  const ledger = yield* CallLedger
  const toEnd: Array<LiveCall> = []
  let after: CallId | null = null
  do {
    const batch: ReadonlyArray<LiveCall> = yield* ledger.liveCalls(after, batchSize)
    yield* add(batch)
    toEnd.push(...batch.filter(({ isToEnd }) => isToEnd))
    after = batch.length < batchSize ? null : (batch.at(-1)?.id ?? null)
  } while (after !== null)
  return toEnd
})

const batchSize = 500
