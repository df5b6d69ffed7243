import { assert, describe, it } from "@effect/vitest"
import { optOutIn, type OptOutWords } from "@outbound-call/core"
import { optOutPhrases, plainWords } from "@outbound-call/core/OptOutPhrases"
import { ordinary, wishes } from "./OptOutCorpus.ts"
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
  for (const [language, texts] of Object.entries(wishes)) {
    it(`is heard in ${language}, however it is written and wherever it stands`, () => {
      for (const text of texts) {
        assert.strictEqual(said(text), "phrase", text)
        assert.strictEqual(said(`Um. ${text.toUpperCase().replaceAll("'", "’")} OK?`), "phrase", text)
        assert.strictEqual(said(`${text.normalize("NFD").replaceAll(/\p{M}/gu, "")} Hello`), "phrase", text)
      }
    })
  }

  for (const [language, texts] of Object.entries(ordinary)) {
    it(`is not heard in what else is said in ${language}`, () => {
      for (const text of texts) assert.isNull(said(text), text)
    })
  }

  it("is held to more than 150 sentences of either kind, and every phrase to one of them", () => {
    const heard = Object.values(wishes).flat()
    assert.isAbove(heard.length, 150)
    assert.isAbove(Object.values(ordinary).flat().length, 150)
    assert.isNull(said(""))
    assert.isNull(said("。"))
    const spoken = heard.map(plainWords)
    const idle = optOutPhrases.filter(([, phrase]) => !spoken.some((text) => phrase.test(text)))
    assert.deepStrictEqual(idle, [])
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
