import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect } from "effect"
import { Emulator } from "@outbound-call/emulator"
import { AgentId, type CallRequest, checkCall, PhoneNumber, PhoneNumberId, placeCall } from "@outbound-call/core"
import { prepareCall, requiredVariables } from "@outbound-call/core/PrepareCall"
import { inWorld, pass, place, posts, reads, request, rings, type RigOptions } from "./Rig.ts"

interface Refused {
  readonly name: string
  readonly request: CallRequest
  readonly options?: RigOptions
  /** The codes of the problems, all at once; or the tag and code of another error. */
  readonly codes: ReadonlyArray<string>
}

const agent = AgentId.make
const phone = PhoneNumberId.make

const refusals: ReadonlyArray<Refused> = [
  { name: "a missing variable", request: { to: "+14155550100" }, codes: ["missing-variable"] },
  {
    name: "a variable that a tool needs, placeholders or not",
    request: request({ agentId: agent("agent_tools") }),
    codes: ["missing-variable"]
  },
  {
    name: "a variable of an overridden first message",
    request: request({ overrides: { firstMessage: "Hi {{ nickname }}" } }),
    codes: ["missing-variable"]
  },
  {
    name: "variables of the provider's or our own",
    request: request({ variables: { customer_name: "Ada", system__caller_id: "x", outbound_call_id: "call_1" } }),
    codes: ["reserved-variable", "reserved-variable"]
  },
  {
    name: "an override that the agent does not allow",
    request: request({ overrides: { prompt: "Shout." } }),
    codes: ["override-not-allowed"]
  },
  {
    name: "a maximum duration that the agent does not allow",
    request: request({ maxDurationSeconds: 60 }),
    codes: ["override-not-allowed"]
  },
  { name: "an unknown agent", request: request({ agentId: agent("agent_none") }), codes: ["agent-not-found"] },
  {
    name: "an unknown phone number id",
    request: request({ phoneNumberId: phone("phnum_none") }),
    codes: ["phone-number-not-found"]
  },
  {
    name: "a phone number that is for inbound calls only",
    request: request({ phoneNumberId: phone("phnum_inbound") }),
    codes: ["phone-number-inbound-only"]
  },
  {
    name: "a caller number that disagrees with the phone number id",
    request: request(),
    options: { settings: { callerNumber: PhoneNumber.make("+14155550198") } },
    codes: ["phone-number-disagrees"]
  },
  {
    name: "a caller number that the account does not have",
    request: request(),
    options: { settings: { phoneNumberId: undefined, callerNumber: PhoneNumber.make("+14155550111") } },
    codes: ["no-phone-number"]
  },
  {
    name: "no phone number and no agent",
    request: request(),
    options: { settings: { phoneNumberId: undefined, agentId: undefined } },
    codes: ["no-phone-number", "no-agent"]
  },
  {
    name: "digits that read two ways from where the caller is",
    request: request({ to: "3235550134" }),
    codes: ["ambiguous-number"]
  },
  { name: "a national number without a region", request: request({ to: "4155550100" }), codes: ["national-number"] },
  { name: "an emergency number", request: request({ to: "911" }), codes: ["CallRefused emergency-number"] },
  {
    name: "a wrong key",
    request: request(),
    options: { apiKey: "invalid" },
    codes: ["ProviderError unauthorized"]
  },
  {
    name: "everything at once",
    request: request({
      to: "3235550134",
      phoneNumberId: phone("phnum_demo"),
      variables: { system__x: 1 },
      overrides: { prompt: "p", voiceId: "v", language: "fr" },
      maxDurationSeconds: 5
    }),
    codes: [
      "reserved-variable",
      "ambiguous-number",
      "missing-variable",
      "override-not-allowed",
      "override-not-allowed",
      "override-not-allowed"
    ]
  },
  {
    name: "values that no variable can have, which the provider would drop",
    request: request({ variables: { customer_name: Number.NaN, a: null, b: undefined, c: {} } as never }),
    codes: ["malformed-request", "malformed-request", "malformed-request", "malformed-request"]
  },
  {
    name: "options out of their bounds",
    request: request({ ringingTimeoutSeconds: 601, maxDurationSeconds: 0, overrides: { firstMessage: "" } }),
    codes: ["malformed-request", "malformed-request", "malformed-request"]
  },
  ...["US-CAL", "US-ZZ", "US-PR", "CA-ON", "FR-75"].map((place) => ({
    name: `a place that is none, or in another country than the number: ${place}`,
    request: request({ recipient: { place } }),
    codes: ["unknown-place"]
  })),
  { name: "no request at all", request: undefined as never, codes: ["malformed-request"] },
  {
    name: "what needs no look at the provider, together",
    request: { to: "abc", variables: { system__x: 1 } },
    options: { settings: { agentId: undefined } },
    codes: ["malformed-number", "reserved-variable", "no-agent"]
  }
]

