import { assert, describe, it } from "@effect/vitest"
import {
  AgentId,
  approveCall,
  type Approver,
  builtInProfiles,
  type Call,
  CallLedger,
  type CallRequest,
  CallSettings,
  checkCall,
  CurrentPrincipal,
  denyCall,
  getApproval,
  getCall,
  getConversation,
  LedgerError,
  listApprovals,
  listCalls,
  numbered,
  placeCall,
  PhoneNumber,
  type PolicyProfile,
  ProviderAccount,
  recordTranscriptRead,
  recoverCalls,
  suppressNumber
} from "@outbound-call/core"
import { Emulator } from "@outbound-call/emulator"
import { DateTime, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { inWorld, ledgerWith, pass, posts, reads, request, type RigOptions, rings, settle } from "./Rig.ts"

const mobile = "+12125550100"
const key = { type: "given", key: "order-7" } as const
const terminal: Approver = { by: "bob", via: "terminal", numberEndsIn: "0100" }
const noon = "2026-11-24T17:00:00Z"
const millisOf = (instant: string) => DateTime.toEpochMillis(DateTime.makeUnsafe(instant))

const assistant = (profile: Partial<PolicyProfile> = {}): RigOptions => ({
  kind: "elevenlabs",
  settings: { purpose: undefined, profile: { ...builtInProfiles.assistant, ...profile } }
})

/** The service where phones ring, for an assistant, at noon of a Tuesday in New York. */
const real = (options: RigOptions = assistant(), at = noon) => {
  return <A, E, R>(test: Effect.Effect<A, E, R>) =>
    TestClock.setTime(millisOf(at)).pipe(Effect.andThen(test), inWorld(options))
}

const wait = (change: Partial<CallRequest> = {}, given: typeof key = key) =>
  placeCall(request({ to: mobile, ...change }), given, { withoutApproval: "wait" })

const planned = (change: Partial<CallRequest> = {}, given: typeof key = key) =>
  Effect.map(wait(change, given), ({ call }): Call => {
    assert.strictEqual(call.status, "planned")
    return call
  })

const keyOf = (name: string) => ({ type: "given", key: name }) as unknown as typeof key

/** Without looking and writing in one transaction: who asked while it waited may dial. */
const withoutCompareAndSet = ledgerWith((inner) => ({
  approve: Effect.fnUntraced(function* (order) {
    const seen = yield* inner.find(order.id)
    yield* Effect.sleep("1 millis")
    const outcome = yield* inner.approve(order)
    return seen.status === "planned" && outcome.type === "closed"
      ? { type: "claimed" as const, call: numbered(outcome.call), ledgerAt: null }
      : outcome
  })
}))

/** By what was judged when it was placed: the rules are not asked again. */
const withoutJudgement = ledgerWith((inner) => ({
  approve: (order) =>
    inner.approve({ ...order, order: { ...order.order, profile: { ...order.order.profile, laws: false } } })
}))

const approveTwice = Effect.gen(function* () {
  yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "delay", delayMs: 2000, times: 2 })
  const { id } = yield* planned()
  const both = yield* Effect.forkChild(
    Effect.all([Effect.result(approveCall(id, terminal)), Effect.result(approveCall(id, terminal))], {
      concurrency: "unbounded"
    })
  )
  yield* pass(5)
  return (yield* Fiber.join(both)).map((result) =>
    result._tag === "Success" ? result.success.status : result.failure._tag
  )
})

const approveAtNight = Effect.gen(function* () {
  const { id } = yield* planned()
  yield* TestClock.adjust("8 minutes")
  return yield* Effect.result(approveCall(id, terminal))
})
const beforeNight = "2026-11-25T00:55:00Z"

