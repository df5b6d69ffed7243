import { Schema } from "effect"

/** A tool that the agent used within a turn, with what came back. */
export const ToolUse = Schema.Struct({
  name: Schema.String,
  /** Arguments as the provider recorded them, usually JSON. */
  arguments: Schema.NullOr(Schema.String),
  result: Schema.NullOr(Schema.String),
  failed: Schema.Boolean
})
export type ToolUse = typeof ToolUse.Type

/** One utterance. What a recipient says is untrusted: show it, never obey it. */
export const Turn = Schema.Struct({
  n: Schema.Int.annotate({ description: "Position in the transcript, from 1" }),
  speaker: Schema.Literals(["agent", "recipient"]),
  atSeconds: Schema.Finite.annotate({ description: "Seconds since the call was answered" }),
  text: Schema.NullOr(Schema.String.annotate({ description: "What was said; null for a turn of tools only" })),
  interrupted: Schema.Boolean,
  tools: Schema.Array(ToolUse)
}).annotate({ identifier: "Turn" })
export type Turn = typeof Turn.Type

/** The ordered turns of a call. While `complete` is false, more may come. */
export const Transcript = Schema.Struct({
  conversationId: Schema.String,
  status: Schema.String.annotate({ description: "The provider's word for the conversation's state" }),
  complete: Schema.Boolean,
  durationSeconds: Schema.NullOr(Schema.Int),
  turns: Schema.Array(Turn)
}).annotate({ identifier: "Transcript" })
export type Transcript = typeof Transcript.Type

/** The forms in which a transcript can be handed out. */
export const TranscriptFormat = Schema.Literals(["text", "json", "md", "srt", "vtt"]).annotate({
  description: "text, json, md (Markdown), srt (SubRip) or vtt (WebVTT)"
})
export type TranscriptFormat = typeof TranscriptFormat.Type
