import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { Emulator, type FaultRequest } from "@outbound-call/emulator"
import {
  type Call,
  CallLedger,
  CarrierAccount,
  type CarrierCall,
  getCall,
  recoverCall,
  recoverCalls,
  RecoveryLoop,
  resolveCall,
  viewCall,
  VoiceProvider
} from "@outbound-call/core"
import { inWorld, ledgerWith, pass, place, rings, Traffic } from "./Rig.ts"
import { sampleCall } from "./SampleCall.ts"

const lose = (when: "before" | "after", fault: Partial<FaultRequest> = {}, to?: string) =>
  Effect.gen(function* () {
    yield* Effect.orDie((yield* Emulator).fault({ target: "dial", when, kind: "drop", ...fault }))
    return yield* place(to === undefined ? {} : { to })
  })

/** Twilio's account as these tests need it. */
const twilio = (calls: ReadonlyArray<Partial<CarrierCall>> = [], owns = true): CarrierAccount["Service"] => ({
  available: true,
  account: "AC00000000000000000000000000000000",
  owns: () => Effect.succeed(owns),
  forget: () => Effect.succeed("absent"),
  calls: () =>
    Effect.succeed(
      calls.map((call) => ({
        sid: "CA1",
        status: "queued",
        direction: "outbound-api",
        to: null,
        from: null,
        createdAt: null,
        startedAt: null,
        durationSeconds: null,
        ...call
      }))
    ),
  call: () => Effect.die("not asked"),
  end: () => Effect.die("not asked")
})

const recover = (call: Call, account: CarrierAccount["Service"]) =>
  recoverCall(call.id).pipe(Effect.provideService(CarrierAccount, account))

/** Moves the clock without running what sleeps: nothing here does. */
const wait = (seconds: number) => TestClock.adjust(seconds * 1000)

describe("a call whose dial was lost before the provider had it", () => {
  it.effect("is not placed when both witnesses showed no trace twice beyond its horizon", () =>
    Effect.gen(function* () {
      const lost = yield* lose("before")
      yield* wait(310)
      assert.strictEqual((yield* recover(lost, twilio())).call.status, "unknown")
      yield* wait(31)
      const { call, result } = yield* recover(lost, twilio())
      assert.strictEqual(result, "not-placed")
      assert.deepInclude<object>(viewCall(call), { status: "not-placed", phoneMayHaveRung: false, retrySafe: true })
      assert.strictEqual(yield* rings, 0)
    }).pipe(inWorld())
  )

  it.effect("is looked for within its horizon, and nothing counts", () =>
    Effect.gen(function* () {
      const lost = yield* lose("before")
      for (let n = 0; n < 8; n++) {
        yield* wait(35)
        assert.strictEqual((yield* recover(lost, twilio())).call.status, "unknown")
      }
      assert.isEmpty((yield* getCall(lost.id)).absences.provider)
    }).pipe(inWorld())
  )

  it.effect.each([
    ["the account does not own the caller id", twilio([], false), "no-second-witness"],
    ["there is no account", { available: false, missing: "TWILIO_ACCOUNT_SID" } as const, "no-second-witness"],
    ["Twilio shows a queued call that nobody explains", twilio([{ sid: "CA9", status: "queued" }]), "undecided"]
  ] as const)("stays unknown and needs attention when %s", ([, account, code]) =>
    Effect.gen(function* () {
      const lost = yield* lose("before")
      for (let n = 0; n < 4; n++) {
        yield* wait(310)
        const { call } = yield* recover(lost, account)
        assert.strictEqual(call.status, "unknown")
        assert.strictEqual(call.attention?.code, code)
      }
    }).pipe(inWorld())
  )

  it.effect("is not kept alive by the telephone call of another call of ours", () =>
    Effect.gen(function* () {
      const earlier = yield* place()
      yield* (yield* Emulator).advance("10 minutes").pipe(Effect.orDie)
      yield* getCall(earlier.id)
      const lost = yield* lose("before")
      const account = twilio([{ sid: earlier.callSid ?? "" }])
      yield* wait(310)
      yield* recover(lost, account)
      yield* wait(31)
      assert.strictEqual((yield* recover(lost, account)).result, "not-placed")
    }).pipe(inWorld())
  )
})

