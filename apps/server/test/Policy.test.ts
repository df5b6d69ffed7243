import { assert, describe, it } from "@effect/vitest"
import {
  AgentId,
  builtInProfiles,
  CallLedger,
  type DialFacts,
  type KeyScope,
  newCallId,
  PhoneNumber,
  PhoneNumberId,
  placeCall,
  suppressNumbers,
  VoiceProvider
} from "@outbound-call/core"
import { claimedCall } from "@outbound-call/core/ClaimedCall"
import { DateTime, Effect } from "effect"
import { keyHeader } from "./Holders.ts"
import { requestTo } from "./Rig.ts"
import { type Answer, ask, onSocket } from "./Socket.ts"

const list = "/v1/suppressions"
const to = "+14155550100"
const masked = "+1415•••0100"

const send = (method: string, path: string, body?: unknown, headers: { readonly [name: string]: string } = {}) =>
  ask(path, {
    method,
    headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })

const read = ({ body }: Answer) => JSON.parse(body)

const keyFor = (owner: string, ...scopes: ReadonlyArray<KeyScope>) =>
  Effect.map(keyHeader({ owner, scopes: [...scopes] }), ({ headers }) => headers)

/** A call to the n-th of some neighbouring numbers, judged as one that rings a phone. */
const claimNeighbour = Effect.fnUntraced(function* (n: number) {
  const ledger = yield* CallLedger
  const provider = yield* VoiceProvider
  const phoneNumberId = PhoneNumberId.make("phnum_demo")
  const id = yield* newCallId
  const call = claimedCall({
    id,
    to: PhoneNumber.make(`+1415555010${n}`),
    agentId: AgentId.make("agent_demo"),
    phoneNumberId,
    callerId: null,
    purpose: "requested",
    variables: {},
    owner: "ada",
    userId: id,
    identity: provider.identity(phoneNumberId),
    createdAt: DateTime.makeUnsafe(Date.UTC(2026, 10, 24, 17)),
    claimedAt: null,
    horizonMillis: 305_000
  })
  const profile = { ...builtInProfiles.rig, name: "watched", fanOut: builtInProfiles.default.fanOut }
  const facts: DialFacts = {
    to: call.to,
    type: "fixed-line-or-mobile",
    region: "US",
    callerRegion: "US",
    zones: [],
    states: [],
    isStateGiven: false,
    purpose: call.purpose,
    consent: null,
    simulated: false,
    isProviderLocal: false,
    firstMessage: null,
    isRecorded: false,
    ringingTimeoutSeconds: 60,
    maxDurationSeconds: 60,
    askedSeconds: null,
    clockOffsetMillis: 0
  }
  yield* ledger.claim(call, id, { type: "new" }, { profile, facts })
})

