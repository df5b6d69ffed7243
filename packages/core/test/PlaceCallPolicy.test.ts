import { assert, describe, it } from "@effect/vitest"
import {
  AgentId,
  Breakers,
  builtInProfiles,
  checkCall,
  getCall,
  listCalls,
  type PolicyProfile,
  ProviderAccount,
  Suppressions,
  SuppressionId
} from "@outbound-call/core"
import { DateTime, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { Emulator } from "@outbound-call/emulator"
import { inWorld, pass, place, posts, request, rings, settle } from "./Rig.ts"
import { sampleId, sampleNow } from "./SampleCall.ts"

const mobile = "+12125550100"

/** The service where phones ring, with the profile of a newcomer, at noon of a Tuesday in New York. */
const real = (profile: Partial<PolicyProfile> = {}, at = "2026-11-24T17:00:00Z") => {
  const settings = { purpose: undefined, profile: { ...builtInProfiles.default, ...profile } }
  return <A, E, R>(test: Effect.Effect<A, E, R>) =>
    TestClock.setTime(DateTime.toEpochMillis(DateTime.makeUnsafe(at))).pipe(
      Effect.andThen(test),
      inWorld({ kind: "elevenlabs", settings })
    )
}

/** The account is known, and the key may not read the agent from now on. */
const unreadableAgent = Effect.gen(function* () {
  const emulator = yield* Emulator
  yield* checkCall(request({ to: mobile, agentId: AgentId.make("agent_plain") }))
  yield* emulator.fault({ target: "any", kind: "html", status: 403, times: 10 })
})

const refusal = (change: Parameters<typeof request>[0] = {}) =>
  Effect.flip(place({ to: mobile, ...change })).pipe(Effect.filterOrFail((error) => error._tag === "CallRefused"))

describe("placing a call under the policy", () => {
  it.effect(
    "passes the first call of a newcomer to New York at noon, and not to California, where an agent must say more",
    () =>
      Effect.gen(function* () {
        assert.strictEqual((yield* place({ to: mobile })).status, "initiated")
        assert.strictEqual(yield* rings, 1)
        yield* pass(2)
        const { code, reason } = yield* refusal({ to: "+14155550100" })
        assert.strictEqual(code, "disclosure")
        assert.match(reason, /first message does not say .*recorded/)
        const firstMessage = "Hello, this is an AI assistant of the demo line, and the call is recorded."
        assert.strictEqual((yield* place({ to: "+14155550100", overrides: { firstMessage } })).status, "initiated")
      }).pipe(real())
  )

  it.effect("refuses at night, says until when, records nothing, and the same key places the call in the morning", () =>
    Effect.gen(function* () {
      const key = { type: "given", key: "k" } as const
      const no = yield* Effect.flip(place({ to: mobile }, key)).pipe(
        Effect.filterOrFail((error) => error._tag === "CallRefused")
      )
      assert.strictEqual(no.code, "calling-window")
      assert.strictEqual(
        no.notBefore === undefined ? null : DateTime.formatIso(no.notBefore),
        "2026-11-25T13:00:00.000Z"
      )
      assert.match(no.message, /It is Tue 22:00 there.* No phone rang.*2026-11-25T13:00/)
      assert.deepStrictEqual((yield* listCalls({})).calls, [])
      assert.strictEqual(yield* posts, 0)
      yield* TestClock.setTime(DateTime.toEpochMillis(DateTime.makeUnsafe("2026-11-25T13:00:00Z")))
      assert.strictEqual((yield* place({ to: mobile }, key)).status, "initiated")
    }).pipe(real({}, "2026-11-25T03:00:00Z"))
  )

  it.effect("refuses as it would for the time that the request names for the person", () =>
    Effect.gen(function* () {
      const { code } = yield* refusal({ recipient: { timeZone: "Pacific/Auckland" } })
      assert.strictEqual(code, "calling-window")
      const unknown = yield* Effect.flip(place({ to: mobile, recipient: { timeZone: "Mars/Olympus" } }))
      assert.strictEqual(unknown._tag, "InvalidRequest")
      assert.strictEqual(yield* posts, 0)
    }).pipe(real())
  )

  const longest = [
    ["the agent allows it", "agent_open", 60, 60],
    ["it is longer than the agent talks", "agent_open", 7_200, 600],
    ["there is none", "agent_open", null, 600],
    ["the agent does not allow it", "agent_demo", 60, 600]
  ] as const
  it.effect.each(longest)("ends a call by the profile's longest where %s", ([, agentId, longestCallSeconds, lasts]) =>
    Effect.gen(function* () {
      const key = { type: "given", key: "k" } as const
      const wish = { to: "+12125550114", agentId: AgentId.make(agentId), purpose: "requested" as const }
      const { id } = yield* place(wish, key)
      yield* TestClock.adjust("15 minutes")
      assert.strictEqual((yield* getCall(id)).durationSeconds, lasts)
      assert.strictEqual((yield* place(wish, key)).id, id)
    }).pipe(real({ longestCallSeconds }))
  )

  it.effect("refuses a request for a longer call than the profile allows, and reserves what it may last", () =>
    Effect.gen(function* () {
      const agentId = AgentId.make("agent_open")
      const asked = { agentId, maxDurationSeconds: 61 }
      assert.strictEqual((yield* refusal(asked)).code, "minutes")
      assert.strictEqual(yield* posts, 0)
      const minute = yield* checkCall(request({ to: mobile, ...asked, maxDurationSeconds: 60 }))
      assert.strictEqual(minute.policy?.decision, "allow")
      const open = yield* checkCall(request({ to: mobile, agentId }))
      assert.strictEqual(open.policy?.decision, "allow", "it is told to last a minute")
      const closed = yield* checkCall(request({ to: mobile }))
      assert.deepStrictEqual(
        closed.problems.map(({ code }) => code),
        ["spend"],
        "it may last for half an hour"
      )
    }).pipe(real({ longestCallSeconds: 60, dollarsPerDay: 0.115 }))
  )

  /** The agent is there and says everything but when it ends a call. */
  const withoutLength = Effect.gen(function* () {
    const account = yield* ProviderAccount
    return ProviderAccount.of({
      ...account,
      agent: (id) =>
        Effect.map(account.agent(id), (agent) =>
          agent.type === "known" ? { ...agent, value: { ...agent.value, maxDurationSeconds: null } } : agent
        )
    })
  })

  const unknownLengths = [
    ["its agent may not be read", unreadableAgent, {}],
    ["its agent does not tell", Effect.void, {}],
    ["its agent speaks on a branch", Effect.void, { branchId: "b" }],
    ["its agent speaks in an environment", Effect.void, { environment: "e" }]
  ] as const
  it.effect.each(unknownLengths)(
    "reserves the longest call of the provider, and says so, where %s",
    ([, begin, change]) =>
      Effect.gen(function* () {
        yield* begin
        const check = yield* checkCall(request({ to: mobile, ...change }))
        const said = (rule: string) => check.policy?.verdicts.find((verdict) => verdict.rule === rule)?.says
        assert.strictEqual(
          said("spend"),
          "0.00 of 13.79 dollars of the day are taken, and this call may cost 13.80. It is not known when the agent ends a call: the 120 minutes that the provider allows are counted."
        )
        assert.strictEqual(
          said("minutes"),
          "0 of 120 minutes of the day are taken. It is not known when the agent ends a call: the 120 minutes that the provider allows are counted."
        )
        assert.include(
          check.problems.map(({ code }) => code),
          "spend"
        )
      }).pipe(
        Effect.provideServiceEffect(ProviderAccount, withoutLength),
        real({ longestCallSeconds: 60, minutesPerDay: 120, dollarsPerDay: 13.79 })
      )
  )

  it.effect(
    "refuses a branch, an environment or a language whose first message it cannot know, where the law wants it",
    () =>
      Effect.gen(function* () {
        const firstMessage = "Hello, this is an AI assistant, and the call is recorded."
        const to = "+14155550100"
        for (const unknown of [{ branchId: "b" }, { environment: "e" }, { overrides: { language: "fr" } }] as const) {
          const { reason } = yield* refusal({ to, ...unknown })
          assert.match(reason, /first message is not known/)
        }
        assert.strictEqual(yield* posts, 0)
        const told = { overrides: { firstMessage, language: "fr" } }
        const check = yield* checkCall(request({ to, environment: "e", ...told }))
        assert.strictEqual(check.policy?.verdicts.find(({ rule }) => rule === "disclosure")?.decision, "allow")
      }).pipe(real())
  )

  it.effect("reserves two hours for an agent on a branch, whose length it cannot know", () =>
    Effect.gen(function* () {
      const decision = (wish: Parameters<typeof request>[0]) =>
        Effect.map(
          checkCall(request({ to: mobile, ...wish })),
          ({ policy }) => policy?.verdicts.find(({ rule }) => rule === "minutes")?.decision
        )
      assert.strictEqual(yield* decision({}), "allow")
      assert.strictEqual(yield* decision({ branchId: "b" }), "refuse")
    }).pipe(real({ minutesPerDay: 119 }))
  )

  const targets = [
    ["+19005550100", "number-type"],
    ["+18005550199", "number-type"],
    ["+870773111632", "number-type"],
    ["+881612345678", "number-type"],
    ["+447012345678", "number-type"],
    ["+15005550006", "number-type"],
    ["+18002738255", "crisis-number"],
    ["+33199001234", "country"]
  ] as const
  it.effect.each(targets)("never calls %s: %s", ([to, code]) =>
    Effect.gen(function* () {
      assert.strictEqual((yield* refusal({ to })).code, code)
      assert.strictEqual(yield* posts, 0)
    }).pipe(real())
  )

  it.effect("tells the verdict of every rule, with a number in none", () =>
    Effect.gen(function* () {
      const { verdicts = [] } = yield* refusal({ to: "+33199001234" })
      assert.isAbove(verdicts.length, 15)
      assert.notInclude(JSON.stringify(verdicts), "33199")
    }).pipe(real())
  )

  it.effect("dials one call a second: who comes sooner waits, and everyone is called", () =>
    Effect.gen(function* () {
      const placing = yield* Effect.forEach(["0101", "0102", "0103"], (digits) => place({ to: `+1212555${digits}` }), {
        concurrency: "unbounded"
      }).pipe(Effect.forkChild)
      yield* settle
      assert.strictEqual(yield* posts, 1)
      yield* pass(1)
      assert.strictEqual(yield* posts, 2)
      yield* pass(1)
      assert.strictEqual(yield* posts, 3)
      yield* Fiber.join(placing)
    }).pipe(real())
  )

  it.effect("refuses who would wait too long for a turn", () =>
    Effect.gen(function* () {
      yield* place({ to: "+12125550101" })
      const { code, notBefore } = yield* refusal()
      assert.deepStrictEqual([code, notBefore === undefined], ["pace", false])
    }).pipe(real({ paceMillis: 60_000 }))
  )

  it.effect("stops all dialling when numbers of one block are called in a row, until a person allows it", () =>
    Effect.gen(function* () {
      const codes: Array<string> = []
      for (const digits of ["0101", "0102", "0103", "0104", "0105", "0106"]) {
        codes.push(
          yield* place({ to: `+1212555${digits}` }).pipe(
            Effect.map(({ status }) => status),
            Effect.catchTag("CallRefused", ({ code }) => Effect.succeed(code))
          )
        )
        yield* pass(1)
      }
      assert.deepStrictEqual(codes, ["initiated", "initiated", "initiated", "initiated", "fan-out", "breaker"])
      yield* (yield* Breakers).reopen("ada")
      assert.strictEqual((yield* place({ to: "+16465550101" })).status, "initiated")
    }).pipe(real())
  )

  it.effect("does not call a number on the do-not-call list, and the emulator hears nothing of it", () =>
    Effect.gen(function* () {
      yield* (yield* Suppressions).add([
        {
          id: SuppressionId.make(`sup_${sampleId(1).slice("call_".length)}`),
          number: (yield* checkCall(request({ to: mobile }))).request?.to ?? assert.fail("not read"),
          source: "asked for in a call",
          note: null,
          addedAt: sampleNow,
          addedBy: "ada"
        }
      ])
      assert.strictEqual((yield* refusal()).code, "suppression")
      assert.strictEqual(yield* posts, 0)
      assert.lengthOf(
        yield* Effect.flatMap(Emulator, ({ rings: all }) => Effect.map(all, ({ total }) => Array(total))),
        0
      )
    }).pipe(real())
  )

  it.effect("says of a check what it would say of the call, with the time where the person may be", () =>
    Effect.gen(function* () {
      const good = yield* checkCall(request({ to: mobile }))
      assert.deepStrictEqual([good.allowed, good.policy?.decision, good.policy?.profile], [true, "allow", "default"])
      assert.deepStrictEqual(good.policy?.localTimes, [{ zone: "America/New_York", time: "2026-11-24 12:00" }])
      assert.strictEqual(good.policy?.maxCostDollars, 3.45)
      const bad = yield* checkCall(request({ to: "+33199001234" }))
      assert.deepStrictEqual([bad.allowed, bad.policy?.decision], [false, "refuse"])
      assert.include(
        bad.problems.map(({ code }) => code),
        "country"
      )
      assert.strictEqual(yield* posts, 0)
    }).pipe(real())
  )
})
