import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { assistant, folder, use } from "./Assistant.ts"
import { idsIn, shownUses, timeless, withIds } from "./AssistantsPage.ts"

describe("the worked conversation", () => {
  it.live("is what happens", () =>
    Effect.gen(function* () {
      const client = yield* assistant(yield* folder)
      const shown = shownUses()
      const { tools } = yield* Effect.promise(() => client.listTools())
      assert.isAtLeast(tools.length, 8)
      const ids = new Map<string, string>()
      const happened: Array<unknown> = []
      for (const { given, result, tool } of shown) {
        const answer = yield* use(client, tool, withIds(given, ids))
        const real = idsIn(answer.result)
        for (const [index, word] of idsIn(result).entries()) ids.set(word, real[index] ?? "")
        happened.push(answer.result)
        assert.deepStrictEqual(timeless(withIds(result as object as typeof given, ids)), timeless(answer.result), tool)
      }
      assert.deepStrictEqual(
        shown.map(({ tool }) => tool),
        ["get_calling_setup", "check_call", "place_call", "wait_for_call", "get_transcript"]
      )
    })
  )
})
