import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { Emulator } from "@outbound-call/emulator"
import { at, conversation, dialled, get, listed, listedIds, rows } from "./Caller.ts"

const dials = Effect.fnUntraced(function* (count: number) {
  const ids: Array<string> = []
  for (let n = 0; n < count; n++) {
    ids.push(yield* dialled({ variables: { customer_name: `Nr ${n}`, n }, data: { user_id: `user-${n}` } }))
    yield* TestClock.adjust("10 seconds")
  }
  return ids
})

describe("paging", () => {
  it.effect("shows 30 by default, newest first, and goes on by cursor, also when a call is placed meanwhile", () =>
    Effect.gen(function* () {
      const ids = yield* dials(32)
      const first = yield* listed()
      assert.deepStrictEqual(
        rows(first).map((row) => at(row, "conversation_id")),
        ids.toReversed().slice(0, 30)
      )
      assert.strictEqual(at(first, "has_more"), true)
      yield* dialled()
      const second = yield* listed(`cursor=${String(at(first, "next_cursor"))}`)
      assert.deepStrictEqual(
        rows(second).map((row) => at(row, "conversation_id")),
        [ids[1], ids[0]]
      )
      assert.deepStrictEqual([at(second, "has_more"), at(second, "next_cursor")], [false, null])
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("goes oldest first on demand", () =>
    Effect.gen(function* () {
      const ids = yield* dials(5)
      assert.strictEqual(at(yield* listed("page_size=5"), "has_more"), false)
      const first = yield* listed("sort_direction=asc&page_size=3")
      const second = yield* listed(`sort_direction=asc&page_size=3&cursor=${String(at(first, "next_cursor"))}`)
      assert.deepStrictEqual(
        [...rows(first), ...rows(second)].map((row) => at(row, "conversation_id")),
        ids
      )
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("refuses a page over 100 or under 1 with 422, and a foreign cursor with 400", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* get("/v1/convai/conversations?page_size=100")).status, 200)
      for (const size of ["101", "0", "many"]) {
        const answer = yield* get(`/v1/convai/conversations?page_size=${size}`)
        assert.strictEqual(answer.status, 422)
        assert.deepStrictEqual(at(answer.body, "detail.0.loc"), ["query", "page_size"])
      }
      const cursor = yield* get("/v1/convai/conversations?cursor=abc")
      assert.deepStrictEqual([cursor.status, at(cursor.body, "detail.code")], [400, "invalid_cursor"])
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )
})

describe("filters", () => {
  it.effect("choose by start whatever the clock did between the dials", () =>
    Effect.gen(function* () {
      const starts = [50, 400, 100, 90, 400, 20, 600, 30]
      const ids: Array<string> = []
      for (const start of starts) {
        yield* TestClock.setTime(start * 1000)
        ids.push(yield* dialled())
      }
      yield* TestClock.setTime(700_000)
      for (const since of [0, 20, 21, 100, 101, 400, 401, 600, 601]) {
        const expected = ids.filter((_, n) => (starts[n] ?? 0) >= since)
        for (const order of ["asc", "desc"]) {
          const query = `call_start_after_unix=${since}&sort_direction=${order}&page_size=3`
          const all: Array<unknown> = []
          for (let cursor: unknown = ""; typeof cursor === "string";) {
            const page = yield* listed(cursor === "" ? query : `${query}&cursor=${cursor}`)
            all.push(...rows(page).map((row) => at(row, "conversation_id")))
            cursor = at(page, "next_cursor")
          }
          assert.deepStrictEqual(all, order === "asc" ? expected : expected.toReversed(), query)
        }
      }
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("choose by agent, user, source, start and success", () =>
    Effect.gen(function* () {
      const early = yield* dialled({ data: { user_id: "ada" } })
      yield* TestClock.adjust("100 seconds")
      const late = yield* dialled({ agent: "agent_plain", provider: "exotel" })
      assert.deepStrictEqual(yield* listedIds("agent_id=agent_plain"), [late])
      assert.deepStrictEqual(yield* listedIds("user_id=ada"), [early])
      assert.deepStrictEqual(yield* listedIds("user_id=ad"), [])
      assert.deepStrictEqual(yield* listedIds("conversation_initiation_source=exotel"), [late])
      assert.deepStrictEqual(yield* listedIds("call_start_after_unix=100"), [late])
      assert.deepStrictEqual(yield* listedIds("call_start_after_unix=101"), [])
      assert.deepStrictEqual(yield* listedIds("call_start_before_unix=99"), [early])
      assert.deepStrictEqual(yield* listedIds("call_successful=success"), [early])
      assert.deepStrictEqual(yield* listedIds("call_successful=unknown"), [late])
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("choose by duration and by termination reason", () =>
    Effect.gen(function* () {
      const talked = yield* dialled()
      const machine = yield* dialled({ to: "+14155550104" })
      yield* TestClock.adjust("60 seconds")
      assert.deepStrictEqual(yield* listedIds("call_duration_min_secs=36"), [talked])
      assert.deepStrictEqual(yield* listedIds("call_duration_max_secs=10"), [machine])
      const reason = "termination_reasons=voicemail_detection+tool+was+called"
      assert.deepStrictEqual(yield* listedIds(reason), [machine])
      assert.deepStrictEqual(yield* listedIds(`${reason}&termination_reasons=Call+ended+by+remote+party`), [
        machine,
        talked
      ])
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("exclude statuses, repeated", () =>
    Effect.gen(function* () {
      const done = yield* dialled()
      const failed = yield* dialled({ to: "+14155550101" })
      const stuck = yield* dialled({ to: "+14155550107" })
      yield* TestClock.adjust("60 seconds")
      assert.deepStrictEqual(yield* listedIds("exclude_statuses=done&exclude_statuses=failed"), [stuck])
      assert.deepStrictEqual(yield* listedIds("exclude_statuses=initiated"), [failed, done])
      assert.strictEqual((yield* get("/v1/convai/conversations?exclude_statuses=ended")).status, 422)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  const byVariable: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
    ["key:eq:a:b", ["colon"]],
    ["key:neq:a:b", ["ten", "two", "none"]],
    ["n:gt:2", ["ten"]],
    ["n:gte:2", ["ten", "two"]],
    ["n:lt:10", ["two"]],
    ["n:lte:10", ["ten", "two"]],
    ["key:in:x|y", ["ten", "two"]],
    ["key:eq:", ["none"]],
    ["key:neq:", ["colon", "ten", "two"]],
    ["flag:eq:true", ["none"]]
  ]
  for (const [filter, names] of byVariable) {
    it.effect(`dynamic_variable_params=${filter}`, () =>
      Effect.gen(function* () {
        const calls: Record<string, string> = {
          none: yield* dialled({ variables: { customer_name: "Ada", flag: true } }),
          two: yield* dialled({ variables: { customer_name: "Ada", key: "x", n: 2 } }),
          ten: yield* dialled({ variables: { customer_name: "Ada", key: "y", n: "10" } }),
          colon: yield* dialled({ variables: { customer_name: "Ada", key: "a:b" } })
        }
        assert.deepStrictEqual(
          yield* listedIds(`dynamic_variable_params=${encodeURIComponent(filter)}`),
          names.map((name) => calls[name])
        )
      }).pipe(Effect.provide(Emulator.layerMemory()))
    )
  }

  it.effect("on variables hold together, and nonsense gets 422", () =>
    Effect.gen(function* () {
      yield* dials(3)
      const both = "dynamic_variable_params=n%3Agt%3A0&dynamic_variable_params=n%3Alt%3A2"
      assert.strictEqual((yield* listedIds(both)).length, 1)
      for (const filter of ["n", "n:like:1", "n:gt:many", ":eq:1"]) {
        const answer = yield* get(`/v1/convai/conversations?dynamic_variable_params=${encodeURIComponent(filter)}`)
        assert.strictEqual(answer.status, 422, filter)
      }
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("are silently ignored on demand: the list returns everything", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* dials(3)
      const query = "user_id=user-1&dynamic_variable_params=n%3Aeq%3A1"
      assert.strictEqual((yield* listedIds(query)).length, 1)
      yield* emulator.change({ ignoreFilters: ["dynamic_variable_params"] })
      assert.strictEqual((yield* listedIds(query)).length, 1)
      yield* emulator.change({ ignoreFilters: ["dynamic_variable_params", "user_id"] })
      assert.strictEqual((yield* listedIds(query)).length, 3)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )
})

describe("the index", () => {
  it.effect("may lag behind the dial, for rows, for variables and for reading", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.change({ indexLagSeconds: 5, filterLagSeconds: 8, conversationLagSeconds: 2 })
      const id = yield* dialled()
      const byName = "dynamic_variable_params=customer_name%3Aeq%3AAda"
      yield* TestClock.adjust("1 second")
      assert.isUndefined(at(yield* conversation(id), "status"))
      yield* TestClock.adjust("3 seconds")
      assert.strictEqual(at(yield* conversation(id), "status"), "in-progress")
      assert.deepStrictEqual(yield* listedIds(), [])
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual([yield* listedIds(), yield* listedIds(byName)], [[id], []])
      yield* TestClock.adjust("3 seconds")
      assert.deepStrictEqual(yield* listedIds(byName), [id])
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("gives the summary only when asked, counts live calls, and forgets deleted ones", () =>
    Effect.gen(function* () {
      const id = yield* dialled()
      const live = "/v1/convai/analytics/live-count"
      assert.deepStrictEqual((yield* get(live)).body, { count: 1 })
      assert.deepStrictEqual((yield* get(`${live}?agent_id=agent_plain`)).body, { count: 0 })
      yield* TestClock.adjust("60 seconds")
      assert.deepStrictEqual((yield* get(live)).body, { count: 0 })
      assert.strictEqual(at(rows(yield* listed())[0], "transcript_summary"), null)
      assert.match(String(at(rows(yield* listed("summary_mode=include"))[0], "transcript_summary")), /confirmed/)
      assert.strictEqual(at(rows(yield* listed())[0], "conversation_id"), id)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )
})
