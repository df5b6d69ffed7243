import type { Call } from "./Call.ts"
import type { FeedEntry, StoredEvent } from "./CallEvent.ts"

interface Row {
  readonly call: Call
}

/** The events of all calls in memory, in one order. Each stands at its position for ever. */
export const makeMemoryFeed = () => {
  const inOrder: Array<{ readonly row: Row; readonly event: StoredEvent } | null> = []
  let start = 0

  const entryAt = (position: number): FeedEntry | null => {
    const told = inOrder[position - 1] ?? null
    return told === null ? null : { position, event: told.event, call: told.row.call }
  }

  const pageAfter = (after: number, limit: number): ReadonlyArray<FeedEntry> => {
    const page: Array<FeedEntry> = []
    for (let position = after + 1; position <= inOrder.length && page.length < limit; position++) {
      const entry = entryAt(position)
      if (entry !== null) page.push(entry)
    }
    return page
  }

  const newest = (limit: number): ReadonlyArray<FeedEntry> => {
    const page: Array<FeedEntry> = []
    for (let position = inOrder.length; position > 0 && page.length < limit; position--) {
      const entry = entryAt(position)
      if (entry !== null) page.unshift(entry)
    }
    return page
  }

  return {
    append: (row: Row, event: StoredEvent): void => {
      inOrder.push({ row, event })
    },
    /** At most `limit` events after a position, or the newest when it is null. */
    page: (after: number | null, limit: number) => (after === null ? newest(limit) : pageAfter(after, limit)),
    /** Up to which position events may be missing. */
    start: () => start,
    /** Drops the events of some calls; the newest of all keeps its place, without its words. */
    forget: (rows: ReadonlySet<Row>): void => {
      for (const [index, told] of inOrder.entries()) {
        if (told === null || !rows.has(told.row)) continue
        const isNewest = index === inOrder.length - 1
        inOrder[index] = isNewest ? { ...told, event: { ...told.event, message: null, detail: null } } : null
        if (!isNewest) start = index + 1
      }
    }
  }
}

export type MemoryFeed = ReturnType<typeof makeMemoryFeed>