it.effect("a call that met the provider's limit is not placed after two looks, without the carrier", () =>
  Effect.gen(function* () {
    const limited = yield* lose("before", { kind: "rate-limited" })
    const none = { available: false, missing: "TWILIO_ACCOUNT_SID" } as const
    assert.strictEqual((yield* recover(limited, none)).result, "nothing")
    yield* wait(29)
    assert.strictEqual((yield* recover(limited, none)).result, "nothing")
    yield* wait(2)
    assert.strictEqual((yield* recover(limited, none)).result, "not-placed")
  }).pipe(inWorld())
)

it.effect("a call that met the provider's limit and shows at Twilio all the same needs attention", () =>
  Effect.gen(function* () {
    const limited = yield* lose("before", { kind: "rate-limited" })
    for (let n = 0; n < 3; n++) {
      const { call } = yield* recover(limited, twilio([{ sid: "CA9", status: "ringing" }]))
      assert.strictEqual(call.status, "unknown")
      assert.strictEqual(call.attention?.code, "undecided")
      yield* wait(31)
    }
  }).pipe(inWorld())
)

it.effect("a call whose dialler died is left alone within its horizon, then looked for, and found when it rang", () =>
  Effect.gen(function* () {
    const ledger = yield* CallLedger
    const rung = yield* place()
    const dead = sampleCall({ identity: rung.identity, createdAt: yield* DateTime.now })
    yield* Effect.orDie(
      ledger.claim(sampleCall({ ...dead, to: sampleCall().callerId ?? dead.to }), "{}", { type: "new" }, null)
    )
    yield* wait(60)
    assert.strictEqual((yield* recover(dead, twilio())).result, "dialing")
    yield* wait(300)
    const { call } = yield* recover(dead, twilio())
    assert.strictEqual(call.status, "unknown")
    yield* wait(31)
    assert.strictEqual((yield* recover(dead, twilio())).result, "not-placed")
  }).pipe(inWorld())
)

it.effect("a clock that was set forward right after the claim does not carry a call beyond its horizon", () =>
  Effect.gen(function* () {
    const ledger = yield* CallLedger
    const { identity } = yield* place({ to: "+14155550113" })
    const now = yield* DateTime.now
    const lost = sampleCall({ identity, createdAt: DateTime.subtract(now, { minutes: 10 }), claimedAt: now })
    yield* Effect.orDie(ledger.claim(lost, "{}", { type: "new" }, null))
    yield* ledger.record(lost.id, { type: "silence" })
    for (let n = 0; n < 8; n++) {
      yield* wait(35)
      assert.strictEqual((yield* recover(lost, twilio())).call.status, "unknown")
    }
    yield* wait(35)
    yield* recover(lost, twilio())
    yield* wait(35)
    assert.strictEqual((yield* recover(lost, twilio())).result, "not-placed")
  }).pipe(inWorld())
)

it.effect("a call is claimed by the provider's clock too", () =>
  Effect.gen(function* () {
    yield* (yield* Emulator).advance("7 seconds").pipe(Effect.orDie)
    const { claimedAt, createdAt } = yield* place()
    assert.deepStrictEqual(claimedAt, DateTime.add(createdAt, { seconds: 7 }))
  }).pipe(inWorld())
)

it.effect("a round settles what was lost, reads what nobody followed, and outlives one failure", () =>
  Effect.gen(function* () {
    const lost = yield* lose("after")
    const unwatched = yield* place({ to: "+14155550113" })
    yield* (yield* Emulator).advance("5 minutes").pipe(Effect.orDie)
    yield* wait(6)
    yield* Effect.orDie(
      (yield* Emulator).fault({ target: "conversation", when: "before", kind: "status", status: 403, times: 1 })
    )
    const first = yield* recoverCalls().pipe(Effect.provideService(CarrierAccount, twilio()))
    assert.strictEqual(first.filter(({ result }) => result === "error").length, 1)
    yield* recoverCalls().pipe(Effect.provideService(CarrierAccount, twilio()))
    const ledger = yield* CallLedger
    assert.strictEqual((yield* ledger.find(lost.id)).status, "done")
    assert.strictEqual((yield* ledger.find(unwatched.id)).status, "done")
    assert.isEmpty(yield* recoverCalls().pipe(Effect.provideService(CarrierAccount, twilio())))
    assert.strictEqual(yield* rings, 2)
  }).pipe(inWorld())
)

