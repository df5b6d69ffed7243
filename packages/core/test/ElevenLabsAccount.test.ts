import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { AgentId, PhoneNumberId, ProviderAccount } from "@outbound-call/core"
import * as ElevenLabsAccount from "@outbound-call/core/elevenlabs/ElevenLabsAccount"
import { Traffic } from "./Rig.ts"
import { sampleStart } from "./SampleCall.ts"
import { scriptedProvider, type ScriptedReply } from "./ScriptedProvider.ts"

const against = (answer: (url: URL, n: number) => ScriptedReply) =>
  ElevenLabsAccount.layer({
    kind: "elevenlabs",
    baseUrl: "https://provider.example",
    apiKey: Redacted.make("key-1"),
    dashboard: "https://example.com/"
  }).pipe(Layer.provideMerge(scriptedProvider(answer)))

const agent = AgentId.make("agent_1")
const phnum = PhoneNumberId.make("phnum_1")
const phone = { phone_number_id: "phnum_1", phone_number: "+14155550199", label: "L", provider: "twilio" }

const answers: ReadonlyArray<readonly [name: string, reply: ScriptedReply, known: string]> = [
  ["a record", { body: JSON.stringify(phone) }, "known"],
  [
    "a 404 that says that it is not there",
    { status: 404, body: '{"detail":{"code":"not_found","message":"No."}}' },
    "missing"
  ],
  ["a 404 of a route that is not there", { status: 404, body: '{"detail":"Not Found"}' }, "untold"],
  ["a 404 page", { status: 404, body: "<html>" }, "untold"],
  [
    "a missing permission",
    { status: 401, body: '{"detail":{"status":"missing_permissions","message":"No."}}' },
    "untold"
  ],
  ["a 403", { status: 403 }, "untold"],
  ["an answer of another form", { body: "[]" }, "untold"],
  ["a wrong key", { status: 401, body: '{"detail":{"code":"unauthorized","message":"No."}}' }, "unauthorized"],
  ["a limit that lasts", { status: 429, headers: { "retry-after": "3600" } }, "rate-limited"]
]

describe("the ElevenLabs account", () => {
  it.effect.each(answers.map(([name, reply, known]) => ({ name, reply, known })))(
    "takes $name for $known",
    ({ known, reply }) =>
      Effect.gen(function* () {
        const account = yield* ProviderAccount
        const result = yield* Effect.result(account.callerNumber(phnum))
        assert.strictEqual(result._tag === "Success" ? result.success.type : result.failure.reason, known)
      }).pipe(Effect.provide(against(() => reply)))
  )

  it.effect("remembers what it knows for a minute, and nothing else", () =>
    Effect.gen(function* () {
      const account = yield* ProviderAccount
      const { sent } = yield* Traffic
      assert.strictEqual((yield* account.callerNumber(phnum)).type, "untold")
      assert.strictEqual((yield* account.callerNumber(phnum)).type, "known")
      yield* TestClock.adjust("59 seconds")
      yield* account.callerNumber(phnum)
      assert.strictEqual(sent.length, 2)
      yield* TestClock.adjust("1 second")
      yield* account.callerNumber(phnum)
      assert.strictEqual(sent.length, 3)
    }).pipe(Effect.provide(against((_, n) => (n === 0 ? { status: 403 } : { body: JSON.stringify(phone) }))))
  )

  const carriers = [
    [phone, { carrier: "twilio", number: "+14155550199", supportsOutbound: null }],
    [
      { ...phone, provider: "sip_trunk", supports_outbound: false },
      { carrier: "sip_trunk", supportsOutbound: false }
    ],
    [
      { ...phone, provider: "exotel", supports_outbound: true },
      { carrier: "exotel", supportsOutbound: true }
    ],
    [{ ...phone, provider: "whatsapp" }, { carrier: null }],
    [
      { phone_number_id: "phnum_1", phone_number: "sip:line" },
      { carrier: "twilio", number: null, label: null }
    ]
  ] as const
  it.effect.each(carriers)("reads the number %o", ([record, expected]) =>
    Effect.gen(function* () {
      const known = yield* (yield* ProviderAccount).callerNumber(phnum)
      assert.deepInclude<object>(known.type === "known" ? known.value : {}, expected)
    }).pipe(Effect.provide(against(() => ({ body: JSON.stringify(record) }))))
  )

  for (const [name, body] of [
    ["an array", [phone]],
    ["a page", { phone_numbers: [phone], has_more: false }]
  ] as const) {
    it.effect(`reads the numbers from ${name}`, () =>
      Effect.gen(function* () {
        const numbers = yield* (yield* ProviderAccount).callerNumbers
        assert.deepStrictEqual(numbers.type === "known" ? numbers.value.map(({ id }) => id) : [], ["phnum_1"])
      }).pipe(Effect.provide(against(() => ({ body: JSON.stringify(body) }))))
    )
  }

  it.effect("reads an agent with its tools, also when one of them cannot be read", () =>
    Effect.gen(function* () {
      const known = yield* (yield* ProviderAccount).agent(agent)
      assert.deepStrictEqual(known.type === "known" ? known.value.variables.tools : [], ["case_id"])
    }).pipe(
      Effect.provide(
        against(({ pathname }) => {
          if (pathname.endsWith("/agents/agent_1")) {
            return { body: JSON.stringify({ conversation_config: { agent: { prompt: { tool_ids: ["t/1", "t2"] } } } }) }
          }
          return pathname.endsWith("t%2F1") ? { body: '{"tool_config":{"url":"{{case_id}}"}}' } : { status: 404 }
        })
      )
    )
  )

  it.effect("lists every page of the agents, without the archived ones", () =>
    Effect.gen(function* () {
      const agents = yield* (yield* ProviderAccount).agents
      assert.deepStrictEqual(agents.type === "known" ? agents.value.map(({ id, name }) => `${id} ${name}`) : [], [
        "agent_1 One",
        "agent_3 null"
      ])
      assert.deepStrictEqual(
        (yield* Traffic).sent.map(({ search }) => search),
        ["?page_size=100", "?page_size=100&cursor=next"]
      )
    }).pipe(
      Effect.provide(
        against(({ searchParams }) => ({
          body: searchParams.has("cursor")
            ? '{"agents":[{"agent_id":"agent_3"}],"has_more":false,"next_cursor":"more"}'
            : '{"agents":[{"agent_id":"agent_1","name":"One"},{"agent_id":"agent_2","archived":true}],"has_more":true,"next_cursor":"next"}'
        }))
      )
    )
  )

  it.effect("tells how far the provider's clock is ahead", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(sampleStart)
      const account = yield* ProviderAccount
      assert.strictEqual(yield* account.clockOffset, 7000)
      assert.isNull(yield* account.clockOffset)
      assert.isNull(yield* account.clockOffset)
    }).pipe(
      Effect.provide(
        against((_, n) => {
          if (n === 0) return { headers: { date: "Sun, 22 Nov 2026 12:00:07 GMT" } }
          return n === 1 ? { headers: { date: "yesterday" } } : {}
        })
      )
    )
  )
})
