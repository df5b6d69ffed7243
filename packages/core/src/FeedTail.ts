import { Array, Effect, Stream } from "effect"
import { CursorExpired, type LedgerError } from "./CallErrors.ts"
import type { CallEvent, FeedEntry, UnreadableEntry } from "./CallEvent.ts"
import { CallLedger } from "./CallLedger.ts"
import { openEarlierPages, pageSize } from "./EarlierPages.ts"
import { FeedPage } from "./FeedPage.ts"
import { makeNextNews } from "./NextNews.ts"
import { wholeAfter } from "./WholeAfter.ts"

/** The end of the feed in memory, kept up to date. */
export interface FeedTail {
  /** Position of the newest event, 0 for none. */
  readonly newest: () => number
  /**
   * The events after a position, without end. Older ones are read from the ledger, a page at a time: `CursorExpired` when
   * some of them were forgotten meanwhile.
   */
  readonly after: (position: number) => Stream.Stream<FeedEntry, FeedError>
  /**
   * The same as they are told to who sees the calls of an owner, or of every one when it is null: all that was read
   * together in one array, which is shared by all who are told the same. An empty one tells that there is nothing: no
   * more than 15 s pass without one or the other.
   */
  readonly told: (position: number, owner: string | null) => Stream.Stream<ReadonlyArray<CallEvent>, FeedError>
}

/** Why a listener is told no more. */
export type FeedError = CursorExpired | LedgerError

/**
 * Reads the newest events, and from then on those that are appended: when this process did it, and every second for
 * those of others. It keeps the last thousand for some minutes, so that many listeners cost one read, and the words of who
 * is erased are gone from here as well, whichever process did it. Each listener has a position and nothing else: one that
 * is slow, or far behind, reads on from there when it is ready.
 */
export const openTail = Effect.gen(function* () {
  const ledger = yield* CallLedger
  const earlier = yield* openEarlierPages
  const pages: Array<FeedPage> = []
  const takenAt = new WeakMap<FeedPage, number>()
  let size = 0
  /** Every event after this position is in the pages. */
  let start = 0
  let beats = 0
  const news = makeNextNews()
  const newest = () => pages.at(-1)?.last ?? start

  const warned = new Set<string>()
  const take = Effect.fnUntraced(function* (entries: ReadonlyArray<FeedEntry | UnreadableEntry>) {
    for (const entry of entries) {
      if (entry.call !== null || warned.has(entry.callId) || warned.size === mostWarnings) continue
      warned.add(entry.callId)
      yield* Effect.logWarning(`The call ${entry.callId} cannot be read from the ledger: nobody is told of its events.`)
    }
    for (const some of Array.chunksOf(entries, pageSize)) {
      const page = new FeedPage(some)
      pages.push(page)
      takenAt.set(page, beats)
    }
    size += entries.length
    drop((oldest) => size - oldest.entries.length >= kept)
    yield* news.tell
  })

  const drop = (isOver: (oldest: FeedPage) => boolean) => {
    for (let oldest = pages[0]; oldest !== undefined && isOver(oldest); oldest = pages[0]) {
      pages.shift()
      size -= oldest.entries.length
      start = Math.max(start, oldest.last)
    }
  }

  /** What was forgotten before it was read here is missed by all who stand before it: the ledger tells them so. */
  const leave = (position: number) => {
    if (position <= newest()) return
    drop(() => true)
    start = position
  }

  const readNew = Effect.gen(function* () {
    for (let read = pageSize; read === pageSize;) {
      const after = newest()
      const entries = yield* ledger.feed(after, pageSize)
      read = entries.length
      if (read === 0) return
      leave(yield* wholeAfter(after, entries))
      yield* take(entries)
    }
  })

  const first = yield* ledger.feed(null, kept)
  const before = (first[0]?.position ?? 1) - 1
  start = Math.max(before, yield* wholeAfter(before, first))
  yield* take(first)
  yield* Stream.merge(ledger.appended, Stream.tick("1 second")).pipe(
    Stream.runForEach(() =>
      readNew.pipe(Effect.catch((error) => Effect.logWarning(`The feed could not be read: ${error.message}`)))
    ),
    Effect.forkScoped({ startImmediately: true })
  )
  yield* Effect.sleep("15 seconds").pipe(
    Effect.andThen(
      Effect.sync(() => {
        beats++
        drop((oldest) => (takenAt.get(oldest) ?? 0) <= beats - keptBeats)
      })
    ),
    Effect.andThen(news.tell),
    Effect.forever,
    Effect.forkScoped
  )

  /** What comes next after a position that is not the newest, and the position after it. */
  const pageAfter = (position: number): Effect.Effect<readonly [page: FeedPage, last: number], FeedError> => {
    if (position < start) {
      const inMemory = start
      return Effect.flatMap(earlier(position), (page) =>
        position < page.wholeAfter
          ? new CursorExpired({ cursor: String(position) })
          : Effect.succeed([page, page.entries.length === 0 ? inMemory : page.last])
      )
    }
    const next = pages.findLastIndex(({ last }) => last <= position) + 1
    const page = pages[next]?.after(position) ?? new FeedPage([])
    return Effect.succeed([page, Math.max(page.last, position)])
  }

  /** Takes what comes after a position, a page at a time, and what `tell` makes of it unless that is null. */
  const listen = <A>(position: number, tell: (page: FeedPage) => A | null, tellSilence: A | null) =>
    Stream.suspend(() => {
      let last = position
      let beat = beats
      const next: Effect.Effect<A, FeedError> = Effect.suspend(() => {
        if (last < newest()) return Effect.flatMap(pageAfter(last), tellPage)
        if (beat === beats || tellSilence === null)
          return Effect.andThen(
            news.next(() => last < newest()),
            next
          )
        beat = beats
        return Effect.succeed(tellSilence)
      })
      const tellPage = ([page, after]: readonly [FeedPage, number]) => {
        last = after
        const told = tell(page)
        if (told === null) return next
        beat = beats
        return Effect.succeed(told)
      }
      return Stream.fromEffectRepeat(next)
    })

  return {
    newest,
    after: (position) =>
      listen(position, ({ entries }) => entries.filter((entry) => entry.call !== null), null).pipe(
        Stream.flattenIterable
      ),
    told: (position, owner) => listen(position, (page) => page.told(owner), silence)
  } satisfies FeedTail as FeedTail
})

const kept = 1_000
/** Of 15 s each. */
const keptBeats = 8
/** Calls that are named in the log as unreadable. */
const mostWarnings = 1_000
const silence: ReadonlyArray<CallEvent> = []