/** The n-th of the numbers behind which somebody answers. */
const numberOf = (n: number) =>
  `+1${["415", "212", "312"][Math.floor(n / 80)]}555${String(120 + (n % 80)).padStart(4, "0")}`

it.effect("a round sees two hundred live calls with a request for each hundred, and reads what is over", () =>
  Effect.gen(function* () {
    const emulator = yield* Emulator
    const ledger = yield* CallLedger
    const early = [yield* place({ to: "+14155550100" }), yield* place({ to: "+12125550100" })]
    yield* emulator.advance("5 minutes").pipe(Effect.orDie)
    const placed = yield* Effect.forEach(Array.from({ length: 200 }), (_, n) => place({ to: numberOf(n) }))
    for (const call of placed.slice(7, 8)) yield* ledger.record(call.id, { type: "hang-up" })
    yield* wait(8)
    const { sent } = yield* Traffic
    const before = sent.length
    const round = yield* recoverCalls()
    const requests = sent.slice(before).map(({ path }) => path.replace(/conv_.*/, "…"))
    const lists = requests.filter((path) => path === "/v1/convai/conversations")
    const singles = requests.filter((path) => path === "/v1/convai/conversations/…")
    assert.deepStrictEqual([lists.length, singles.length], [2, 3])
    const told = new Map(round.map(({ call, error, result }) => [call.id, [call.status, result, error]]))
    assert.strictEqual(told.size, 202)
    for (const { id } of early) assert.deepStrictEqual(told.get(id), ["done", "found", null])
    for (const { id } of placed) assert.deepStrictEqual(told.get(id), ["in-progress", "found", null])
    for (const { call } of round) assert.deepStrictEqual(yield* ledger.find(call.id), call)
  }).pipe(inWorld())
)

it.effect("a round reads what the list alone cannot settle: what it shows over, and what goes on for too long", () =>
  Effect.gen(function* () {
    yield* (yield* Emulator).change({ ignoreFilters: ["exclude_statuses"] }).pipe(Effect.orDie)
    const over = [yield* place({ to: numberOf(0) }), yield* place({ to: numberOf(1) })]
    const stuck = [yield* place({ to: "+14155550107" }), yield* place({ to: "+12125550107" })]
    yield* wait(26 * 3_600)
    const round = yield* recoverCalls()
    const told = new Map(round.map(({ call }) => [call.id, `${call.status} ${call.attention?.code}`]))
    for (const { id } of over) assert.strictEqual(told.get(id), "done undefined")
    for (const { id } of stuck) assert.strictEqual(told.get(id), "initiated silent-provider")
    const { sent } = yield* Traffic
    const before = sent.length
    yield* recoverCalls()
    assert.deepStrictEqual(
      new Set(sent.slice(before).map(({ path }) => path)),
      new Set(stuck.map(({ conversationId }) => `/v1/convai/conversations/${conversationId}`))
    )
  }).pipe(inWorld())
)

it.effect("a round reads each call by itself when the list cannot be read", () =>
  Effect.gen(function* () {
    for (const n of [0, 1, 2]) yield* place({ to: numberOf(n) })
    yield* wait(8)
    yield* Effect.orDie((yield* Emulator).fault({ target: "list", when: "before", kind: "status", status: 403 }))
    const round = yield* recoverCalls()
    assert.deepStrictEqual(
      round.map(({ call, result }) => [call.status, result]),
      [0, 1, 2].map(() => ["in-progress", "found"])
    )
  }).pipe(inWorld())
)

