import { transcriptMediaTypes } from "@outbound-call/api"
import type { TranscriptFormat } from "@outbound-call/core"

/**
 * The form of a transcript that an `Accept` header likes best (RFC 9110, section 12.5.1), ours first where it likes
 * several; null when it likes none.
 */
export const transcriptForm = (accept: string | undefined): TranscriptFormat | null => {
  if (accept === undefined || accept.trim() === "") return "json"
  const ranges = accept.split(",").map(readRange)
  let best: TranscriptFormat | null = null
  let bestQuality = 0
  for (const form of forms) {
    const quality = qualityOf(transcriptMediaTypes[form], ranges)
    if (quality > bestQuality) [best, bestQuality] = [form, quality]
  }
  return best
}

const forms = ["json", "text", "md", "vtt", "srt"] as const satisfies ReadonlyArray<TranscriptFormat>

interface MediaRange {
  readonly type: string
  readonly quality: number
}

const readRange = (text: string): MediaRange => {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase())
  const q = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2)
  const quality = q === undefined ? 1 : Number(q)
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 }
}

/** What the most exact range says. */
const qualityOf = (mediaType: string, ranges: ReadonlyArray<MediaRange>): number => {
  const exactFirst = [mediaType, `${mediaType.split("/", 1)[0]}/*`, "*/*"]
  const found = exactFirst
    .map((type) => ranges.find((range) => range.type === type))
    .find((range) => range !== undefined)
  return found?.quality ?? 0
}
