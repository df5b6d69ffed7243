import { DateTime, Effect } from "effect"
import type { Call } from "./Call.ts"
import type { CallId } from "./CallIds.ts"
import type { StoredEvent } from "./CallEvent.ts"
import { forgottenCall } from "./ForgottenCall.ts"
import { isOverSince, keptFor } from "./KeptFor.ts"
import type { MemoryFeed } from "./MemoryFeed.ts"
import { Retention } from "./Retention.ts"

interface Row {
  call: Call
  readonly events: Array<StoredEvent>
}

/**
 * The retention of a ledger in memory, in one step. Number, key and request stay, unseen, to be compared with, since
 * they end with the process.
 */
export const makeRetention = (rows: ReadonlyMap<CallId, Row>, feed: MemoryFeed): Retention["Service"] =>
  Retention.of({
    forgetSome: ({ at, before, dryRun, unheardBefore }) =>
      Effect.sync(() => {
        const old = [...rows.values()].filter(
          ({ call, events }) =>
            call.forgottenAt === null &&
            isOverSince(call, before) &&
            events.every((event) => DateTime.isLessThan(event.at, before))
        )
        const keptAs = (reason: string) => old.filter(({ call }) => keptFor(call, unheardBefore) === reason).length
        const free = old.filter(({ call }) => keptFor(call, unheardBefore) === null)
        if (!dryRun) {
          feed.forget(new Set(free))
          for (const row of free) {
            row.call = forgottenCall(row.call, at)
            row.events.length = 0
          }
        }
        return {
          forgotten: free.length,
          kept: { attention: keptAs("attention"), unheard: keptAs("unheard"), untold: 0 },
          next: null
        }
      })
  })