const codesOf = (wish: CallRequest) =>
  Effect.map(Effect.flip(placeCall(wish)), (error) => {
    assert.isAbove(error.message.length, 20)
    switch (error._tag) {
      case "InvalidRequest":
        return error.problems.map(({ code }) => code)
      case "CallRefused":
        return [`CallRefused ${error.code}`]
      case "ProviderError":
        return [`ProviderError ${error.reason}`]
      default:
        return [error._tag]
    }
  })

describe("prepareCall", () => {
  for (const { codes, name, options, request: wish } of refusals) {
    it.effect(`dials nothing for ${name}`, () =>
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* codesOf(wish), codes)
        assert.strictEqual(yield* posts, 0)
        assert.strictEqual(yield* rings, 0)
      }).pipe(inWorld(options))
    )
  }

  it.effect("asks the provider nothing about a request that cannot be dialled anyway", () =>
    Effect.gen(function* () {
      for (const to of ["911", "abc", "+1"]) yield* Effect.flip(placeCall(request({ to })))
      assert.strictEqual(yield* reads, 0)
    }).pipe(inWorld())
  )

  it.effect("reads agent and number once for a burst of calls, and again after a minute", () =>
    Effect.gen(function* () {
      for (const digits of ["0100", "0101", "0102"]) yield* place({ to: `+1415555${digits}` })
      assert.strictEqual(yield* reads, 2)
      yield* pass(61)
      yield* place({ to: "+14155550103" })
      assert.strictEqual(yield* reads, 4)
    }).pipe(inWorld())
  )

  it.effect("fills in every default", () =>
    Effect.gen(function* () {
      const { caller, request: resolved, warnings } = yield* prepareCall(request({ to: "14155550100", region: "US" }))
      assert.deepStrictEqual<unknown>(resolved, {
        to: "+14155550100",
        agentId: "agent_demo",
        phoneNumberId: "phnum_demo",
        purpose: "test",
        variables: { customer_name: "Ada" }
      })
      assert.deepInclude<object>(caller, { number: "+14155550199", carrier: "twilio" })
      assert.deepStrictEqual(warnings, [])
    }).pipe(inWorld())
  )

  it.effect("takes informational for the purpose where none is set", () =>
    Effect.map(prepareCall(request()), ({ request: resolved }) =>
      assert.strictEqual(resolved.purpose, "informational")
    ).pipe(inWorld({ settings: { purpose: undefined } }))
  )

  it.effect("finds the phone number id by the caller number", () =>
    Effect.map(prepareCall(request()), ({ caller }) =>
      assert.deepInclude<object>(caller, { id: "phnum_sip", carrier: "sip_trunk" })
    ).pipe(inWorld({ settings: { phoneNumberId: undefined, callerNumber: PhoneNumber.make("+14155550198") } }))
  )

  it.effect("lets the phone number of a request win over the configured caller number", () =>
    Effect.map(prepareCall(request({ phoneNumberId: phone("phnum_sip") })), ({ caller }) =>
      assert.strictEqual(caller.id, "phnum_sip")
    ).pipe(inWorld({ settings: { callerNumber: PhoneNumber.make("+14155550199") } }))
  )

  it.effect("dials with a warning when the key may not read the agent", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* prepareCall(request({ agentId: agent("agent_plain") }))
      yield* emulator.fault({ target: "any", kind: "html", status: 403 })
      const { call, warnings } = yield* placeCall(request())
      assert.strictEqual(call.status, "initiated")
      assert.strictEqual(warnings.length, 1)
      assert.include(warnings[0], "The agent could not be checked")
    }).pipe(inWorld())
  )

  it.effect("does not add a + when the caller's country cannot be told", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.fault({ target: "any", kind: "html", status: 403 })
      assert.deepStrictEqual(yield* codesOf(request({ to: "3235550134" })), ["ambiguous-number"])
      yield* emulator.fault({ target: "any", kind: "html", status: 403 })
      assert.strictEqual((yield* place({ to: "+14155550100" })).status, "initiated")
    }).pipe(inWorld())
  )

  it.effect("fails when the provider cannot be read, and dials nothing", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "any", kind: "html", status: 401 })
      assert.deepStrictEqual(yield* codesOf(request()), ["ProviderError unauthorized"])
      assert.strictEqual(yield* posts, 0)
    }).pipe(inWorld())
  )
})

