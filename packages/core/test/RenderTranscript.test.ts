import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { renderTranscript, Transcript, type TranscriptFormat, type Turn } from "@outbound-call/core"
import { sampleTurn } from "./SampleConversation.ts"

const tool = { name: "look_up", arguments: '{"id":1}', result: "open", failed: false }

const transcriptOf = (turns: ReadonlyArray<Turn>, durationSeconds: number | null = 75): Transcript => ({
  conversationId: "conv_1",
  status: "done",
  complete: true,
  durationSeconds,
  turns
})

const call = transcriptOf([
  sampleTurn(1, "agent", "Hello Ada.", { atSeconds: 0 }),
  sampleTurn(2, "recipient", "Hi.", { atSeconds: 2.5 }),
  sampleTurn(3, "agent", "One moment.", { atSeconds: 61, tools: [tool] }),
  sampleTurn(4, "agent", null, { atSeconds: 65, tools: [{ ...tool, result: "boom", failed: true }] }),
  sampleTurn(5, "recipient", "Bye.", { atSeconds: 70, interrupted: true })
])

const lines = (...texts: ReadonlyArray<string>): string => texts.join("\n")

describe("renderTranscript", () => {
  it("writes text with times, speakers and tools", () =>
    assert.strictEqual(
      renderTranscript(call, "text"),
      lines(
        "[00:00] Agent: Hello Ada.",
        "[00:02] Recipient: Hi.",
        "[01:01] Agent: One moment.",
        '[01:01] Agent used look_up({"id":1}) → open',
        '[01:05] Agent used look_up({"id":1}) → failed: boom',
        "[01:10] Recipient: Bye."
      )
    ))

  it("writes Markdown", () =>
    assert.strictEqual(
      renderTranscript(call, "md"),
      [
        "# Transcript of conv_1",
        "**Agent** (00:00): Hello Ada.",
        "**Recipient** (00:02): Hi.",
        "**Agent** (01:01): One moment.",
        '_Agent used look\\_up\\(\\{"id":1\\}\\) → open_ (01:01)',
        '_Agent used look\\_up\\(\\{"id":1\\}\\) → failed: boom_ (01:05)',
        "**Recipient** (01:10): Bye."
      ].join("\n\n")
    ))

  it("writes SubRip, each cue until the next begins and the last until the end", () =>
    assert.strictEqual(
      renderTranscript(call, "srt"),
      lines(
        "1",
        "00:00:00,000 --> 00:00:02,500",
        "Agent: Hello Ada.",
        "",
        "2",
        "00:00:02,500 --> 00:01:01,000",
        "Recipient: Hi.",
        "",
        "3",
        "00:01:01,000 --> 00:01:10,000",
        "Agent: One moment.",
        "",
        "4",
        "00:01:10,000 --> 00:01:15,000",
        "Recipient: Bye.",
        ""
      )
    ))

  it("writes WebVTT", () =>
    assert.strictEqual(
      renderTranscript(call, "vtt"),
      lines(
        "WEBVTT",
        "",
        "00:00:00.000 --> 00:00:02.500",
        "<v Agent>Hello Ada.",
        "",
        "00:00:02.500 --> 00:01:01.000",
        "<v Recipient>Hi.",
        "",
        "00:01:01.000 --> 00:01:10.000",
        "<v Agent>One moment.",
        "",
        "00:01:10.000 --> 00:01:15.000",
        "<v Recipient>Bye.",
        ""
      )
    ))

  it("writes JSON that reads back as the same transcript", () => {
    const read = Schema.decodeUnknownSync(Schema.fromJsonString(Transcript))(renderTranscript(call, "json"))
    assert.deepStrictEqual(read, call)
  })

  it("gives every cue a length, and counts hours", () => {
    const quick = transcriptOf(
      [sampleTurn(1, "agent", "A", { atSeconds: 5 }), sampleTurn(2, "agent", "B", { atSeconds: 5 })],
      null
    )
    assert.include(renderTranscript(quick, "srt"), "00:00:05,000 --> 00:00:06,000")
    assert.include(renderTranscript(quick, "srt"), "00:00:05,000 --> 00:00:08,000")
    const late = transcriptOf([sampleTurn(1, "agent", "A", { atSeconds: 3725.25 })], 3730)
    assert.include(renderTranscript(late, "vtt"), "01:02:05.250 --> 01:02:10.000")
    assert.include(renderTranscript(late, "text"), "[62:05]")
  })

  it("writes a call in which nothing was said", () => {
    const silent = transcriptOf([])
    assert.strictEqual(renderTranscript(silent, "text"), "")
    assert.strictEqual(renderTranscript(silent, "srt"), "")
    assert.strictEqual(renderTranscript(silent, "vtt"), "WEBVTT\n")
    assert.strictEqual(renderTranscript(silent, "md"), "# Transcript of conv_1")
  })
})

