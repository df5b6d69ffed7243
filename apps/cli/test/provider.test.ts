import * as ListeningEmulator from "@outbound-call/node/ListeningEmulator"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { type CallDocument, documentOf, type FailureDocument, makeOutbound } from "./Outbound.ts"

/** An emulator that listens, the settings of the real provider that lead to it, and its hands and eyes. */
const listening = Effect.gen(function* () {
  const { baseUrl } = yield* ListeningEmulator.ListeningEmulator
  const control = (path: string, body?: unknown) =>
    Effect.promise(async () => {
      const post = { method: "POST", body: JSON.stringify(body) }
      const reply = await fetch(`${baseUrl}/_emulator/${path}`, body === undefined ? {} : post)
      return documentOf<{ total: number }>({ stdout: await reply.text() })
    })
  const env = {
    OUTBOUND_PROFILE: "rig",
    ELEVENLABS_BASE_URL: baseUrl,
    ELEVENLABS_API_KEY: "any",
    ELEVEN_LABS_AGENT_ID: "agent_demo",
    PHONE_NUMBER_ID: "phnum_demo"
  }
  return { control, env }
})

const emulator = ListeningEmulator.layer({ port: 0, scale: 1000 })
const place = ["call", "+14155550100", "--var", "customer_name=Ada", "--json"]

it.live("an answer of 502 after the dial is one ring, code 6, unknown; recover finds the call", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { control, env } = yield* listening
    yield* control("faults", { target: "dial", when: "after", kind: "status", status: 502 })
    const placed = yield* run(place, { env })
    const call = documentOf<CallDocument>(placed)
    assert.strictEqual(placed.code, 6)
    assert.deepStrictEqual([call.status, call.phoneMayHaveRung, call.simulated], ["unknown", true, false])
    const repeated = yield* run(place, { env })
    assert.deepStrictEqual([repeated.code, documentOf<CallDocument>(repeated).id], [6, call.id])
    const recovered = yield* run(["recover", call.id, "--json"], { env })
    assert.strictEqual(recovered.code, 0)
    assert.strictEqual((yield* control("rings")).total, 1)
    assert.match(documentOf<CallDocument>(recovered).conversationId ?? "", /^conv_/)
    assert.strictEqual((yield* run(["watch", call.id], { env })).code, 0)
  }).pipe(Effect.scoped, Effect.provide(emulator))
)

it.live("what nobody saw stays unknown after one look, and says so", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { control, env } = yield* listening
    yield* control("faults", { target: "dial", when: "before", kind: "status", status: 502 })
    const { id } = documentOf<CallDocument>(yield* run(place, { env }))
    const recovered = yield* run(["recover", id], { env })
    assert.strictEqual(recovered.code, 6)
    assert.match(recovered.stdout, /proves nothing yet/)
    assert.strictEqual((yield* control("rings")).total, 0)
  }).pipe(Effect.scoped, Effect.provide(emulator))
)

