import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { assistant, folder, use } from "./Assistant.ts"
import { idsIn, shownForm, shownUses, timeless, withIds } from "./AssistantsPage.ts"

const asking = { OUTBOUND_SIMULATE_APPROVALS: "on" }

const conversations = [
  {
    title: "A worked conversation",
    env: {},
    tools: ["get_calling_setup", "check_call", "place_call", "wait_for_call", "get_transcript"]
  },
  { title: "A person says yes", env: asking, tools: ["check_call", "place_call"] },
  { title: "Nobody can be asked", env: asking, tools: ["place_call"] }
] as const

describe("the page for assistants", () => {
  for (const { env, title, tools } of conversations) {
    it.live(`shows what happens: ${title}`, () =>
      Effect.gen(function* () {
        const form = shownForm(title)
        const asked: Array<string> = []
        const client = new Client(
          { name: "host", version: "1.0.0" },
          { capabilities: form === "" ? {} : { elicitation: {} } }
        )
        if (form !== "") {
          client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
            asked.push(params.message)
            return { action: "accept", content: { call: true } }
          })
        }
        yield* assistant(yield* folder, { env }, client)
        const shown = shownUses(title)
        assert.deepStrictEqual(
          shown.map(({ tool }) => tool),
          [...tools]
        )
        const ids = new Map<string, string>()
        for (const { given, result, tool } of shown) {
          const answer = yield* use(client, tool, withIds(given, ids))
          const real = idsIn(answer.result)
          for (const [index, word] of idsIn(result).entries()) ids.set(word, real[index] ?? "")
          assert.deepStrictEqual(
            timeless(withIds(result as object as typeof given, ids)),
            timeless(answer.result),
            tool
          )
        }
        assert.deepStrictEqual(asked.map(timeless), form === "" ? [] : [timeless(form)])
      })
    )
  }
})
