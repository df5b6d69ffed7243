import { Effect } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"

/**
 * After which position what was read of the feed lacks nothing that was forgotten. Asked for once it was read, so that
 * nothing is forgotten in between; and only where positions are missing, as those of all that was forgotten are.
 */
export const wholeAfter = Effect.fnUntraced(function* (
  position: number,
  entries: ReadonlyArray<{ readonly position: number }>
): Effect.fn.Return<number, LedgerError, CallLedger> {
  if (entries.at(-1)?.position === position + entries.length) return 0
  return yield* CallLedger.use(({ feedStart }) => feedStart)
})
