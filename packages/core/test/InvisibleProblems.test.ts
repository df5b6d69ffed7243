import { assert, describe, it } from "@effect/vitest"
import { type CallRequest, checkCall, placeCall } from "@outbound-call/core"
import { DateTime, Effect } from "effect"
import { initiate } from "./FacadeRig.ts"
import { inWorld, posts, reads, request } from "./Rig.ts"

const hidden = ["\u202E", "\u200B", "\u00AD", "\u3164", "\uFE0F", "\u{E0061}", "\u2029", "\u0007", "\u009B", "\uD800"]

/** A request with a text in each place that takes one, and the place. */
const places: ReadonlyArray<readonly [field: string, bent: (text: string) => Partial<CallRequest>]> = [
  ["variables.customer_name", (text) => ({ variables: { customer_name: text } })],
  ["variables", (text) => ({ variables: { customer_name: "Ada", [`na${text}me`]: 1 } })],
  ["overrides.firstMessage", (firstMessage) => ({ overrides: { firstMessage } })],
  ["overrides.prompt", (prompt) => ({ overrides: { prompt } })],
  ["overrides.language", (language) => ({ overrides: { language } })],
  ["overrides.voiceId", (voiceId) => ({ overrides: { voiceId } })],
  ["recipient.timeZone", (timeZone) => ({ recipient: { timeZone } })],
  ["consent.source", (source) => ({ consent: { kind: "express", source, at: DateTime.makeUnsafe(0) } })],
  ["consent.scope", (scope) => ({ consent: { kind: "express", source: "a form", at: DateTime.makeUnsafe(0), scope } })],
  ["userId", (userId) => ({ userId })],
  ["branchId", (branchId) => ({ branchId })],
  ["environment", (environment) => ({ environment })]
]

describe("a character that does not show", () => {
  for (const [field, bent] of places) {
    it.effect(`is refused in ${field}, by its code, before anybody is asked`, () =>
      Effect.gen(function* () {
        for (const character of hidden) {
          const wish = request(bent(`Ada${character}x`))
          const error = yield* Effect.flip(placeCall(wish))
          assert(error._tag === "InvalidRequest")
          assert.deepStrictEqual(
            error.problems.map(({ code, field: where }) => [code, where]),
            [["invisible-character", field]]
          )
          const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")
          assert.match(
            error.message,
            new RegExp(
              `does not show, U\\+${code}: .* No phone rang for this request\\. If its idempotency key was used before, .* may have rung`
            )
          )
          const check = yield* checkCall(wish)
          assert.isFalse(check.allowed)
          assert.deepStrictEqual(check.problems, error.problems)
        }
        assert.strictEqual(yield* posts, 0)
        assert.strictEqual(yield* reads, 0)
      }).pipe(inWorld())
    )
  }

  it.effect("is none in other scripts, in new lines and tabs, nor where the provider wrote it", () =>
    Effect.gen(function* () {
      const customer_name = "Zoë O’Neill,\n\tΑθήνα, 東京, مرحبا, हिन्दी, 🙂"
      const { call } = yield* placeCall(request({ variables: { customer_name } }))
      assert.strictEqual(call.status, "initiated")
    }).pipe(inWorld())
  )

  it.effect("is told with every other one, and named so that it is seen", () =>
    Effect.gen(function* () {
      const variables = { "a\u200Bb": "c\u202Ed", customer_name: "Ada\u200D" }
      const error = yield* Effect.flip(placeCall(request({ variables })))
      assert(error._tag === "InvalidRequest")
      assert.deepStrictEqual(
        error.problems.map(({ field }) => field),
        ["variables", "variables.a\\u{200B}b", "variables.customer_name"]
      )
    }).pipe(inWorld())
  )

  it.effect("is refused to programs without Effect too, which learn that nothing rang", () =>
    Effect.gen(function* () {
      const result = yield* initiate({ agentVariables: { customer_name: "Ada\u202E" } })
      assert.deepInclude<object>(result, { success: false, callId: null, phoneMayHaveRung: false, retrySafe: true })
      assert.match(
        result.error ?? "",
        /variables\.customer_name has a character that does not show, U\+202E.*No phone rang/
      )
      assert.strictEqual(yield* posts, 0)
    }).pipe(inWorld())
  )
})
