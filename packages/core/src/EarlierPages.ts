import { Cache, Effect } from "effect"
import { CallLedger } from "./CallLedger.ts"
import { FeedPage } from "./FeedPage.ts"
import { wholeAfter } from "./WholeAfter.ts"
import { asService } from "./Principal.ts"

/** Events of the feed that are read together. */
export const pageSize = 100

/**
 * Reads what comes after a position from the ledger, a page at most; nothing when there is nothing. Pages are kept for a
 * moment, since many listeners may come back at once or fall behind together: who stand a little apart are given the
 * same one. It holds the events of every owner, whoever listens: a page without any of their own would be read again and
 * again.
 */
export const openEarlierPages = Effect.gen(function* () {
  const ledger = yield* CallLedger
  const pages = yield* Cache.makeWith(
    (position: number) =>
      Effect.gen(function* () {
        const entries = yield* ledger.feed(position, pageSize)
        return new FeedPage(entries, yield* wholeAfter(position, entries))
      }).pipe(asService, Effect.provideService(CallLedger, ledger)),
    {
      capacity: 16,
      // A page that is not full may be so later.
      timeToLive: (exit) => (exit._tag === "Success" && exit.value.entries.length === pageSize ? "5 seconds" : 0)
    }
  )
  // What begins so far before a position goes on behind it, for a page has as many events.
  return (position: number) =>
    Effect.map(Cache.get(pages, position - (position % pageSize)), (page) => page.after(position))
})
