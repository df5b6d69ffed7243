import { assert, beforeAll, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { course } from "./hostile/Course.ts"
import { hostileProvider } from "./hostile/HostileProvider.ts"
import { speechless, speechIn } from "./hostile/Speechless.ts"
import { speeches } from "./hostile/Speech.ts"
import { worldWhere } from "./World.ts"

const morning = Date.UTC(2026, 10, 23, 15)

const toldOf = (speech: string) =>
  Effect.andThen(
    TestClock.setTime(morning),
    course.pipe(Effect.provide(worldWhere({ provider: hostileProvider(speech) })))
  )

/** Characters that steer a terminal or hide what they stand between. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const steering = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u

describe("what a callee says", () => {
  let harmless = ""
  beforeAll(async () => {
    const told = toldOf("Fine, thank you.").pipe(Effect.scoped, Effect.provide(TestClock.layer()))
    harmless = speechless(await Effect.runPromise(told))
  })

  it("is tried in more than fifty ways", () => assert.isAtLeast(new Set(speeches).size, 50))

  for (const [index, speech] of speeches.entries()) {
    it.effect(`changes no byte outside of turns[].text: ${index + 1}`, () =>
      Effect.gen(function* () {
        const told = yield* toldOf(speech)
        assert.notInclude(speechless(told), "kestrel")
        assert.strictEqual(speechless(told), harmless)
        const heard = speechIn(told).filter((text) => text.includes("kestrel"))
        assert.isAtLeast(heard.length, 10)
        for (const text of heard) assert.notMatch(text, steering)
      })
    )
  }

  const page = { untrusted_content: true, turns: [{ n: 1, speaker: "recipient", text: speeches[0] }] }
  for (const [told, leak] of [
    ["in the next step", { ...page, next_step: { tool: null, why: speeches[0] } }],
    ["cut short, in an error", { isError: true, content: [{ type: "text", text: speeches[0]?.slice(0, 12) }] }],
    ["as the speaker of a turn", { ...page, turns: [{ ...page.turns[0], speaker: speeches[0] }] }],
    ["in turns that are not marked", { turns: page.turns }],
    ["in the text of a result", { content: [{ type: "text", text: JSON.stringify({ ...page, title: speeches[0] }) }] }],
    ["in a row of a list", { calls: [{ call_id: "call_1", summary: speeches[0] }] }]
  ] as const) {
    it(`would be found ${told}`, () => {
      assert.notInclude(speechless(page), "kestrel")
      assert.include(speechless(leak), "kestrel")
    })
  }
})