describe("a call that only a person's yes is missing for", () => {
  it.effect("is refused where nobody asked to wait, and nothing is recorded", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(placeCall(request({ to: mobile }), key))
      assert.deepInclude<object>(error, { _tag: "CallRefused", code: "approval-required", callId: null })
      assert.match(error.message, /wants a person to approve.*outbound approvals/)
      assert.deepStrictEqual((yield* listCalls()).calls, [])
      assert.strictEqual((yield* checkCall(request({ to: mobile }))).policy?.decision, "needs-approval")
    }).pipe(real())
  )

  it.effect("waits as planned: nothing is sent, its key has it, and a check and another key are told of it", () =>
    Effect.gen(function* () {
      const call = yield* planned()
      const again = yield* wait()
      assert.deepStrictEqual([again.replayed, again.call.id, again.call.approval], [true, call.id, call.approval])
      const other = yield* Effect.flip(wait({}, keyOf("other")))
      assert.deepInclude<object>(other, { _tag: "CallRefused", code: "number-busy", callId: call.id })
      assert.match(other.message, /outbound approve call_/)
      const unlike = yield* Effect.flip(wait({ variables: { customer_name: "Eve" } }))
      assert.strictEqual(unlike._tag, "IdempotencyMismatch")
      yield* pass(300)
      yield* recoverCalls()
      const { attention, status } = yield* getCall(call.id)
      assert.deepStrictEqual([status, attention, yield* posts, yield* rings], ["planned", null, 0, 0])
    }).pipe(real())
  )

  it.effect("never waits for a number that the profile approved, nor where anything else refuses", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* wait({ to: "+12125550101" })).call.status, "initiated")
      const refused = yield* Effect.flip(wait({ to: "+447400123456" }, keyOf("abroad")))
      assert.deepInclude<object>(refused, { _tag: "CallRefused", code: "country" })
    }).pipe(real(assistant({ approvedNumbers: ["+12125550101"] })))
  )

  it.effect("does not wait in simulation, unless that is set", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* wait()).call.status, "initiated")
    }).pipe(inWorld({ settings: { profile: builtInProfiles.assistant } }))
  )

  it.effect("waits in simulation where that is set, and is dialled there", () =>
    Effect.gen(function* () {
      const { id } = yield* planned()
      assert.strictEqual((yield* approveCall(id, terminal)).status, "initiated")
    }).pipe(inWorld({ settings: { profile: builtInProfiles.assistant, simulateApprovals: true } }))
  )

  it.effect("waits where an assistant read a transcript, and is told why", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* wait()).call.status, "initiated")
      yield* recordTranscriptRead.pipe(
        Effect.provideService(CurrentPrincipal, { owner: "eve", scopes: ["transcripts:read"], key: null })
      )
      assert.strictEqual((yield* wait({ to: "+12125550101" }, keyOf("b"))).call.status, "initiated")
      yield* recordTranscriptRead
      const call = yield* planned({ to: "+12125550102" }, keyOf("c"))
      assert.deepStrictEqual(
        call.approval?.reasons.map(({ rule }) => rule),
        ["after-transcript"]
      )
    }).pipe(real(assistant({ approval: false, paceMillis: 0, dollarsPerDay: null })))
  )
})