describe("the list of numbers that are called no more, over HTTP", () => {
  it.effect("takes a number, finds it, and gives it up by the id of its entry", () =>
    Effect.gen(function* () {
      const added = yield* send("POST", list, { number: "+1 415 555 0100", source: "a letter", note: "of today" })
      assert.strictEqual(added.status, 200)
      const { suppression, ...told } = read(added)
      assert.deepInclude(suppression, { number: to, source: "a letter", note: "of today", addedBy: "ada" })
      assert.deepEqual(told, { added: true, cancelled: 0, underWay: [], simulated: true })
      const again = read(yield* send("POST", list, { number: to, source: "another letter" }))
      assert.deepInclude(again, { added: false, suppression })
      assert.deepEqual(read(yield* send("GET", `${list}/${suppression.id}`)), suppression)
      const standing = read(yield* send("POST", `${list}/check`, { number: "(415) 555-0100", region: "US" }))
      assert.deepEqual(standing, { suppressed: true, suppression, simulated: true })
      assert.deepEqual(read(yield* send("DELETE", `${list}/${suppression.id}`)), suppression)
      const gone = yield* send("DELETE", `${list}/${suppression.id}`)
      assert.deepInclude(read(gone), { status: 404, code: "suppression-not-found", phone_may_have_rung: false })
      assert.deepEqual(read(yield* send("POST", `${list}/check`, { number: to })), {
        suppressed: false,
        suppression: null,
        simulated: true
      })
    }).pipe(Effect.provide(onSocket()))
  )

  it.effect("takes no number that could be another person's", () =>
    Effect.gen(function* () {
      for (const [number, region, code] of [
        ["3235550142", undefined, "national-number"],
        ["3235550142", "US", "ambiguous-number"]
      ] as const) {
        const question = { number, ...(region === undefined ? {} : { region }) }
        for (const refused of [
          yield* send("POST", list, { ...question, source: "a letter" }),
          yield* send("POST", `${list}/check`, question)
        ]) {
          assert.strictEqual(refused.status, 400)
          assert.include(JSON.stringify(read(refused)), code)
        }
      }
      assert.deepEqual(read(yield* send("GET", list)).suppressions, [])
    }).pipe(Effect.provide(onSocket()))
  )

  it.effect("is one for every owner, and hides the middle of numbers from keys that may not change it", () =>
    Effect.gen(function* () {
      const keeper = yield* keyFor("ada", "calls:read", "policy:write")
      const reader = yield* keyFor("bob", "calls:read")
      const { suppression } = read(yield* send("POST", list, { number: to, source: "a letter" }, keeper))
      const seen = [
        read(yield* send("GET", list, undefined, reader)).suppressions[0],
        read(yield* send("GET", `${list}/${suppression.id}`, undefined, reader)),
        read(yield* send("POST", `${list}/check`, { number: to }, reader)).suppression
      ]
      assert.deepEqual(
        seen,
        Array.from({ length: 3 }, () => ({ ...suppression, number: masked }))
      )
      assert.deepEqual(read(yield* send("GET", list, undefined, keeper)).suppressions, [suppression])
      assert.deepInclude(read(yield* send("DELETE", `${list}/${suppression.id}`, undefined, reader)), { status: 403 })
      const check = yield* send("POST", "/v1/calls/check", requestTo(to), yield* keyFor("bob", "calls:place"))
      const suppressed = read(check).policy.verdicts.find(
        ({ rule }: { readonly rule: string }) => rule === "suppression"
      )
      assert.strictEqual(suppressed.decision, "refuse")
    }).pipe(Effect.provide(onSocket()))
  )

  it.effect("tells of calls of one's own that go on, and of none of another owner's", () =>
    Effect.gen(function* () {
      const { call } = yield* placeCall(requestTo(to))
      const stranger = yield* keyFor("bob", "policy:write")
      const owner = yield* keyFor("ada", "policy:write")
      const body = { number: to, source: "a letter" }
      assert.deepEqual(read(yield* send("POST", list, body, stranger)).underWay, [])
      assert.deepEqual(read(yield* send("POST", list, body, owner)).underWay, [call.id])
      const ledger = yield* CallLedger
      assert.isNull((yield* ledger.find(call.id)).hangUpRequestedAt)
    }).pipe(Effect.provide(onSocket()))
  )

  it.effect("lists a page at a time, newest first", () =>
    Effect.gen(function* () {
      const wishes = [100, 101, 102].map((n) => ({ number: PhoneNumber.make(`+14155550${n}`), source: "a letter" }))
      yield* suppressNumbers(wishes)
      const first = read(yield* send("GET", `${list}?limit=2`))
      const rest = read(yield* send("GET", `${list}?limit=2&cursor=${first.nextCursor}`))
      assert.deepEqual([first.suppressions.length, rest.suppressions.length, rest.nextCursor], [2, 1, null])
      const ids = [...first.suppressions, ...rest.suppressions].map(({ id }) => id)
      assert.deepEqual(ids, [...ids].toSorted().toReversed())
      for (const query of ["limit=0", "limit=101", "number=%2B14155550100"]) {
        assert.strictEqual((yield* send("GET", `${list}?${query}`)).status, 400)
      }
    }).pipe(Effect.provide(onSocket()))
  )

  it.effect("refuses what is no number, and what it does not know, and says where it is wrong", () =>
    Effect.gen(function* () {
      for (const number of ["911", "988", "4155550100", "", "x"]) {
        const refused = yield* send("POST", list, { number, source: "a letter" })
        assert.deepInclude(read(refused), { status: 400, code: "invalid-request", phone_may_have_rung: false })
        assert.strictEqual(read(refused).errors[0].field, "number")
      }
      for (const body of [{ number: to }, { number: to, source: "" }, { number: to, source: "a", sauce: "b" }]) {
        assert.strictEqual((yield* send("POST", list, body)).status, 400)
      }
      assert.deepEqual(read(yield* send("GET", list)).suppressions, [])
    }).pipe(Effect.provide(onSocket()))
  )
})

