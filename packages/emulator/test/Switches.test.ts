import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { Emulator } from "@outbound-call/emulator"
import { at, conversation, dialled, get, listed, listedIds, rows } from "./Caller.ts"

const ids = (body: unknown): ReadonlyArray<unknown> => {
  const phones = at(body, "phone_numbers")
  return Array.isArray(phones) ? phones.map((phone) => at(phone, "phone_number_id")) : []
}

describe("a provider", () => {
  it.effect("that is older lacks call_result, the variable filter and the v2 phone numbers", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const id = yield* dialled()
      const query = "dynamic_variable_params=customer_name%3Aeq%3ANobody"
      assert.deepStrictEqual(yield* listedIds(query), [])
      yield* emulator.change({ legacy: true })
      assert.notProperty(at(yield* conversation(id), "metadata.phone_call"), "call_result")
      assert.deepStrictEqual(yield* listedIds(query), [id])
      assert.deepStrictEqual((yield* get("/v1/convai/v2/phone-numbers")).body, { detail: "Not Found" })
      assert.strictEqual((yield* get("/v1/convai/phone-numbers")).status, 200)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("that is newer adds fields and says a word nobody knows", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const id = yield* dialled({ to: "+14155550108" })
      yield* TestClock.adjust("60 seconds")
      yield* emulator.change({ unknownFields: true, unknownStatus: "wrapping-up" })
      const record = yield* conversation(id)
      assert.property(record, "emulator_future_field")
      assert.strictEqual(at(record, "status"), "wrapping-up")
      const [row] = rows(yield* listed("exclude_statuses=processing"))
      assert.strictEqual(at(row, "status"), "wrapping-up")
      assert.property(row, "emulator_future_field")
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("may keep the transcript back until the call is done", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).change({ lateTranscript: true })
      const id = yield* dialled()
      yield* TestClock.adjust("41 seconds")
      assert.deepStrictEqual(at(yield* conversation(id), "transcript"), [])
      yield* TestClock.adjust("3 seconds")
      assert.isNotEmpty(at(yield* conversation(id), "transcript"))
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )

  it.effect("pages its phone numbers and filters them", () =>
    Effect.gen(function* () {
      const page = "/v1/convai/v2/phone-numbers"
      const first = (yield* get(`${page}?page_size=3`)).body
      assert.deepStrictEqual(ids(first), ["phnum_demo", "phnum_sip", "phnum_exotel"])
      const second = (yield* get(`${page}?page_size=3&cursor=${String(at(first, "next_cursor"))}`)).body
      assert.deepStrictEqual([ids(second), at(second, "has_more")], [["phnum_inbound"], false])
      assert.deepStrictEqual(ids((yield* get(`${page}?supports_outbound=false`)).body), ["phnum_inbound"])
      assert.deepStrictEqual(ids((yield* get(`${page}?phone_number=%2B14155550198`)).body), ["phnum_sip"])
      assert.deepStrictEqual(ids((yield* get(`${page}?search=demo`)).body), ["phnum_demo"])
      assert.strictEqual((yield* get(`${page}?page_size=101`)).status, 422)
      assert.strictEqual((yield* get("/v1/convai/phone-numbers/phnum_other")).status, 404)
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )
})
