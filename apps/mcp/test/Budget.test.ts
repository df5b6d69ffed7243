import { assert, describe, it } from "@effect/vitest"
import { InvalidRequest, ProviderError } from "@outbound-call/core"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { explain } from "../src/ToolError.ts"
import { ada, asTimePasses, connect, use, world } from "./World.ts"

/** Tokens are estimated: bytes of compact JSON by four. */
const tokens = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).byteLength / 4

const most = 8_000
const wide = "電".repeat(500)

const silent = { status: null, requestId: null, retryAfterSeconds: null, isUnknownRoute: false }

const areas = [202, 212, 213, 303, 305, 312, 404, 415, 503, 512, 602, 612, 617, 702, 713, 718, 801, 808, 813, 917]

/** In bytes; a person of any script reads no more of what went wrong. */
const mostOfError = 8_000

describe("what a model has to read", () => {
  it.effect("of an error is at most 8 kB, whoever wrote what is in it, and ends with what to do", () =>
    Effect.gen(function* () {
      const client = yield* connect()
      const long = "電".repeat(60_000)
      const strange = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`${long.slice(0, 300)}${n}`, "x"]))
      for (const given of [{ to: long }, strange, { ...ada, agent: long }, { ...ada, purpose: long }]) {
        const { isError, text } = yield* use(client, "place_call", { ...given, idempotency_key: "wish-of-ada" })
        assert.isTrue(isError)
        assert.isAtMost(new TextEncoder().encode(text).byteLength, mostOfError)
        assert.match(text, / Fix: \S/)
        assert.notMatch(text, /\n/)
      }
    }).pipe(Effect.provide(world()))
  )

  it("of a provider's words is one line without control characters, and of many problems ten", () => {
    const provider = explain(
      new ProviderError({ ...silent, reason: "unreadable", detail: `\u001b[2J\n\u202e${"x".repeat(9_000)}` })
    )
    assert.match(provider.message, /^provider_unreadable: \[2J x{1900,2000}… Fix: Try again/)
    const problems = Array.from({ length: 30 }, (_, n) => ({ code: "unknown", field: "x", message: `Problem ${n}.` }))
    const many = explain(new InvalidRequest({ problems })).message
    assert.match(many, /Problem 9\. And 20 more\. No phone rang\. Fix: /)
    assert.notInclude(many, "Problem 10.")
  })

  it.effect("is at most 8,000 tokens for every result, whatever was asked", () =>
    Effect.gen(function* () {
      const client = yield* connect()
      const told: Array<number> = []
      const run = Effect.fnUntraced(function* (name: string, given: Record<string, unknown>) {
        const { result, text } = yield* asTimePasses(use(client, name, given))
        told.push(tokens(result), tokens(text))
        return result
      })
      yield* run("get_calling_setup", {})
      const variables = { customer_name: wide }
      yield* run("check_call", { to: ada.to, variables, first_message: "電".repeat(1_000) })
      const many = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`name_${n}`, wide]))
      yield* run("check_call", { to: ada.to, variables: { ...many } })
      for (let n = 0; n < 50; n++) {
        const to = `+1${areas[n % areas.length]}55501${16 - Math.floor(n / areas.length)}`
        yield* run("place_call", { to, variables, idempotency_key: `test-key-${n}`, wait_seconds: 0 })
      }
      yield* TestClock.adjust("700 seconds")
      const { calls } = yield* run("list_calls", { limit: 50 })
      const list = calls as ReadonlyArray<{ readonly call_id: string }>
      assert.strictEqual(list.length, 50)
      for (const name of ["get_call", "wait_for_call", "hang_up"]) yield* run(name, { call_id: list[0]?.call_id })
      yield* run("get_transcript", { call_id: list[1]?.call_id, max_chars: 24_000 })
      assert.isAbove(Math.max(...told), 2_000)
      assert.isAtMost(Math.max(...told), most)
    }).pipe(Effect.provide(world()))
  )
})