describe("the policy, over HTTP", () => {
  it.effect("is shown with its profile, and refuses to guess when the profile of a key is gone", () =>
    Effect.gen(function* () {
      yield* suppressNumbers([{ number: PhoneNumber.make(to), source: "a letter" }])
      const shown = read(yield* send("GET", "/v1/policy"))
      assert.deepInclude(shown, { breakers: [], suppressed: 1, simulated: true })
      assert.deepEqual(shown.budget, { limitDollars: 25, remainingDollars: 25, resetsAt: null })
      assert.deepInclude(shown.profile, { name: "default", callsPerDay: 2_000, minutesPerDay: null })
      const { headers } = yield* keyHeader({ scopes: ["calls:read", "calls:place"], profile: "gone" })
      const refused = yield* send("GET", "/v1/policy", undefined, headers)
      assert.deepInclude(read(refused), { status: 403, code: "profile-missing" })
      const placed = yield* send("POST", "/v1/calls", requestTo(to), { ...headers, "idempotency-key": "1" })
      assert.deepInclude(read(placed), { status: 403, code: "profile-missing", phone_may_have_rung: false })
    }).pipe(Effect.provide(onSocket()))
  )

  it.effect("is not opened again by a key that may place calls", () =>
    Effect.gen(function* () {
      for (let n = 0; n < 5; n++) yield* claimNeighbour(n)
      const reopen = (headers: { readonly [name: string]: string }) =>
        send("POST", "/v1/policy/reopen", { by: "somebody else" }, headers)
      for (const placing of [yield* keyFor("ada", "calls:place", "policy:write"), yield* keyFor("ada", "admin")]) {
        const refused = read(yield* reopen(placing))
        assert.deepInclude(refused, { status: 403, code: "may-not-reopen", phone_may_have_rung: false })
        assert.lengthOf(read(yield* send("GET", "/v1/policy", undefined, yield* keyFor("ada", "admin"))).breakers, 1)
      }
      const opened = read(yield* reopen(yield* keyFor("carol", "policy:write")))
      assert.lengthOf(opened.reopened, 1)
    }).pipe(Effect.provide(onSocket()))
  )

  it.effect("lets dialling go on by a person's name, after a run of neighbours stopped it", () =>
    Effect.gen(function* () {
      for (let n = 0; n < 5; n++) yield* claimNeighbour(n)
      const [breaker, ...others] = read(yield* send("GET", "/v1/policy")).breakers
      assert.match(breaker.reason, /block|neighbour/i)
      assert.deepEqual([Object.keys(breaker), others], [["reason", "trippedAt"], []])
      assert.strictEqual((yield* send("POST", "/v1/policy/reopen", {})).status, 400)
      assert.strictEqual((yield* send("POST", "/v1/policy/reopen", { by: "" })).status, 400)
      const reopened = { reopened: [breaker], simulated: true }
      assert.deepEqual(read(yield* send("POST", "/v1/policy/reopen", { by: "ada" })), reopened)
      assert.deepEqual(read(yield* send("GET", "/v1/policy")).breakers, [])
      assert.deepEqual(read(yield* send("POST", "/v1/policy/reopen", { by: "ada" })).reopened, [])
    }).pipe(Effect.provide(onSocket()))
  )
})