it.effect("a round reads each call by itself when looking at the list breaks", () =>
  Effect.gen(function* () {
    for (const n of [0, 1]) yield* place({ to: numberOf(n) })
    yield* wait(8)
    const broken = { conversations: () => Effect.die("it broke") }
    const round = yield* recoverCalls().pipe(
      Effect.updateService(VoiceProvider, (provider) => VoiceProvider.of({ ...provider, ...broken }))
    )
    assert.deepStrictEqual(
      round.map(({ call, result }) => [call.status, result]),
      [0, 1].map(() => ["in-progress", "found"])
    )
  }).pipe(inWorld())
)

it.effect("a round ends a call that was asked to end while the list was read", () =>
  Effect.gen(function* () {
    const ledger = yield* CallLedger
    const calls = [yield* place({ to: numberOf(0) }), yield* place({ to: numberOf(1) })]
    yield* wait(8)
    yield* recoverCalls()
    const asked: Array<string | null | undefined> = []
    const ended = yield* recoverCalls().pipe(
      Effect.updateService(VoiceProvider, (provider) =>
        VoiceProvider.of({
          ...provider,
          conversations: (query) =>
            Effect.tap(provider.conversations(query), () =>
              Effect.orDie(ledger.record(calls[0]?.id ?? assert.fail(), { type: "hang-up" }))
            ),
          conversation: (id) => {
            asked.push(id)
            return provider.conversation(id)
          }
        })
      )
    )
    assert.deepStrictEqual(asked, [calls[0]?.conversationId])
    assert.isNotNull(ended.find(({ call }) => call.id === calls[0]?.id)?.call.hangUpRequestedAt)
  }).pipe(inWorld())
)

it.effect("a round waits no longer than a minute for a list that is limited", () =>
  Effect.gen(function* () {
    for (const n of [0, 1]) yield* place({ to: numberOf(n) })
    yield* wait(8)
    yield* Effect.orDie((yield* Emulator).fault({ target: "list", kind: "rate-limited", retryAfterSeconds: 300 }))
    const round = yield* Effect.forkChild(recoverCalls())
    yield* pass(59)
    assert.isUndefined(round.pollUnsafe())
    yield* pass(2)
    assert.deepStrictEqual(
      (yield* Fiber.join(round)).map(({ result }) => result),
      ["found", "found"]
    )
  }).pipe(inWorld())
)

it.effect("a person's word ends an unknown call, and a ring that shows later wins over it", () =>
  Effect.gen(function* () {
    yield* (yield* Emulator).change({ indexLagSeconds: 5_000 }).pipe(Effect.orDie)
    const lost = yield* lose("after")
    const resolved = yield* resolveCall(lost.id, { dialled: false, by: "ops" })
    assert.deepInclude<object>(viewCall(resolved), { status: "not-placed", retrySafe: true })
    const told = yield* (yield* CallLedger).events(lost.id, 0)
    assert.deepInclude<object>(told.at(-1) ?? {}, { cause: "person", message: "ops found that it was not dialled." })
    assert.strictEqual((yield* recover(lost, twilio())).result, "settled")
    yield* (yield* Emulator).change({ indexLagSeconds: 0 }).pipe(Effect.orDie)
    const { call, result } = yield* recover(lost, twilio())
    assert.strictEqual(result, "found")
    assert.deepInclude<object>(viewCall(call), { retrySafe: false, phoneMayHaveRung: true })
    assert.strictEqual(call.attention?.code, "rang-after-all")
  }).pipe(inWorld())
)

it.effect("a person who finds that a call rang after all can say so", () =>
  Effect.gen(function* () {
    yield* (yield* Emulator).change({ indexLagSeconds: 5_000 }).pipe(Effect.orDie)
    const lost = yield* lose("after")
    yield* resolveCall(lost.id, { dialled: false, by: "ops" })
    const call = yield* resolveCall(lost.id, { dialled: true, by: "ada" })
    assert.deepInclude<object>(viewCall(call), { status: "failed", retrySafe: false, phoneMayHaveRung: true })
    assert.strictEqual(
      (yield* Effect.flip(resolveCall(lost.id, { dialled: false, by: "ops" })))._tag,
      "CallNotResolvable"
    )
  }).pipe(inWorld())
)