describe("a person's yes", () => {
  it.effect("dials exactly what was placed, once, however long it waited", () =>
    Effect.gen(function* () {
      const { id } = yield* planned({
        variables: { customer_name: "Ada", task: "Ask for Bob" },
        ringingTimeoutSeconds: 20
      })
      yield* pass(590)
      const shown = yield* getApproval(id)
      assert.deepInclude<object>(shown, {
        agentName: "Demo agent",
        country: "US",
        maxDurationSeconds: 1800,
        profile: "assistant"
      })
      assert.deepStrictEqual(shown.request.variables, { customer_name: "Ada", task: "Ask for Bob" })
      assert.deepStrictEqual(shown.localTimes, [{ zone: "America/New_York", time: "2026-11-24 12:09" }])
      assert.isAbove(shown.maxCostDollars ?? 0, 0.5)
      const call = yield* approveCall(id, terminal)
      assert.strictEqual(call.status, "initiated")
      assert.strictEqual(yield* posts, 1)
      const [ring] = (yield* (yield* Emulator).rings).rings
      assert.deepInclude<object>(ring ?? {}, { toNumber: mobile })
      const { variables } = yield* getConversation(id)
      assert.deepInclude(variables, { customer_name: "Ada", task: "Ask for Bob", outbound_call_id: id })
      assert.deepStrictEqual(yield* listApprovals(), [])
      const again = yield* wait({ variables: { customer_name: "Ada", task: "Ask for Bob" }, ringingTimeoutSeconds: 20 })
      assert.deepStrictEqual([again.replayed, again.call.id, yield* posts], [true, id, 1])
    }).pipe(real())
  )

  it.effect("of two at once dials once", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* approveTwice, ["initiated", "ApprovalClosed"])
      assert.deepStrictEqual([yield* posts, yield* rings], [1, 1])
    }).pipe(real())
  )

  it.effect("control: without the compare-and-set of the ledger the same rings twice", () =>
    Effect.gen(function* () {
      yield* approveTwice
      assert.deepStrictEqual([yield* posts, yield* rings], [2, 2])
    }).pipe(real({ ...assistant(), ledger: withoutCompareAndSet }))
  )

  it.effect("is judged by the whole policy anew: what was allowed before eight is refused after", () =>
    Effect.gen(function* () {
      const late = yield* approveAtNight
      assert.deepInclude<object>(late._tag === "Failure" ? late.failure : {}, {
        _tag: "CallRefused",
        code: "calling-window"
      })
      const call = (yield* listCalls()).calls[0]
      assert.deepStrictEqual([call?.status, call?.approval?.decision], ["refused", "refused"])
      assert.deepStrictEqual([yield* posts, yield* rings], [0, 0])
    }).pipe(real(assistant(), beforeNight))
  )

  it.effect("control: without the judgement the same rings at night", () =>
    Effect.gen(function* () {
      const late = yield* approveAtNight
      assert.isNull(late._tag === "Failure" ? late.failure.message : null)
      assert.strictEqual(yield* rings, 1)
    }).pipe(real({ ...assistant(), ledger: withoutJudgement }, beforeNight))
  )

  it.effect("does not ring who asked not to be called meanwhile", () =>
    Effect.gen(function* () {
      const { id } = yield* planned()
      yield* suppressNumber({ number: PhoneNumber.make(mobile), source: "a letter" }, "ada")
      const error = yield* Effect.flip(approveCall(id, terminal))
      assert.deepInclude<object>(error, { _tag: "ApprovalClosed", decision: "withdrawn" })
      assert.strictEqual(yield* posts, 0)
    }).pipe(real())
  )

  it.effect("keeps to the profile by which the call was placed, whatever that of the approver allows", () =>
    Effect.gen(function* () {
      const { id } = yield* planned({}, keyOf("a"))
      const second = yield* planned({ to: "+12125550101" }, keyOf("b"))
      const settings = { ...(yield* CallSettings), profile: builtInProfiles.rig, owner: "bob" }
      const asOther = Effect.provideService(CallSettings, settings)
      assert.strictEqual((yield* asOther(approveCall(id, terminal))).status, "initiated")
      yield* TestClock.adjust("2 seconds")
      const error = yield* Effect.flip(asOther(approveCall(second.id, { ...terminal, numberEndsIn: "0101" })))
      assert.deepInclude<object>(error, { _tag: "CallRefused", code: "call-rate", callId: second.id })
      assert.strictEqual(yield* rings, 1)
    }).pipe(real(assistant({ callsPerDay: 1 })))
  )

  it.effect("ends the call by that profile's longest, which the person was shown", () =>
    Effect.gen(function* () {
      const wish = { to: "+12125550114", agentId: AgentId.make("agent_open") }
      const { id } = yield* planned(wish)
      assert.strictEqual((yield* getApproval(id)).maxDurationSeconds, 60)
      const settings = { ...(yield* CallSettings), profile: builtInProfiles.default }
      yield* approveCall(id, { via: "http" }).pipe(Effect.provideService(CallSettings, settings))
      yield* TestClock.adjust("15 minutes")
      assert.strictEqual((yield* getCall(id)).durationSeconds, 60)
      assert.deepStrictEqual([(yield* wait(wish)).call.id, yield* posts], [id, 1])
    }).pipe(real(assistant({ longestCallSeconds: 60 })))
  )

  it.effect("is none to a call that may last longer by now than the person was shown", () =>
    Effect.gen(function* () {
      const { id } = yield* planned()
      const account = yield* ProviderAccount
      const longer = ProviderAccount.of({
        ...account,
        agent: (agentId) =>
          Effect.map(account.agent(agentId), (agent) =>
            agent.type === "known" ? { ...agent, value: { ...agent.value, maxDurationSeconds: 1_801 } } : agent
          )
      })
      const error = yield* Effect.flip(approveCall(id, terminal).pipe(Effect.provideService(ProviderAccount, longer)))
      assert.deepInclude<object>(error, { _tag: "ApprovalUnproved", reason: "other-request" })
      assert.deepStrictEqual([(yield* getCall(id)).status, yield* posts], ["planned", 0])
      assert.strictEqual((yield* approveCall(id, terminal)).status, "initiated")
    }).pipe(real())
  )

  it.effect("waits for the turn of its dial", () =>
    Effect.gen(function* () {
      const ids = [(yield* planned({}, keyOf("a"))).id, (yield* planned({ to: "+12125550101" }, keyOf("b"))).id]
      const both = yield* Effect.forkChild(
        Effect.forEach(ids, (id) => approveCall(id, { via: "http" }), { concurrency: "unbounded" })
      )
      yield* settle
      assert.strictEqual(yield* posts, 1)
      yield* pass(1)
      assert.deepStrictEqual(
        (yield* Fiber.join(both)).map(({ status }) => status),
        ["initiated", "initiated"]
      )
    }).pipe(real())
  )

  it.effect("with other digits than the number's last four is none, and the call waits on", () =>
    Effect.gen(function* () {
      const { id } = yield* planned()
      for (const numberEndsIn of ["0101", "100", "", "55 0100", "+12125550100"]) {
        const error = yield* Effect.flip(approveCall(id, { via: "terminal", numberEndsIn }))
        assert.deepInclude<object>(error, { _tag: "ApprovalUnproved", reason: "wrong-digits" })
      }
      assert.deepStrictEqual([(yield* getCall(id)).status, yield* posts], ["planned", 0])
    }).pipe(real())
  )

  it.effect("is not taken for another owner's call, nor by another account", () =>
    Effect.gen(function* () {
      const { id } = yield* planned()
      const eve = { owner: "eve", scopes: ["calls:read" as const], key: null }
      const asEve = Effect.provideService(CurrentPrincipal, eve)
      assert.deepStrictEqual(yield* asEve(listApprovals()), [])
      assert.strictEqual((yield* asEve(Effect.flip(approveCall(id, terminal))))._tag, "CallNotFound")
      assert.strictEqual((yield* asEve(Effect.flip(denyCall(id, {}))))._tag, "CallNotFound")
      assert.strictEqual((yield* asEve(Effect.flip(getApproval(id))))._tag, "CallNotFound")
      assert.strictEqual((yield* getCall(id)).status, "planned")
    }).pipe(real())
  )

  it.effect("whose record is not confirmed dials nothing", () =>
    Effect.gen(function* () {
      const { id } = yield* planned()
      const error = yield* Effect.flip(approveCall(id, terminal))
      assert.deepInclude<object>(error, { _tag: "LedgerError", phoneMayHaveRung: false })
      assert.strictEqual(yield* posts, 0)
    }).pipe(
      real({
        ...assistant(),
        ledger: ledgerWith((inner) => ({
          approve: (order) =>
            Effect.andThen(
              inner.approve(order),
              Effect.fail(new LedgerError({ operation: "approve", phoneMayHaveRung: false, cause: new Error("lost") }))
            )
        }))
      })
    )
  )

  it.effect("that was taken and never dialled is settled by recovery, which dials nothing", () =>
    Effect.gen(function* () {
      const ledger = yield* CallLedger
      const { id } = yield* planned()
      const stopped = yield* Effect.forkChild(approveCall(id, terminal))
      yield* settle
      yield* Fiber.interrupt(stopped)
      assert.strictEqual((yield* ledger.find(id)).status, "dialing")
      yield* pass(400)
      yield* recoverCalls()
      assert.deepInclude<object>(yield* ledger.find(id), { status: "unknown" })
      assert.deepInclude<object>((yield* ledger.find(id)).attention ?? {}, { code: "no-second-witness" })
      assert.deepStrictEqual([yield* posts, yield* rings], [0, 0])
      assert.strictEqual((yield* Effect.flip(approveCall(id, terminal)))._tag, "ApprovalClosed")
    }).pipe(
      real({
        ...assistant(),
        ledger: ledgerWith((inner) => ({
          approve: (order) => Effect.andThen(inner.approve(order), Effect.interruptible(Effect.never))
        }))
      })
    )
  )

  it.effect("dials also when whoever gave it goes away before the answer", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "delay", delayMs: 4000 })
      const { id } = yield* planned()
      const gone = yield* Effect.forkChild(approveCall(id, terminal))
      yield* settle
      yield* Fiber.interrupt(gone)
      yield* pass(5)
      assert.deepStrictEqual([(yield* getCall(id)).conversationId !== null, yield* rings], [true, 1])
    }).pipe(real())
  )
})

