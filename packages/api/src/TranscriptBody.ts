import { Transcript, TranscriptFormat } from "@outbound-call/core/Transcript"
import { Schema } from "effect"
import { HttpApiSchema } from "effect/http-api"

/** The media type in which each format is sent. SubRip has none registered; this one is what players use. */
export const transcriptMediaTypes = {
  json: "application/json",
  text: "text/plain",
  md: "text/markdown",
  srt: "application/x-subrip",
  vtt: "text/vtt"
} as const satisfies Record<TranscriptFormat, string>

const text = (format: Exclude<TranscriptFormat, "json">, description: string) =>
  Schema.String.annotate({ description }).pipe(HttpApiSchema.asText({ contentType: transcriptMediaTypes[format] }))

/** A transcript as JSON, or as text of the format that was asked for. */
export const transcriptBodies = [
  Transcript,
  text("text", "Plain text, a line for each turn"),
  text("md", "Markdown"),
  text("srt", "SubRip subtitles"),
  text("vtt", "WebVTT subtitles")
] as const

export const transcriptQuery = {
  format: Schema.optionalKey(TranscriptFormat.annotate({ examples: ["text"] }))
}
