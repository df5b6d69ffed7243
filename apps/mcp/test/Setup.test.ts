import { assert, describe, it } from "@effect/vitest"
import { builtInProfiles } from "@outbound-call/core"
import { Emulator } from "@outbound-call/emulator"
import { Effect } from "effect"
import { HttpClient } from "effect/http"
import { TestClock } from "effect/testing"
import { ada, connect, use, world } from "./World.ts"

const errand = { to: ada.to, agent: "agent_errand", task: "Ask whether the shop is open on Sunday." }
const key = "test-key-1"
const rings = Effect.flatMap(Emulator, (emulator) => emulator.rings)

describe("get_calling_setup", () => {
  it.effect("tells each agent's variables, the default first, and the policy", () =>
    Effect.gen(function* () {
      const { result } = yield* use(yield* connect(), "get_calling_setup", {})
      const agents = result["agents"] as ReadonlyArray<Record<string, unknown>>
      assert.deepInclude(agents[0], { id: "agent_demo", default: true, required_variables: ["customer_name"] })
      assert.deepInclude(
        agents.find(({ id }) => id === "agent_errand"),
        { required_variables: ["task"], optional_variables: ["callee_name"], takes_max_minutes: true }
      )
      assert.deepInclude(result["policy"], { profile: "rig", countries: ["any"], approval: "none", max_minutes: 30 })
      assert.match(JSON.stringify(result["next_step"]), /"check_call".*customer_name/)
    }).pipe(Effect.provide(world()))
  )

  it.effect("tells the budget of the profile, where it has one", () =>
    Effect.gen(function* () {
      const client = yield* connect()
      const budget = Effect.fnUntraced(function* () {
        const { result } = yield* use(client, "get_calling_setup", {})
        return (result["policy"] as { readonly budget: unknown }).budget
      })
      assert.deepStrictEqual(yield* budget(), { limit: 12.5, remaining: 12.5, currency: "USD" })
      yield* use(client, "place_call", { ...ada, idempotency_key: key, wait_seconds: 0 })
      const resets_at = "1970-01-02T01:00:00.000Z"
      assert.deepStrictEqual(yield* budget(), { limit: 12.5, remaining: 9.05, currency: "USD", resets_at })
      yield* TestClock.adjust("25 hours")
      assert.deepStrictEqual(yield* budget(), { limit: 12.5, remaining: 12.5, currency: "USD" })
    }).pipe(Effect.provide(world(undefined, undefined, { ...builtInProfiles.rig, dollarsPerDay: 12.5 })))
  )

  it.effect("says that only listed numbers may be called, where that is so", () =>
    Effect.gen(function* () {
      const { result } = yield* use(yield* connect(), "get_calling_setup", {})
      assert.deepInclude(result["policy"], { approval: "none", numbers: "listed" })
    }).pipe(Effect.provide(world("+14155550100")))
  )

  it.effect("takes no argument", () =>
    Effect.gen(function* () {
      const { isError, text } = yield* use(yield* connect(), "get_calling_setup", { path: "/etc/passwd" })
      assert.isTrue(isError)
      assert.match(text, /^invalid_arguments: .*path/)
    }).pipe(Effect.provide(world()))
  )
})

describe("task, callee_name and max_minutes", () => {
  it.effect("become variables of these names and the longest duration", () =>
    Effect.gen(function* () {
      const client = yield* connect()
      const given = { ...errand, callee_name: "Ada", max_minutes: 3 }
      const check = yield* use(client, "check_call", given)
      assert.deepInclude(check.result, { allowed: true, problems: [] })
      assert.match(String(check.result["preview"]), /at most 3 min .*\ntask: "Ask whether.*"\ncallee_name: "Ada"/)
      const placed = yield* use(client, "place_call", { ...given, idempotency_key: key, wait_seconds: 0 })
      assert.isFalse(placed.isError, placed.text)
      const record = `http://localhost/v1/convai/conversations/${String(placed.result["conversation_id"])}`
      const answer = yield* HttpClient.get(record, { headers: { "xi-api-key": "key" } })
      const sent = yield* answer.text
      assert.include(sent, '"task":"Ask whether the shop is open on Sunday."')
      assert.include(sent, '"callee_name":"Ada"')
      assert.include(sent, '"max_duration_seconds":180')
    }).pipe(Effect.provide(world()))
  )

  for (const [told, given, code] of [
    ["a task for an agent that has none", { ...ada, task: "Ask." }, "undeclared_variable"],
    ["a name for an agent that takes none", { ...ada, callee_name: "Ada" }, "undeclared_variable"],
    ["a variable that nothing reads", { ...ada, variables: { ...ada.variables, mood: "calm" } }, "undeclared_variable"],
    ["a length that the agent forbids", { ...ada, max_minutes: 2 }, "override_not_allowed"],
    ["a task given twice", { ...errand, variables: { task: "Other." } }, "variable_given_twice"],
    [
      "a first message that the agent forbids",
      { to: ada.to, agent: "agent_plain", first_message: "Hi" },
      "override_not_allowed"
    ],
    [
      "more than a model should read again",
      { to: ada.to, agent: "agent_errand", task: "電".repeat(4000), first_message: "電".repeat(1000) },
      "arguments_too_large"
    ]
  ] as const) {
    it.effect(`refuse ${told} before dialling, and check_call says so too`, () =>
      Effect.gen(function* () {
        const client = yield* connect()
        const check = yield* use(client, "check_call", given)
        assert.strictEqual(check.result["allowed"], false)
        assert.include(JSON.stringify(check.result["problems"]), `"code":"${code}"`)
        const placed = yield* use(client, "place_call", { ...given, idempotency_key: key, wait_seconds: 0 })
        assert.isTrue(placed.isError)
        assert.match(placed.text, new RegExp(`^${code}: .*No phone rang\\. Fix: .+\\.$`, "s"))
        assert.strictEqual((yield* rings).total, 0)
      }).pipe(Effect.provide(world()))
    )
  }

  it.effect("let a first message read variables of its own", () =>
    Effect.gen(function* () {
      const given = { ...errand, first_message: "Hello {{who}}, {{task}}", variables: { who: "Ada" } }
      const { result } = yield* use(yield* connect(), "check_call", given)
      assert.deepInclude(result, { allowed: true, problems: [] })
    }).pipe(Effect.provide(world()))
  )
})

describe("list_calls", () => {
  it.effect("finds by number, by time and by what is planned", () =>
    Effect.gen(function* () {
      const client = yield* connect()
      yield* use(client, "place_call", { ...ada, idempotency_key: key, wait_seconds: 0 })
      const found = Effect.fnUntraced(function* (given: Record<string, unknown>) {
        const { result } = yield* use(client, "list_calls", given)
        return (result["calls"] as ReadonlyArray<unknown>).length
      })
      assert.strictEqual(yield* found({ to: "1 415 555 0100" }), 1)
      assert.strictEqual(yield* found({ to: "+14155550101" }), 0)
      assert.strictEqual(yield* found({ since: "1970-01-01T00:00:00Z" }), 1)
      assert.strictEqual(yield* found({ since: "1971-01-01T00:00:00Z" }), 0)
      assert.strictEqual(yield* found({ status: "active" }), 1)
      assert.strictEqual(yield* found({ status: "planned" }), 0)
    }).pipe(Effect.provide(world()))
  )
})
