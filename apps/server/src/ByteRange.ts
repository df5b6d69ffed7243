/** One range of bytes as it is asked for: from the start, or the last ones. */
export type RangeWish = { readonly first: number; readonly last: number | null } | { readonly suffix: number }

/** The bytes that are given, first and last included. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

/**
 * Reads a `Range` header (RFC 9110, section 14.2). Null when there is none to be honoured: another unit, more than one
 * range, or one that makes no sense; then the whole is given.
 */
export const readRange = (header: string | undefined): RangeWish | null => {
  const match = /^\s*bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(header ?? "")
  const [, first = "", last = ""] = match ?? []
  if (first === "") return last === "" ? null : { suffix: Number(last) }
  if (last === "") return { first: Number(first), last: null }
  return Number(last) < Number(first) ? null : { first: Number(first), last: Number(last) }
}

/** The bytes of a wish within something that is so long; null when none of them are. */
export const rangeWithin = (wish: RangeWish, length: number): ByteRange | null => {
  const first = "suffix" in wish ? Math.max(0, length - wish.suffix) : wish.first
  const last = "suffix" in wish || wish.last === null ? length - 1 : Math.min(wish.last, length - 1)
  return first > last ? null : { first, last }
}