describe("a call that nobody approves", () => {
  it.effect("is cancelled by a no, once, and its number is free", () =>
    Effect.gen(function* () {
      const { id } = yield* planned()
      const call = yield* denyCall(id, { by: "bob" })
      assert.deepStrictEqual([call.status, call.problem?.code], ["cancelled", "approval-denied"])
      assert.deepInclude<object>(yield* Effect.flip(denyCall(id, { by: "eve" })), { decision: "denied" })
      assert.deepInclude<object>(yield* Effect.flip(approveCall(id, terminal)), { decision: "denied" })
      assert.strictEqual((yield* wait()).call.status, "cancelled")
      assert.strictEqual((yield* wait({}, keyOf("fresh"))).call.status, "planned")
      assert.strictEqual(yield* posts, 0)
    }).pipe(real())
  )

  const looks = {
    "its state": (id: string) => Effect.map(getCall(id), ({ status }) => status),
    "the list": () => Effect.map(listCalls(), ({ calls }) => calls[0]?.status),
    recovery: () => Effect.map(recoverCalls(), (round) => round[0]?.call.status),
    "the approvals": () =>
      Effect.andThen(
        listApprovals(),
        Effect.map(
          CallLedger.use((l) => l.list({})),
          ({ calls }) => calls[0]?.status
        )
      ),
    "a late yes": (id: string) =>
      Effect.map(Effect.flip(approveCall(id, terminal)), (error) =>
        error._tag === "ApprovalClosed" && error.decision === "expired" ? "cancelled" : error._tag
      ),
    "a late no": (id: string) =>
      Effect.map(Effect.flip(denyCall(id, {})), (error) =>
        error._tag === "ApprovalClosed" && error.decision === "expired" ? "cancelled" : error._tag
      ),
    "the same request again": () => Effect.map(wait(), ({ call }) => call.status),
    "another one to its number": () => Effect.as(planned({}, keyOf("fresh")), "cancelled")
  } as const

  it.effect.each(Object.entries(looks))("is over after ten minutes for whoever looks: %s", ([, look]) =>
    Effect.gen(function* () {
      const { id } = yield* planned()
      yield* pass(599)
      assert.strictEqual((yield* getCall(id)).status, "planned")
      yield* wait()
      yield* pass(1)
      assert.strictEqual(yield* look(id), "cancelled")
      const call = yield* CallLedger.use((ledger) => ledger.find(id))
      assert.deepStrictEqual([call.status, call.problem?.code], ["cancelled", "approval-expired"])
      assert.deepStrictEqual([yield* posts, yield* rings], [0, 0])
    }).pipe(real())
  )

  it.effect("waits as long as is set", () =>
    Effect.gen(function* () {
      const { id } = yield* planned()
      const before = yield* reads
      yield* pass(60)
      assert.strictEqual((yield* getCall(id)).status, "cancelled")
      assert.strictEqual(yield* reads, before)
    }).pipe(real({ ...assistant(), settings: { ...assistant().settings, approvalMillis: 60_000 } }))
  )
})