it.effect("a call that two empty looks proved absent is found when it shows within an hour", () =>
  Effect.gen(function* () {
    const emulator = yield* Emulator
    yield* emulator.change({ indexLagSeconds: 5_000, twilioLagSeconds: 5_000 }).pipe(Effect.orDie)
    const lost = yield* lose("after")
    const round = recoverCalls().pipe(Effect.provideService(CarrierAccount, twilio()))
    yield* wait(310)
    yield* round
    yield* wait(35)
    yield* round
    const ledger = yield* CallLedger
    assert.strictEqual((yield* ledger.find(lost.id)).status, "not-placed")
    yield* round
    yield* emulator.change({ indexLagSeconds: 0 }).pipe(Effect.orDie)
    yield* round
    assert.strictEqual((yield* ledger.find(lost.id)).attention?.code, "rang-after-all")
    assert.strictEqual(yield* rings, 1)
  }).pipe(inWorld())
)

it.effect("a call that takes its course is not ended by a person's word", () =>
  Effect.gen(function* () {
    const call = yield* place()
    assert.strictEqual(
      (yield* Effect.flip(resolveCall(call.id, { dialled: true, by: "ops" })))._tag,
      "CallNotResolvable"
    )
  }).pipe(inWorld())
)

it.effect("a conversation that the provider has forgotten needs attention", () =>
  Effect.gen(function* () {
    const call = yield* place()
    const emulator = yield* Emulator
    yield* emulator.handle({
      method: "DELETE",
      url: `/v1/convai/conversations/${call.conversationId}`,
      headers: { "xi-api-key": "k" },
      body: ""
    })
    yield* wait(60)
    assert.isNull((yield* recover(call, twilio())).call.attention)
    yield* wait(600)
    assert.strictEqual((yield* recover(call, twilio())).call.attention?.code, "conversation-gone")
  }).pipe(inWorld())
)

it.effect("the loop recovers at once and then every half minute, until its scope closes", () =>
  Effect.gen(function* () {
    const { sent } = yield* Traffic
    yield* lose("before")
    yield* wait(6)
    const looks = () => sent.filter(({ path }) => path === "/v1/convai/conversations").length
    const before = looks()
    const loop = yield* Effect.forkChild(Effect.scoped(Effect.andThen(RecoveryLoop.start(), Effect.never)))
    yield* pass(1)
    const atOnce = looks() - before
    assert.isAbove(atOnce, 0)
    yield* pass(31)
    assert.isAbove(looks() - before, atOnce)
    yield* Fiber.interrupt(loop)
    const atEnd = looks()
    yield* pass(61)
    assert.strictEqual(looks(), atEnd)
  }).pipe(Effect.provideService(CarrierAccount, twilio()), inWorld())
)

describe("what nobody foresaw in recovery", () => {
  let rounds = 0
  it.effect("ends one round, and the next one comes", () =>
    Effect.gen(function* () {
      yield* RecoveryLoop.start()
      yield* pass(31)
      assert.strictEqual(rounds, 2)
    }).pipe(
      Effect.scoped,
      Effect.provideService(CarrierAccount, twilio()),
      inWorld({
        ledger: ledgerWith(({ liveCalls }) => ({
          liveCalls: (after, limit) => (rounds++ === 0 ? Effect.die(new Error("a row")) : liveCalls(after, limit))
        }))
      })
    )
  )

  let unreadable: string | null = null
  it.effect("ends the search for one call and for no other", () =>
    Effect.gen(function* () {
      unreadable = (yield* lose("after")).id
      yield* lose("after", {}, "+14155550107")
      yield* wait(10)
      const round = yield* recoverCalls()
      assert.deepStrictEqual(round.map(({ result }) => result).toSorted(), ["error", "found"])
      const error = round.find(({ result }) => result === "error")?.error
      assert.isFalse(error?._tag === "LedgerError" && error.phoneMayHaveRung)
    }).pipe(
      Effect.provideService(CarrierAccount, twilio()),
      inWorld({
        ledger: ledgerWith(({ find }) => ({
          find: (id) => (id === unreadable ? Effect.die(new Error("a row")) : find(id))
        }))
      })
    )
  )
})