it.live("hanging up names the variables that are missing, and ends the call once they are set", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { env } = yield* listening
    const account = { ...env, TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}` }
    const long = ["call", "+14155550114", ...place.slice(2), "--no-watch"]
    const { id } = documentOf<CallDocument>(yield* run(long, { env: account }))
    const refused = yield* run(["hang-up", id, "--json"], { env: account })
    const { error } = documentOf<FailureDocument>(refused)
    assert.deepStrictEqual([refused.code, error.phoneMayHaveRung, error.retrySafe], [1, true, false])
    assert.match(error.message, /goes on: .*TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_KEY_SECRET/)
    const twilio = { ...account, TWILIO_BASE_URL: env.ELEVENLABS_BASE_URL }
    const wrong = yield* run(["hang-up", id], { env: { ...twilio, TWILIO_AUTH_TOKEN: "invalid" } })
    assert.strictEqual(wrong.code, 3)
    assert.match(wrong.stderr, /Authenticate.*TWILIO_AUTH_TOKEN/)
    const ended = yield* run(["hang-up", id], { env: { ...twilio, TWILIO_AUTH_TOKEN: "token" } })
    assert.strictEqual(ended.code, 0)
    assert.match(ended.stdout, /^The line is down\./)
  }).pipe(Effect.scoped, Effect.provide(ListeningEmulator.layer({ port: 0, scale: 20 })))
)

it.live("hanging up needs nothing of Twilio where the account has the provider's monitor socket", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { control, env } = yield* listening
    const { id } = documentOf<CallDocument>(
      yield* run(["call", "+14155550114", ...place.slice(2), "--no-watch"], { env })
    )
    yield* control("clock", { advanceSeconds: 20 })
    const refused = yield* run(["hang-up", id], { env })
    assert.strictEqual(refused.code, 1)
    assert.match(refused.stderr, /TWILIO_ACCOUNT_SID with .*HTTP 403/s)
    yield* control("switches", { monitoring: true })
    const ended = yield* run(["hang-up", id, "--json"], { env })
    assert.strictEqual(ended.code, 0)
    assert.deepInclude(documentOf<object>(ended), { id, hangUp: "over" })
  }).pipe(Effect.scoped, Effect.provide(ListeningEmulator.layer({ port: 0, scale: 1 })))
)

it.live("without the key a call is shown as last recorded, and listed", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { env } = yield* listening
    const stuck = ["call", "+14155550107", ...place.slice(2), "--no-watch"]
    const { id } = documentOf<CallDocument>(yield* run(stuck, { env }))
    const shown = yield* run(["show", id, "--json"])
    assert.deepStrictEqual([shown.code, documentOf<CallDocument>(shown).status], [0, "initiated"])
    assert.match(shown.stderr, /As last recorded.*ELEVENLABS_API_KEY/)
    assert.include((yield* run(["calls"])).stdout, id)
    assert.strictEqual((yield* run(["watch", id])).code, 3)
  }).pipe(Effect.scoped, Effect.provide(emulator))
)

it.live("a wrong key is code 3 before anything is dialled", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { control, env } = yield* listening
    const placed = yield* run(place, { env: { ...env, ELEVENLABS_API_KEY: "invalid-key" } })
    const { error } = documentOf<FailureDocument>(placed)
    assert.deepStrictEqual([placed.code, error.phoneMayHaveRung], [3, false])
    assert.match(error.message, /ELEVENLABS_API_KEY/)
    assert.strictEqual((yield* control("rings")).total, 0)
  }).pipe(Effect.scoped, Effect.provide(emulator))
)

it.live("a conversation of another ledger is shown, watched and transcribed; the doctor misses it in this one", () =>
  Effect.gen(function* () {
    const first = yield* makeOutbound
    const second = yield* makeOutbound
    const { env } = yield* listening
    const { conversationId, id } = documentOf<CallDocument>(yield* first.run(place, { env }))
    const conversation = conversationId ?? ""
    assert.match((yield* second.run(["show", conversation], { env })).stdout, /not placed through this ledger/)
    assert.match((yield* second.run(["transcript", conversation], { env })).stdout, /Hello Ada/)
    const watched = yield* second.run(["watch", conversation], { env })
    assert.deepStrictEqual([watched.code, /answered/.test(watched.stdout)], [0, true])
    const listed = yield* second.run(["conversations", "--json"], { env })
    const { conversations } = documentOf<{ conversations: ReadonlyArray<{ id: string }> }>(listed)
    assert.deepStrictEqual(
      conversations.map((one) => one.id),
      [conversation]
    )
    assert.strictEqual((yield* first.run(["doctor"], { env })).code, 0)
    const sick = yield* second.run(["doctor", "--json"], { env })
    const { checks } = documentOf<{
      checks: ReadonlyArray<{ name: string; result: string; detail: string; fix: string }>
    }>(sick)
    const failed = checks.filter(({ result }) => result === "failed")
    assert.strictEqual(sick.code, 3)
    assert.deepStrictEqual(
      failed.map(({ name }) => name),
      ["strays"]
    )
    assert.include(failed[0]?.detail ?? "", id)
  }).pipe(Effect.scoped, Effect.provide(emulator))
)

it.live.each([
  ["key", { ELEVENLABS_API_KEY: "invalid-key" }, /ELEVENLABS_API_KEY/],
  ["agent", { ELEVEN_LABS_AGENT_ID: "agent_no" }, /ELEVEN_LABS_AGENT_ID/],
  ["phone number", { PHONE_NUMBER_ID: "phnum_inbound" }, /PHONE_NUMBER_ID/],
  ["phone number", { PHONE_NUMBER_ID: "phnum_no" }, /PHONE_NUMBER_ID/],
  ["configuration", { ELEVENLABS_API_KEY: "" }, /ELEVENLABS_API_KEY/],
  ["configuration", { DATABASE_URL: "mysql://localhost/calls" }, /DATABASE_URL/],
  ["ledger", { DATABASE_URL: "postgres://ada:a-secret@127.0.0.1:1/calls" }, /DATABASE_URL/]
] as const)("the doctor finds a wrong %s, with its fix", ([name, wrong, fix]) =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { env } = yield* listening
    const { code, stdout } = yield* run(["doctor", "--json"], { env: { ...env, ...wrong } })
    const { checks, healthy } = documentOf<{
      healthy: boolean
      checks: ReadonlyArray<{ name: string; result: string; fix: string }>
    }>({ stdout })
    const failed = checks.filter(({ result }) => result === "failed")
    assert.deepStrictEqual([code, healthy], [3, false])
    assert.deepStrictEqual(
      failed.map((check) => check.name),
      [name]
    )
    assert.match(failed[0]?.fix ?? "", fix)
  }).pipe(Effect.scoped, Effect.provide(emulator))
)

it.live("the doctor tells what calls must give and may change", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { code, stdout } = yield* run(["doctor", "--simulate"])
    assert.strictEqual(code, 0)
    for (const told of [
      /variables.*customer_name/,
      /overrides.*firstMessage/,
      /phone number.*can dial out/,
      /clock/,
      /ledger.*writable/
    ]) {
      assert.match(stdout, told)
    }
  }).pipe(Effect.scoped)
)
