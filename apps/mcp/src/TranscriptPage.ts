import type { Turn } from "@outbound-call/core"
import { plain } from "@outbound-call/core/RenderTranscript"

/** Part of a turn's text, or all of it. */
export interface Utterance {
  readonly n: number
  readonly speaker: Turn["speaker"]
  readonly at_seconds: number
  readonly text: string
}

/** A piece of a transcript. */
export interface TranscriptPage {
  readonly turns: ReadonlyArray<Utterance>
  /** Where the next page begins; null on the last one. */
  readonly nextCursor: string | null
  /** Turns that are not on this page but come after it. */
  readonly omittedTurns: number
}

/** Where a page begins: a turn, and how much of its text was told before. */
interface Place {
  readonly n: number
  readonly from: number
}

/** Reads a cursor; null when it is none. */
export const readPlace = (cursor: string): Place | null => {
  const match = /^(\d{1,6})\.(\d{1,9})$/.exec(cursor)
  return match === null ? null : { n: Number(match[1]), from: Number(match[2]) }
}

/**
 * As many turns as fit into `maxChars`, from a place on; a turn that is longer than a whole page is cut. Control,
 * bidirectional and zero-width characters are gone, and turns in which nothing was said are left out.
 */
export const transcriptPage = (turns: ReadonlyArray<Turn>, maxChars: number, place: Place): TranscriptPage => {
  const left = turns.flatMap((turn) => (turn.n < place.n || turn.text === null ? [] : [utterance(turn, turn.text)]))
  const page: Array<Utterance> = []
  let room = maxChars
  let bytes = mostBytes
  for (const [index, whole] of left.entries()) {
    const from = whole.n === place.n ? place.from : 0
    const text = whole.text.slice(from)
    const isFull = text.length > room || bytesOf(text) > bytes
    if (isFull && page.length > 0) return cutAt({ n: whole.n, from }, page, left.length - index)
    const piece = fitting(text, room, bytes)
    page.push({ ...whole, text: piece })
    room -= piece.length
    bytes -= bytesOf(piece)
    if (piece.length < text.length)
      return cutAt({ n: whole.n, from: from + piece.length }, page, left.length - index - 1)
  }
  return { turns: page, nextCursor: null, omittedTurns: 0 }
}

const utterance = ({ atSeconds, n, speaker }: Turn, text: string): Utterance => ({
  n,
  speaker,
  at_seconds: atSeconds,
  text: plain(text)
})

const cutAt = ({ from, n }: Place, turns: ReadonlyArray<Utterance>, omittedTurns: number): TranscriptPage => ({
  turns,
  nextCursor: `${n}.${from}`,
  omittedTurns
})

/** What a page may take as JSON, whatever it is written in; the tool's other fields come beside it. */
const mostBytes = 30_000

/** As JSON, with what stands around each turn. */
const bytesOf = (text: string): number => new TextEncoder().encode(JSON.stringify(text)).byteLength + 70

/** Never splits a character that takes two units. */
const fitting = (text: string, room: number, bytes: number): string => {
  let cut = text.slice(0, room)
  while (bytesOf(cut) > bytes) cut = cut.slice(0, Math.floor((cut.length * bytes) / (bytesOf(cut) + 1)))
  return cut.length < text.length && /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut
}
