import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { transcriptForm } from "../src/TranscriptForm.ts"
import { ask, onSocket } from "./Socket.ts"

const order = {
  method: "POST",
  headers: { "content-type": "application/json", "idempotency-key": "a" },
  body: JSON.stringify({ to: "+14155550100", variables: { customer_name: "Ada" } })
}

describe("the form of a transcript", () => {
  const rows: ReadonlyArray<readonly [string | undefined, string | null]> = [
    [undefined, "json"],
    ["", "json"],
    ["*/*", "json"],
    ["text/vtt", "vtt"],
    ["TEXT/VTT; charset=utf-8", "vtt"],
    ["application/x-subrip", "srt"],
    ["text/*", "text"],
    ["text/markdown, text/plain", "text"],
    ["text/markdown;q=0.9, text/plain;q=0.8", "md"],
    ["application/json;q=0, */*;q=0.1", "text"],
    ["text/html, application/xhtml+xml, */*;q=0.8", "json"],
    ["text/*;q=0.5, text/vtt", "vtt"],
    ["image/png", null],
    ["application/json;q=0", null],
    ["application/json;q=x", null]
  ]
  it.each(rows)("is what Accept %j likes best: %j", (accept, form) => {
    assert.strictEqual(transcriptForm(accept), form)
  })

  it.live("is named by the query before the header, else by the header; 406 when there is none", () =>
    Effect.gen(function* () {
      const { id } = JSON.parse((yield* ask("/v1/calls", order)).body)
      const path = `/v1/calls/${id}/transcript`
      const typeOf = (query: string, accept: string) =>
        Effect.map(ask(`${path}${query}`, { headers: { accept } }), ({ headers }) => headers["content-type"])
      assert.strictEqual(yield* typeOf("", "text/vtt"), "text/vtt; charset=utf-8")
      assert.strictEqual(yield* typeOf("?format=md", "text/vtt"), "text/markdown; charset=utf-8")
      assert.strictEqual(yield* typeOf("?format=md", "image/png"), "text/markdown; charset=utf-8")
      const answer = yield* ask(path, { headers: { accept: "text/vtt" } })
      assert.strictEqual(answer.headers["vary"], "Accept")
      const refused = yield* ask(path, { headers: { accept: "image/png" } })
      assert.strictEqual(refused.status, 406)
      assert.deepInclude(JSON.parse(refused.body), { code: "not-acceptable", phone_may_have_rung: false })
    }).pipe(Effect.provide(onSocket()))
  )
})
