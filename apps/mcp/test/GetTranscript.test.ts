import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { hostileProvider } from "./hostile/HostileProvider.ts"
import { ada, connect, use, world, worldWhere } from "./World.ts"

interface Page {
  readonly turns: ReadonlyArray<{ readonly n: number; readonly text: string; readonly speaker: string }>
  readonly next_cursor?: string
  readonly omitted_turns: number
}

const place = Effect.fnUntraced(function* (to: string, variables: Record<string, string> = ada.variables) {
  const client = yield* connect()
  const { result } = yield* use(client, "place_call", { to, variables, idempotency_key: "test-key-1", wait_seconds: 0 })
  return { client, id: String(result["call_id"]) }
})

describe("get_transcript", () => {
  it.effect("is pending while the phone rings, then has every turn, marked untrusted", () =>
    Effect.gen(function* () {
      const { client, id } = yield* place(ada.to)
      const early = yield* use(client, "get_transcript", { call_id: id })
      assert.deepInclude(early.result, { status: "pending", turns: [], untrusted_content: true })
      assert.match(JSON.stringify(early.result["next_step"]), /wait_for_call/)
      yield* TestClock.adjust("60 seconds")
      const late = yield* use(client, "get_transcript", { call_id: id })
      const { turns } = late.result as unknown as Page
      assert.deepInclude(late.result, { status: "final", omitted_turns: 0, untrusted_content: true })
      assert.notProperty(late.result, "next_cursor")
      assert.isAbove(turns.length, 3)
      assert.include(JSON.stringify(turns), "Hello, yes, speaking.")
      assert.notInclude(JSON.stringify(late.result["next_step"]), "Hello")
    }).pipe(Effect.provide(world()))
  )

  it.effect("comes in pages that lose and repeat nothing", () =>
    Effect.gen(function* () {
      const { client, id } = yield* place("+14155550114")
      yield* TestClock.adjust("700 seconds")
      const whole = (yield* use(client, "get_transcript", { call_id: id, max_chars: 24_000 })).result as unknown as Page
      const turns: Array<Page["turns"][number]> = []
      let cursor: string | undefined
      let left = Number.POSITIVE_INFINITY
      do {
        const given = { call_id: id, max_chars: 500, ...(cursor === undefined ? {} : { cursor }) }
        const page = (yield* use(client, "get_transcript", given)).result as unknown as Page
        assert.isBelow(page.omitted_turns, left)
        turns.push(...page.turns)
        cursor = page.next_cursor
        left = page.omitted_turns
      } while (cursor !== undefined)
      assert.deepStrictEqual(turns, [...whole.turns])
      assert.isAbove(turns.length, 5)
    }).pipe(Effect.provide(world()))
  )

  it.effect(
    "has the turns of one speaker, with their places among all, and says in its label where they come from",
    () =>
      Effect.gen(function* () {
        const { client, id } = yield* place(ada.to)
        yield* TestClock.adjust("60 seconds")
        const read = (speaker: string) =>
          Effect.map(use(client, "get_transcript", { call_id: id, speaker }), ({ result }) => result as unknown as Page)
        const all = yield* read("all")
        for (const speaker of ["agent", "recipient"]) {
          const { turns } = yield* read(speaker)
          assert.isAbove(turns.length, 0)
          assert.deepStrictEqual(
            turns,
            all.turns.filter((turn) => turn.speaker === speaker)
          )
        }
        const { _meta } = yield* client.callTool({ name: "get_transcript", arguments: { call_id: id } })
        assert.deepStrictEqual(_meta?.["ifc"], { integrity: "untrusted", confidentiality: "private" })
      }).pipe(Effect.provide(world()))
  )

  it.effect("has no control, bidirectional or zero-width characters in it", () =>
    Effect.gen(function* () {
      const { client, id } = yield* place(ada.to)
      yield* TestClock.adjust("60 seconds")
      const { result } = yield* use(client, "get_transcript", { call_id: id })
      const said = (result as unknown as Page).turns.map(({ text }) => text).join("")
      assert.include(said, "Ada[31m!")
      assert.isTrue([..."\u202e\u200b\u001b\u2066"].every((mark) => !said.includes(mark)))
    }).pipe(Effect.provide(worldWhere({ provider: hostileProvider("A\u202eda\u200b\u001b[31m\u2066!") })))
  )

  it.effect("is unavailable for a call that was rejected", () =>
    Effect.gen(function* () {
      const { client, id } = yield* place("+14155550111")
      const { result } = yield* use(client, "get_transcript", { call_id: id })
      assert.deepInclude(result, { status: "unavailable", turns: [] })
      assert.match(JSON.stringify(result["next_step"]), /"tool":null/)
    }).pipe(Effect.provide(world()))
  )

  it.effect("refuses an invented cursor and an unknown call", () =>
    Effect.gen(function* () {
      const { client, id } = yield* place(ada.to)
      const cursor = yield* use(client, "get_transcript", { call_id: id, cursor: "next" })
      assert.match(cursor.text, /^invalid_cursor: /)
      const unknown = yield* use(client, "get_transcript", { call_id: "call_00000000000000000000000000" })
      assert.match(unknown.text, /^call_not_found: .* Fix: .*list_calls/)
    }).pipe(Effect.provide(world()))
  )
})
