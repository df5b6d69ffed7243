import { assert, describe, it } from "@effect/vitest"
import { builtInProfiles, type KeyScope, rotateKey } from "@outbound-call/core"
import { Duration, Effect, Fiber, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { keyHeader } from "./Holders.ts"
import { requestTo, rings, settings } from "./Rig.ts"
import { type Answer, type Ask, ask, onSocket } from "./Socket.ts"

const asking = { ...settings.settings, profile: builtInProfiles.assistant, simulateApprovals: true }
const onService = <A, E, R>(test: Effect.Effect<A, E, R>) =>
  test.pipe(Effect.provide(onSocket({ live: { settings: asking } })))

const json = { "content-type": "application/json" }
const bodyOf = ({ body }: Answer) => JSON.parse(body)
const headersOf = (...scopes: Array<KeyScope>) => Effect.map(keyHeader({ scopes }), ({ headers }) => headers)
const ownersKey = (owner: string, ...scopes: Array<KeyScope>) =>
  Effect.map(keyHeader({ owner, scopes }), ({ headers }) => headers)

const place = (headers: Ask["headers"], prefer = "approval=wait", key = "a", to = "+14155550100") =>
  ask("/v1/calls", {
    method: "POST",
    headers: { ...json, "idempotency-key": key, prefer, ...headers },
    body: JSON.stringify(requestTo(to))
  })

const decide = (id: string, deed: "approve" | "deny", headers: Ask["headers"], numberEndsIn = "0100") =>
  ask(`/v1/calls/${id}/${deed}`, {
    method: "POST",
    headers: { ...json, ...headers },
    ...(deed === "approve" ? { body: JSON.stringify({ numberEndsIn }) } : {})
  })

describe("a call that waits for a person, over HTTP", () => {
  it.effect("is refused unless the request asks to wait; then it is 202, planned, and nothing rings", () =>
    Effect.gen(function* () {
      const placing = yield* headersOf("calls:place", "calls:read")
      const refused = yield* place(placing, "wait=1")
      assert.strictEqual(refused.status, 403)
      assert.deepInclude(bodyOf(refused), { code: "approval-required", phone_may_have_rung: false, retry_safe: true })
      const waiting = yield* place(placing)
      assert.strictEqual(waiting.status, 202)
      assert.strictEqual(waiting.headers["preference-applied"], "approval=wait")
      const call = bodyOf(waiting)
      assert.deepInclude(call, { status: "planned", replayed: false, phoneMayHaveRung: false, retrySafe: false })
      assert.deepStrictEqual(
        call.approval.reasons.map(({ rule }: { readonly rule: string }) => rule),
        ["approval"]
      )
      assert.strictEqual(call.approval.decision, null)
      const again = yield* place(placing)
      assert.deepStrictEqual(
        [again.status, again.headers["idempotent-replay"], bodyOf(again).id],
        [202, "true", call.id]
      )
      const shown = bodyOf(yield* ask(`/v1/calls/${call.id}`, { headers: placing }))
      assert.deepStrictEqual([shown.status, shown.approval], ["planned", call.approval])
      assert.strictEqual(yield* rings, 0)
    }).pipe(onService)
  )

  it.effect("is approved only by a key that may, which sees all of it first, and rings once", () =>
    Effect.gen(function* () {
      const placing = yield* headersOf("calls:place", "calls:read", "calls:hang-up", "transcripts:read", "policy:write")
      const approving = yield* headersOf("calls:approve")
      const { id } = bodyOf(yield* place(placing))
      for (const answer of [
        yield* ask("/v1/approvals", { headers: placing }),
        yield* ask(`/v1/calls/${id}/approval`, { headers: placing }),
        yield* decide(id, "approve", placing),
        yield* decide(id, "deny", placing)
      ]) {
        assert.strictEqual(answer.status, 403)
        assert.deepInclude(bodyOf(answer), { code: "scope-missing", scope: "calls:approve" })
      }
      const { approvals, simulated } = bodyOf(yield* ask("/v1/approvals", { headers: approving }))
      const one = bodyOf(yield* ask(`/v1/calls/${id}/approval`, { headers: approving }))
      assert.deepStrictEqual([approvals, simulated], [[one], true])
      assert.deepInclude(one, {
        agentName: "Demo agent",
        country: "US",
        profile: "assistant",
        maxDurationSeconds: 1800
      })
      assert.deepInclude(one.request, { to: "+14155550100", variables: { customer_name: "Ada" } })
      const wrong = yield* decide(id, "approve", approving, "0101")
      assert.deepStrictEqual([wrong.status, bodyOf(wrong).code], [422, "approval-wrong-digits"])
      const malformed = yield* decide(id, "approve", approving, "100")
      assert.strictEqual(malformed.status, 400)
      assert.strictEqual(yield* rings, 0)
      const approved = yield* decide(id, "approve", approving)
      assert.strictEqual(approved.status, 200)
      assert.deepInclude(bodyOf(approved), { id, status: "initiated", phoneMayHaveRung: true })
      assert.match(bodyOf(approved).approval.decidedBy, /^ada \(key_/)
      const second = yield* decide(id, "approve", approving)
      assert.deepStrictEqual([second.status, bodyOf(second).code], [409, "approval-approved"])
      assert.strictEqual(yield* rings, 1)
      assert.deepStrictEqual(bodyOf(yield* ask("/v1/approvals", { headers: approving })).approvals, [])
    }).pipe(onService)
  )

  it.effect("is nobody else's: another owner's approver finds it nowhere, an admin does", () =>
    Effect.gen(function* () {
      const { id } = bodyOf(yield* place(yield* headersOf("calls:place")))
      const bob = yield* ownersKey("bob", "calls:approve")
      assert.deepStrictEqual(bodyOf(yield* ask("/v1/approvals", { headers: bob })).approvals, [])
      assert.strictEqual((yield* ask(`/v1/calls/${id}/approval`, { headers: bob })).status, 404)
      assert.strictEqual((yield* decide(id, "approve", bob)).status, 404)
      assert.strictEqual((yield* decide(id, "deny", bob)).status, 404)
      const admin = yield* ownersKey("eve", "admin")
      assert.strictEqual((yield* decide(id, "approve", admin)).status, 200)
      assert.strictEqual(yield* rings, 1)
    }).pipe(onService)
  )

  it.effect("is denied or expires: cancelled, told so to its key, and not approved any more", () =>
    Effect.gen(function* () {
      const all = yield* headersOf("calls:place", "calls:read", "calls:approve")
      const { id } = bodyOf(yield* place(all))
      const denied = yield* decide(id, "deny", all)
      assert.deepStrictEqual([denied.status, bodyOf(denied).status], [200, "cancelled"])
      assert.deepStrictEqual([(yield* decide(id, "deny", all)).status], [409])
      const again = yield* place(all)
      assert.deepStrictEqual([again.status, bodyOf(again).code], [424, "approval-denied"])
      const { id: late } = bodyOf(yield* place(all, "approval=wait", "b"))
      yield* TestClock.adjust("10 minutes")
      const approved = yield* decide(late, "approve", all)
      assert.deepStrictEqual([approved.status, bodyOf(approved).code], [409, "approval-expired"])
      assert.strictEqual(bodyOf(yield* place(all, "approval=wait", "b")).code, "approval-expired")
      assert.strictEqual(yield* rings, 0)
    }).pipe(onService)
  )

  it.effect(
    "is not approved by the key that placed it, rotated or an admin's, unless a person was asked through it",
    () =>
      Effect.gen(function* () {
        for (const [n, scope] of (["calls:approve", "admin"] as const).entries()) {
          const { headers: own, key } = yield* keyHeader({ scopes: ["calls:place", scope] })
          const { id } = bodyOf(yield* place(own, "approval=wait", `own-${n}`, `+1415555010${n}`))
          const refused = yield* decide(id, "approve", own, `010${n}`)
          assert.deepStrictEqual([refused.status, bodyOf(refused).code], [422, "approval-own-call"])
          const { text } = yield* rotateKey(key.id, Duration.hours(1))
          const rotated = { authorization: `Bearer ${Redacted.value(text)}` }
          assert.strictEqual(bodyOf(yield* decide(id, "approve", rotated, `010${n}`)).code, "approval-own-call")
          assert.strictEqual(yield* rings, n)
          const asked = yield* ask(`/v1/calls/${id}/approve`, {
            method: "POST",
            headers: { ...json, ...own },
            body: JSON.stringify({ numberEndsIn: `010${n}`, via: "elicitation" })
          })
          assert.deepStrictEqual([asked.status, bodyOf(asked).status], [200, "initiated"])
          assert.strictEqual(yield* rings, n + 1)
          yield* TestClock.adjust("1 minute")
        }
        const invented = yield* ask("/v1/calls/call_1/approve", {
          method: "POST",
          headers: { ...json, ...(yield* headersOf("calls:approve")) },
          body: JSON.stringify({ numberEndsIn: "0100", via: "terminal" })
        })
        assert.strictEqual(invented.status, 400)
      }).pipe(onService)
  )

  it.effect("may be waited for: the answer comes when it was approved and is over", () =>
    Effect.gen(function* () {
      const all = yield* headersOf("calls:place", "calls:read")
      const approving = yield* headersOf("calls:approve")
      const placing = yield* Effect.forkChild(place(all, "wait=60, approval=wait"), { startImmediately: true })
      let id: string | undefined
      while (id === undefined) {
        yield* TestClock.adjust("100 millis")
        id = bodyOf(yield* ask("/v1/approvals", { headers: approving })).approvals[0]?.call.id
      }
      assert.strictEqual((yield* decide(id, "approve", approving)).status, 200)
      for (let second = 0; second < 60; second++) yield* TestClock.adjust("1 second")
      const answer = yield* Fiber.join(placing)
      assert.deepStrictEqual(
        [answer.status, answer.headers["preference-applied"], bodyOf(answer).status],
        [201, "wait=60, approval=wait", "done"]
      )
    }).pipe(onService)
  )
})
