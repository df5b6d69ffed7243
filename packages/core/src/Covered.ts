import { DateTime } from "effect"
import type { ConversationSummary } from "./Conversation.ts"

/** Of which starts, in seconds since 1970 and both excluded, a part of the list shows every conversation. */
export interface Covered {
  readonly after: number
  readonly before: number
}

export const everything: Covered = { after: -Infinity, before: Infinity }

/**
 * What the pages up to a last one show whole: the list is in the order of starts, from one of its ends. A server may not
 * know how to begin with the oldest; then the rows themselves show it.
 */
export const coveredUpTo = (page: ReadonlyArray<ConversationSummary>, oldestFirst: boolean): Covered | null => {
  const [first, last] = [secondsOf(page[0]), secondsOf(page.at(-1))]
  if (first === null || last === null) return null
  const isAscending = oldestFirst && first <= last
  return isAscending ? { after: -Infinity, before: last } : { after: last, before: Infinity }
}

export const isCovered = ({ startedAt }: { readonly startedAt: number }, { after, before }: Covered): boolean =>
  startedAt > after && startedAt < before

const secondsOf = (row: ConversationSummary | undefined): number | null =>
  row === undefined || row.startedAt === null ? null : Math.floor(DateTime.toEpochMillis(row.startedAt) / 1000)
