import { Effect, Latch, Stream } from "effect"
import type { LedgerError } from "./CallErrors.ts"
import type { FeedEntry } from "./CallEvent.ts"
import { CallLedger } from "./CallLedger.ts"
import { asService } from "./Principal.ts"

/** The end of the feed in memory, kept up to date. */
export interface FeedTail {
  /** Position of the newest event, 0 for none. */
  readonly newest: () => number
  /** The events after a position, without end. Older ones are read from the ledger, a page at a time. */
  readonly after: (position: number) => Stream.Stream<FeedEntry, LedgerError>
}

/**
 * Reads the newest events, and from then on those that are appended: when this process did it, and every second for
 * those of others. It keeps the last thousand, so that many listeners cost one read.
 */
export const openTail = Effect.gen(function* () {
  const ledger = yield* CallLedger
  const entries = [...(yield* ledger.feed(null, kept))]
  /** Every event after this position is among the entries. */
  let start = (entries[0]?.position ?? 1) - 1
  let moved = Latch.makeUnsafe(false)
  const newest = () => entries.at(-1)?.position ?? 0

  const take = (page: ReadonlyArray<FeedEntry>) => {
    entries.push(...page)
    const surplus = entries.splice(0, Math.max(0, entries.length - kept))
    start = surplus.at(-1)?.position ?? start
    const before = moved
    moved = Latch.makeUnsafe(false)
    before.openUnsafe()
  }

  const readNew = Effect.gen(function* () {
    for (let read = pageSize; read === pageSize;) {
      const page = yield* ledger.feed(newest(), pageSize)
      read = page.length
      if (read > 0) take(page)
    }
  })

  yield* Stream.merge(ledger.appended, Stream.tick("1 second")).pipe(
    Stream.runForEach(() =>
      readNew.pipe(Effect.catch((error) => Effect.logWarning(`The feed could not be read: ${error.message}`)))
    ),
    Effect.forkScoped({ startImmediately: true })
  )

  const pageAfter = (position: number): Effect.Effect<ReadonlyArray<FeedEntry>, LedgerError> =>
    Effect.suspend(() => {
      if (position >= newest()) return Effect.andThen(moved.await, pageAfter(position))
      // Those of every owner, whoever listens: a page without any of their own would be read again and again.
      if (position < start) return asService(ledger.feed(position, pageSize))
      const next = entries.findLastIndex((entry) => entry.position <= position) + 1
      return Effect.succeed(entries.slice(next, next + pageSize))
    })

  const after = (position: number) =>
    Stream.unfold(position, (last) =>
      Effect.map(pageAfter(last), (page) => [page, page.at(-1)?.position ?? last] as const)
    ).pipe(Stream.flattenIterable)

  return { newest, after } satisfies FeedTail as FeedTail
})

const kept = 1_000
const pageSize = 100
