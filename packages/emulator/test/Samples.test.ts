import { readdirSync, readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { Emulator } from "@outbound-call/emulator"
import { conversation, dial, dialled, get, listed, send, type Answer, type DialWish } from "./Caller.ts"
import { shapeProblems } from "./Shape.ts"
import { endCall, placed, twilio, twilioRecord } from "./TwilioCaller.ts"

const folder = new URL("samples/", import.meta.url)
const sampleOf = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"))

const body = (answer: Effect.Effect<Answer, never, Emulator>) => Effect.map(answer, (given) => given.body)
const read = (path: string) => body(get(path))

const sipDial = (to: string) =>
  Effect.gen(function* () {
    const waiting = yield* Effect.forkChild(dial({ to, provider: "sip-trunk" }))
    yield* TestClock.adjust("100 seconds")
    return yield* Fiber.join(waiting)
  })

const after = (seconds: number, wish: DialWish) =>
  Effect.gen(function* () {
    const id = yield* dialled(wish)
    yield* TestClock.adjust(`${seconds} seconds`)
    return yield* conversation(id)
  })

const sipFailed = Effect.gen(function* () {
  yield* sipDial("+14155550110")
  const [ring] = (yield* (yield* Emulator).rings).rings
  return yield* conversation(ring?.conversationId)
})

const page = Effect.gen(function* () {
  yield* dialled()
  yield* dialled()
  yield* TestClock.adjust("60 seconds")
  return yield* listed("page_size=1&summary_mode=include")
})

const twilioAfter = (seconds: number, queue = 0) =>
  Effect.gen(function* () {
    yield* (yield* Emulator).change({ twilioQueueSeconds: queue })
    const { sid } = yield* placed()
    yield* TestClock.adjust(1000 * seconds)
    return yield* twilioRecord(sid)
  })

const twilioPage = Effect.gen(function* () {
  yield* Effect.replicateEffect(placed(), 2)
  yield* TestClock.adjust("60 seconds")
  return (yield* twilio("/Calls.json?PageSize=1")).body
})

const endOver = Effect.gen(function* () {
  const { sid } = yield* placed()
  yield* TestClock.adjust("60 seconds")
  return (yield* endCall(sid)).body
})

const user = { user_id: "call_01JD" }

const answers: Readonly<Record<string, Effect.Effect<unknown, unknown, Emulator>>> = {
  "dial-twilio": body(dial()),
  "dial-exotel": body(dial({ provider: "exotel" })),
  "dial-sip": body(sipDial("+14155550100")),
  "dial-refused": body(dial({ to: "+14155550112" })),
  "conversation-ringing": after(0, {}),
  "conversation-done": after(60, { data: user }),
  "conversation-dropped": after(60, { to: "+14155550105" }),
  "conversation-voicemail": after(60, { to: "+14155550104" }),
  "conversation-sip-failed": sipFailed,
  "conversation-list": page,
  agent: read("/v1/convai/agents/agent_demo"),
  "agent-list": read("/v1/convai/agents"),
  "phone-numbers-v1": read("/v1/convai/phone-numbers"),
  "phone-numbers-v2": read("/v1/convai/v2/phone-numbers"),
  "phone-number": read("/v1/convai/phone-numbers/phnum_sip"),
  tool: read("/v1/convai/tools/tool_lookup_case"),
  user: read("/v1/user"),
  subscription: read("/v1/user/subscription"),
  settings: read("/v1/convai/settings"),
  "live-count": read("/v1/convai/analytics/live-count"),
  "twilio-call-queued": twilioAfter(10, 30),
  "twilio-call-in-progress": twilioAfter(10),
  "twilio-call-list": twilioPage,
  "twilio-numbers": body(twilio("/IncomingPhoneNumbers.json?PhoneNumber=%2B14155550199")),
  "twilio-error-authenticate": body(twilio("/Calls.json", "GET", "", "invalid")),
  "twilio-error-not-found": twilioRecord("CA00000000000000000000000000000001"),
  "twilio-error-call-over": endOver,
  "error-no-key": body(send("GET", "/v1/user", undefined, {})),
  "error-wrong-key": body(send("GET", "/v1/user", undefined, { "xi-api-key": "invalid" })),
  "error-missing-permissions": body(dial({ key: "readonly" })),
  "error-conversation-not-found": read("/v1/convai/conversations/conv_none"),
  "error-agent-not-found": read("/v1/convai/agents/agent_none"),
  "error-route": read("/v1/nothing"),
  "error-invalid-body": body(send("POST", "/v1/convai/twilio/outbound-call", {}))
}

describe("the answer has the shape of the sample", () => {
  it("for every sample there is", () => {
    const samples = readdirSync(folder).map((file) => file.replace(".json", ""))
    assert.deepStrictEqual(Object.keys(answers).toSorted(), samples.toSorted())
  })

  for (const [name, answer] of Object.entries(answers)) {
    it.effect(name, () =>
      Effect.gen(function* () {
        assert.deepStrictEqual(shapeProblems(sampleOf(name), yield* answer), [])
      }).pipe(Effect.provide(Emulator.layerMemory()))
    )
  }

  it("and the comparison sees a missing key, another type, a null and a shorter list", () => {
    assert.deepStrictEqual(shapeProblems({ a: [1, { b: "x" }], c: 1, d: {} }, { a: [1, {}], c: null, d: [] }), [
      "$.a.1.b: missing",
      "$.c: expected number, got null",
      "$.d: expected object, got array"
    ])
    assert.deepStrictEqual(shapeProblems([1, 2], [1]), ["$.1: missing"])
  })
})
