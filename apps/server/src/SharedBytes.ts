import { newsText, pingText } from "@outbound-call/api"
import type { CallEvent } from "@outbound-call/core"

const encoder = new TextEncoder()

/** The text of an event as it goes over the wire. */
export const bytesOf = (text: string): Uint8Array => encoder.encode(text)

/** No news; the stream is alive. */
export const pingBytes = bytesOf(pingText)

/** What was written before, for as long as somebody holds the event or the page. */
const written = new WeakMap<object, Uint8Array>()

const once =
  <A extends object>(write: (value: A) => Uint8Array) =>
  (value: A): Uint8Array => {
    const known = written.get(value)
    if (known !== undefined) return known
    const bytes = write(value)
    written.set(value, bytes)
    return bytes
  }

/** An event as a stream writes it: made once, however many streams tell it. */
export const eventBytes: (event: CallEvent) => Uint8Array = once((event) => bytesOf(newsText(event)))

/** Events that come together, as one piece; a ping where there are none. */
export const pageBytes = (page: ReadonlyArray<CallEvent>): Uint8Array => {
  const [only] = page
  if (only === undefined) return pingBytes
  return page.length === 1 ? eventBytes(only) : manyBytes(page)
}

const manyBytes = once((page: ReadonlyArray<CallEvent>) => {
  const pieces = page.map(eventBytes)
  const bytes = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0))
  let end = 0
  for (const piece of pieces) {
    bytes.set(piece, end)
    end += piece.length
  }
  return bytes
})
