import { Option, Schema } from "effect"

/** One page of something, and the opaque cursor of the next. */
export interface Page<A> {
  readonly items: ReadonlyArray<A>
  readonly nextCursor: string | null
}

/** The page after `start`; the cursor names the last item by its key, so that new items do not shift the pages. */
export const pageOf = <A>(items: ReadonlyArray<A>, size: number, key: (item: A) => number): Page<A> => {
  const shown = items.slice(0, size)
  const last = shown.at(-1)
  return {
    items: shown,
    nextCursor: items.length > size && last !== undefined ? encodeCursor(`after:${key(last)}`) : null
  }
}

/** The key that a cursor names, or null for a cursor we never gave. */
export const cursorKey = (cursor: string): number | null => {
  const text = Option.getOrElse(decodeCursor(cursor), () => "")
  const key = /^after:(\d+)$/.exec(text)?.[1]
  return key === undefined ? null : Number(key)
}

const encodeCursor = Schema.encodeSync(Schema.StringFromBase64Url)
const decodeCursor = Schema.decodeOption(Schema.StringFromBase64Url)
