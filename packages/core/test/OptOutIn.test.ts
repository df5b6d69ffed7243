import { assert, describe, it } from "@effect/vitest"
import { optOutIn, type OptOutWords } from "@outbound-call/core"
import { optOutPhrases } from "@outbound-call/core/OptOutPhrases"
import { sampleConversation } from "./SampleConversation.ts"

const turn = (speaker: "agent" | "recipient", text: string | null, n = 1) => ({
  n,
  speaker,
  atSeconds: n,
  text,
  interrupted: false,
  tools: []
})

const said = (text: string, words?: OptOutWords) =>
  optOutIn(sampleConversation({ turns: [turn("recipient", text)] }), words)

const collected = (collectedData: Readonly<Record<string, unknown>>, words?: OptOutWords) =>
  optOutIn(
    sampleConversation({
      analysis: { evaluation: "success", summary: null, title: null, criteria: {}, collectedData }
    }),
    words
  )

describe("the wish not to be called again", () => {
  it("is heard in each phrase that comes with the service, however it is written", () => {
    for (const phrase of optOutPhrases) {
      assert.strictEqual(said(`Well, ${phrase}!`), "phrase", phrase)
      assert.strictEqual(said(phrase.toUpperCase().replaceAll("'", "’")), "phrase", phrase)
    }
  })

  it.each([
    "Please don't call me again.",
    "I said: DON’T CALL ME AGAIN",
    "dont call me anymore",
    "Would you take me off your list, please?",
    "Ne m’appelez plus, s’il vous plaît.",
    "Ne m'appelez plus jamais",
    "Arretez de m appeler ? Non : arrêtez de m'appeler !",
    "Bitte rufen Sie mich nicht mehr an.",
    "Loeschen... nein, löschen Sie meine Nummer.",
    "¡No me llame más, por favor!",
    "Quítenme de su lista."
  ])("is heard in: %s", (text) => {
    assert.strictEqual(said(text), "phrase")
  })

  it.each([
    "Please call me again tomorrow.",
    "Do not call me before noon.",
    "I do not know whom to call. Again?",
    "You never call me back.",
    "Rappelez-moi plus tard.",
    "Rufen Sie mich bitte morgen wieder an.",
    "Llámeme más tarde.",
    "",
    "。"
  ])("is not heard in: %s", (text) => {
    assert.isNull(said(text))
  })

  it("is heard across two turns of the person, and never in what the agent says or a tool gives", () => {
    const broken = [
      turn("recipient", "Please do not", 1),
      turn("agent", "Yes?", 2),
      turn("recipient", "call me again.", 3)
    ]
    assert.strictEqual(optOutIn(sampleConversation({ turns: broken })), "phrase")
    const offer = "If you want no calls, say: do not call me again."
    const tools = [{ name: "note", arguments: "do not call me again", result: "do not call me again", failed: false }]
    const turns = [turn("agent", offer, 1), { ...turn("recipient", null, 2), tools }]
    assert.isNull(optOutIn(sampleConversation({ turns })))
  })

  it("is read from the agent's data collection, as a result of the provider or by itself", () => {
    for (const value of [true, "true", "yes", " Yes "]) {
      assert.strictEqual(collected({ opt_out: { data_collection_id: "opt_out", value } }), "field")
      assert.strictEqual(collected({ do_not_call: value }), "field")
    }
    for (const value of [false, "false", "no", "", null, 1, "yesterday", { yes: true }, ["yes"], "not at all"]) {
      assert.isNull(collected({ opt_out: { value } }))
      assert.isNull(collected({ do_not_call: value }))
    }
    assert.isNull(collected({ interested: { value: true } }))
    assert.isNull(collected({}))
  })

  it("knows fields and phrases of the settings besides", () => {
    const words = { fields: ["no_calls"], phrases: ["Leave us in peace!", " "] }
    assert.strictEqual(collected({ no_calls: { value: true } }, words), "field")
    assert.strictEqual(said("leave us, in peace", words), "phrase")
    assert.strictEqual(said("Stop calling me.", words), "phrase")
    assert.isNull(said("Leave me", words))
  })
})
