import { Schema } from "effect"
import { withoutInvisible } from "./Invisible.ts"
import { Transcript, type ToolUse, type TranscriptFormat, type Turn } from "./Transcript.ts"

/**
 * Writes a transcript in one of its formats. In all but JSON, control characters and all that do not show of what
 * was said are removed, and the marks of the format are escaped, so that speech cannot pose as layout.
 *
 * Formats: SubRip as players read it; WebVTT per W3C (section 4, cue text escapes).
 */
export const renderTranscript = (transcript: Transcript, format: TranscriptFormat): string =>
  renderers[format](transcript)

const renderers: Record<TranscriptFormat, (transcript: Transcript) => string> = {
  json: (transcript) => JSON.stringify(Schema.encodeSync(Transcript)(transcript), null, 2),
  text: ({ turns }) =>
    turns
      .flatMap((turn) => [
        ...spoken(turn, plain),
        ...turn.tools.map((tool) => `[${clock(turn.atSeconds)}] ${used(tool)}`)
      ])
      .join("\n"),
  md: ({ conversationId, turns }) =>
    [
      `# Transcript of ${conversationId}`,
      ...turns.flatMap((turn) => [
        ...(turn.text === null
          ? []
          : [`**${speakers[turn.speaker]}** (${clock(turn.atSeconds)}): ${markdown(turn.text)}`]),
        ...turn.tools.map((tool) => `_${markdown(used(tool))}_ (${clock(turn.atSeconds)})`)
      ])
    ].join("\n\n"),
  srt: (transcript) =>
    cues(transcript)
      .map(
        ({ from, text, to, turn }, index) =>
          `${index + 1}\n${stamp(from, ",")} --> ${stamp(to, ",")}\n${speakers[turn.speaker]}: ${unmarked(text)}\n`
      )
      .join("\n"),
  vtt: (transcript) =>
    [
      "WEBVTT\n",
      ...cues(transcript).map(
        ({ from, text, to, turn }) =>
          `${stamp(from, ".")} --> ${stamp(to, ".")}\n<v ${speakers[turn.speaker]}>${markup(text)}\n`
      )
    ].join("\n")
}

const speakers: Record<Turn["speaker"], string> = { agent: "Agent", recipient: "Recipient" }

const spoken = (turn: Turn, write: (text: string) => string): ReadonlyArray<string> =>
  turn.text === null ? [] : [`[${clock(turn.atSeconds)}] ${speakers[turn.speaker]}: ${write(turn.text)}`]

const used = (tool: ToolUse): string => {
  const result = tool.result === null ? "" : ` → ${tool.failed ? "failed: " : ""}${plain(tool.result)}`
  return `Agent used ${plain(tool.name)}(${plain(tool.arguments ?? "")})${result}`
}

const cues = ({ durationSeconds, turns }: Transcript) => {
  const said = turns.flatMap((turn) => (turn.text === null ? [] : [{ turn, text: plain(turn.text) }]))
  return said.map(({ text, turn }, index) => {
    const from = turn.atSeconds
    const next = said[index + 1]?.turn.atSeconds ?? Math.max(durationSeconds ?? 0, from + 3)
    return { turn, text, from, to: next > from ? next : from + 1 }
  })
}

/** Removes line breaks and all characters that do not show: callee speech must not steer a terminal, nor hide words. */
export const plain = (text: string): string => withoutInvisible(text.replace(/[\r\n\t\u2028\u2029]+/g, " "))

const markdown = (text: string): string => plain(text).replace(/[\\`*_{}[\]()#+!<>|~]/g, "\\$&")

const markup = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

/** SubRip has no escapes: look-alikes stand for its marks. */
const unmarked = (text: string): string =>
  text.replaceAll("-->", "→").replaceAll("<", "‹").replaceAll(">", "›").replaceAll("{\\", "{")

const clock = (seconds: number): string => {
  const whole = Math.floor(seconds)
  return `${two(Math.floor(whole / 60))}:${two(whole % 60)}`
}

const stamp = (seconds: number, mark: string): string => {
  const millis = Math.round(seconds * 1000)
  const whole = Math.floor(millis / 1000)
  const fraction = String(millis % 1000).padStart(3, "0")
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}${mark}${fraction}`
}

const two = (value: number): string => String(value).padStart(2, "0")