describe("where the person is", () => {
  const told = (to: string, place: string) =>
    Effect.map(checkCall(request({ to, recipient: { place } })), ({ problems }) =>
      problems.flatMap(({ code, message }) => (code === "unknown-place" ? [message] : []))
    )

  it.effect("may be any state of the number's country, also of that to which its region belongs", () =>
    Effect.gen(function* () {
      for (const [to, place] of [
        ["+14155550100", "US-CA"],
        ["+14155550100", "US-DC"],
        ["+14165550100", "CA-ON"],
        ["+17875550100", "US-TX"],
        ["+61491570156", "AU-NSW"]
      ] as const) {
        assert.deepStrictEqual(yield* told(to, place), [], `${to} ${place}`)
      }
    }).pipe(inWorld())
  )

  it.effect("is told with the codes that are nearest, or with the country that it would have to be in", () =>
    Effect.gen(function* () {
      assert.match((yield* told("+14155550100", "US-CAL"))[0] ?? "", /"US-CAL" is no state .*US-CA\b/)
      assert.match((yield* told("+14165550100", "CA-ONT"))[0] ?? "", /CA-ON\b/)
      assert.match((yield* told("+61491570156", "US-CA"))[0] ?? "", /number is of AU.*"US-CA".*recipient.timeZone/)
    }).pipe(inWorld())
  )

  it.effect("is warned of where its time zone is not one of the number's country, and holds all the same", () =>
    Effect.gen(function* () {
      const warnings = (timeZone: string) =>
        Effect.map(checkCall(request({ recipient: { timeZone } })), (check) =>
          check.warnings.filter((warning) => warning.includes("time zone"))
        )
      for (const zone of ["America/Chicago", "US/Pacific", "Pacific/Honolulu"]) {
        assert.deepStrictEqual(yield* warnings(zone), [], zone)
      }
      assert.match((yield* warnings("Asia/Tokyo"))[0] ?? "", /Asia\/Tokyo is no time zone of US/)
    }).pipe(inWorld())
  )
})

describe("requiredVariables", () => {
  const known = {
    id: agent("agent_x"),
    name: null,
    variables: { firstMessage: ["a", "b"], prompt: ["c"], tools: ["a", "d"], placeholders: [] },
    firstMessage: null,
    language: null,
    presets: {},
    recordsVoice: null,
    maxDurationSeconds: null,
    allowedOverrides: { firstMessage: true, language: true, prompt: true, voiceId: true, maxDuration: true }
  }

  it("asks for each variable once", () => assert.deepStrictEqual(requiredVariables(known, {}), ["a", "b", "c", "d"]))

  it("asks for those of an overridden text instead", () => {
    assert.deepStrictEqual(requiredVariables(known, { firstMessage: "Hi {{x}}" }), ["x", "c", "a", "d"])
    assert.deepStrictEqual(requiredVariables(known, { prompt: "plain" }), ["a", "b", "d"])
  })
})

describe("a consent", () => {
  it.effect("is taken with its instants, and the same request again is the same call", () =>
    Effect.gen(function* () {
      const at = DateTime.makeUnsafe("2026-01-02T03:04:05Z")
      const consent = { kind: "express", source: "form 7", at, expiresAt: DateTime.add(at, { days: 365 }) } as const
      const key = { type: "given", key: "order-7" } as const
      const { call } = yield* placeCall(request({ consent }), key)
      assert.strictEqual(call.status, "initiated")
      const again = yield* placeCall(request({ consent: { ...consent, at: DateTime.makeUnsafe(at) } }), key)
      assert.deepStrictEqual([again.replayed, again.call.id], [true, call.id])
      const other = yield* Effect.flip(placeCall(request({ consent: { ...consent, source: "form 8" } }), key))
      assert.strictEqual(other._tag, "IdempotencyMismatch")
    }).pipe(inWorld())
  )
})

describe("checkCall", () => {
  it.effect("says what stands against a request, and dials and records nothing", () =>
    Effect.gen(function* () {
      const good = yield* checkCall(request())
      assert.deepInclude<object>(good, { allowed: true, problems: [], blockedBy: null })
      assert.strictEqual(good.request?.to, "+14155550100")
      const bad = yield* checkCall({ to: "+14155550100" })
      assert.isFalse(bad.allowed)
      assert.deepStrictEqual(
        bad.problems.map(({ code }) => code),
        ["missing-variable"]
      )
      assert.deepStrictEqual(
        (yield* checkCall(request({ to: "911" }))).problems.map(({ code, field }) => `${field} ${code}`),
        ["to emergency-number"]
      )
      assert.strictEqual(yield* posts, 0)
    }).pipe(inWorld())
  )

  it.effect("names the live call that would block it", () =>
    Effect.gen(function* () {
      const live = yield* place()
      const check = yield* checkCall(request())
      assert.isFalse(check.allowed)
      assert.strictEqual(check.blockedBy?.id, live.id)
      assert.isTrue((yield* checkCall(request({ to: "+14155550101" }))).allowed)
      assert.isTrue((yield* checkCall(request({ phoneNumberId: phone("phnum_exotel") }))).allowed)
      assert.strictEqual(yield* rings, 1)
    }).pipe(inWorld())
  )
})