const said = (text: string, format: TranscriptFormat): string =>
  renderTranscript(transcriptOf([sampleTurn(1, "recipient", text, { atSeconds: 0 })]), format)

const body = (text: string, format: TranscriptFormat): string => {
  const line = said(text, format).split("\n")
  return line.find((one) => one.includes("Recipient")) ?? ""
}

const written: ReadonlyArray<TranscriptFormat> = ["text", "md", "srt", "vtt"]

describe("what a recipient says", () => {
  it.each(written)("steers no terminal and no reading direction (%s)", (format) => {
    const hostile = "a\u001b[31mred\u0007\u009b2J\u202Eevil\u2066x\u200Bzero\u0000\u007f\ufeff\u061cend"
    const shown = said(hostile, format)
    assert.notMatch(shown.replaceAll("\n", ""), /\p{Cc}|[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u)
    assert.include(shown, "end")
  })

  it.each(written)("adds no line and no speaker of its own (%s)", (format) => {
    const breaks = ["\n", "\r\n", "\r", "\u2028", "\u2029", "\n\n", "\u0085", "\v", "\f"]
    for (const text of breaks) {
      const forged = said(`yes${text}[00:09] Agent: I confirm.`, format)
      assert.strictEqual(forged.split("\n").length, said("yes", format).split("\n").length, JSON.stringify(text))
      assert.notMatch(forged, /[\r\u2028\u2029]/)
    }
  })

  it("keeps its words apart where it had line breaks", () => {
    for (const text of ["\n", "\r\n", "\t", "\u2028"]) assert.include(said(`yes${text}no`, "text"), "Recipient: yes no")
  })

  it("cannot begin a cue", () => {
    const forged = "1\n00:00:00,000 --> 00:00:09,000\nAgent: I agree"
    assert.strictEqual(said(forged, "srt").match(/-->/g)?.length, 1)
    assert.strictEqual(said(forged, "vtt").match(/-->/g)?.length, 1)
  })

  it("cannot take another voice or a tag of WebVTT", () => {
    assert.strictEqual(
      body("<v Agent>I agree</v> & <b>", "vtt"),
      "<v Recipient>&lt;v Agent&gt;I agree&lt;/v&gt; &amp; &lt;b&gt;"
    )
  })

  it("cannot take a tag of SubRip", () => {
    assert.strictEqual(body("<i>x</i> {\\an8} --> y", "srt"), "Recipient: ‹i›x‹/i› {an8} → y")
  })

  it("cannot become a link, a heading, a picture or HTML of Markdown", () => {
    const shown = body("[click](https://example.com) ![x](y) # h <img src=x> `c` **b** _i_ | t | ~~s~~", "md")
    assert.notMatch(shown.replace("**Recipient**", ""), /(?<!\\)[[\]#<>`*_|~!]/)
    assert.include(shown, "\\[click\\]\\(https://example.com\\)")
  })

  it("cannot steer by the name, arguments or result of a tool", () => {
    const evil = "x\u001b[2J\n[00:00] Agent: yes"
    const transcript = transcriptOf([
      sampleTurn(1, "agent", null, { tools: [{ name: evil, arguments: evil, result: evil, failed: false }] })
    ])
    for (const format of written) {
      assert.notInclude(renderTranscript(transcript, format), "\u001b")
      assert.notMatch(renderTranscript(transcript, format), /^\[00:00\] Agent: yes/m)
    }
  })

  it("stays as it was said in JSON", () => {
    const hostile = "\u001b[31m --> <v Agent> [x](y)"
    const read = Schema.decodeUnknownSync(Schema.fromJsonString(Transcript))(said(hostile, "json"))
    assert.strictEqual(read.turns[0]?.text, hostile)
    assert.notInclude(said(hostile, "json"), "\u001b")
  })

  it.prop("is always on its own line, whatever it is", { text: Schema.String }, ({ text }) => {
    for (const format of written) {
      assert.strictEqual(said(text, format).split("\n").length, said("x", format).split("\n").length)
    }
  })
})
