import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect, Fiber, Layer, Redacted, type Schema } from "effect"
import { CarrierAccount, isCarrierCallOver, type OpenCarrierAccount, PhoneNumber } from "@outbound-call/core"
import * as Twilio from "@outbound-call/core/twilio/Twilio"
import { pass, Traffic } from "./Rig.ts"
import { scriptedProvider, type ScriptedReply } from "./ScriptedProvider.ts"

const account = "AC00000000000000000000000000000001"
const root = `/2010-04-01/Accounts/${account}`
const to = PhoneNumber.make("+14155550100")
const from = PhoneNumber.make("+14155550199")
const sid = "CA00000000000000000000000000000001"

const row = (change: Schema.JsonObject = {}): Schema.JsonObject => ({
  sid,
  status: "completed",
  direction: "outbound-api",
  to,
  from,
  date_created: "Sun, 22 Nov 2026 12:00:00 +0000",
  start_time: "Sun, 22 Nov 2026 12:00:01 +0000",
  duration: "36",
  price: null,
  ...change
})

const page = (rows: ReadonlyArray<Schema.JsonObject>, next: string | null = null): ScriptedReply => ({
  body: JSON.stringify({ calls: rows, next_page_uri: next, page: 0, page_size: 1000 })
})

const refusal = (status: number, code: number, message: string): ScriptedReply => ({
  status,
  body: JSON.stringify({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status })
})

/** Twilio, answering these requests in turn; the last answer stays. */
const answering = (...replies: ReadonlyArray<ScriptedReply>) =>
  Twilio.layer({
    baseUrl: "https://twilio.example",
    accountSid: account,
    username: account,
    password: Redacted.make("secret-token")
  }).pipe(Layer.provideMerge(scriptedProvider((_, n) => replies[Math.min(n, replies.length - 1)] ?? "drop")))

/** What one deed comes to within a minute and a half: its value, or the reason why not. */
const outcome = <A>(deed: (carrier: OpenCarrierAccount) => Effect.Effect<A, { readonly reason: string }>) =>
  Effect.gen(function* () {
    const carrier = yield* CarrierAccount
    if (!carrier.available) return yield* Effect.die("no account")
    const doing = yield* Effect.forkChild(Effect.result(deed(carrier)))
    yield* pass(100)
    const result = yield* Fiber.join(doing)
    return result._tag === "Success" ? result.success : result.failure.reason
  })

const calls = outcome((carrier) => Effect.map(carrier.calls({ to, from }), (found) => found.map((call) => call.sid)))
const paths = Effect.map(Traffic, ({ sent }) => sent.map(({ method, path, search }) => `${method} ${path}${search}`))

describe("forgetting a call", () => {
  const recordings: ScriptedReply = { body: JSON.stringify({ recordings: [{ sid: "RE1" }, { sid: "RE2" }] }) }
  const gone = refusal(404, 20404, "The requested resource was not found")
  const done: ScriptedReply = { status: 204 }
  const forget = outcome((carrier) => carrier.forget(sid))

  it.effect("deletes its recordings and its record, and reads that back", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* forget, "deleted")
      assert.deepStrictEqual(yield* paths, [
        `GET ${root}/Recordings.json?CallSid=${sid}`,
        `DELETE ${root}/Recordings/RE1.json`,
        `DELETE ${root}/Recordings/RE2.json`,
        `DELETE ${root}/Calls/${sid}.json`,
        `GET ${root}/Calls/${sid}.json`
      ])
    }).pipe(Effect.provide(answering(recordings, done, done, done, gone)))
  )

  const none: ScriptedReply = { body: '{"recordings":[]}' }
  const whole: ScriptedReply = { body: JSON.stringify(row()) }
  it.effect.each([
    ["a record that was gone before", [none, gone, gone], "absent"],
    ["a record that can still be read", [none, done, whole], "kept"],
    ["a 404 of a proxy when it is read back", [none, done, { status: 404, body: "<html>" }], "not-found"],
    ["a key that may not delete", [none, refusal(403, 20003, "No")], "forbidden"],
    ["a list of recordings that cannot be read", [{ body: "{}" }], "unreadable"]
  ] as ReadonlyArray<readonly [string, ReadonlyArray<ScriptedReply>, string]>)("%s", ([, replies, told]) =>
    Effect.gen(function* () {
      assert.strictEqual(yield* forget, told)
    }).pipe(Effect.provide(answering(...replies)))
  )
})

describe("a call of the account", () => {
  it.effect("is read with its times, and without what Twilio leaves empty", () =>
    Effect.gen(function* () {
      const call = yield* outcome((carrier) => carrier.call(sid))
      assert.deepStrictEqual<unknown>(call, {
        sid,
        status: "completed",
        direction: "outbound-api",
        to,
        from,
        createdAt: DateTime.makeUnsafe("2026-11-22T12:00:00Z"),
        startedAt: DateTime.makeUnsafe("2026-11-22T12:00:01Z"),
        durationSeconds: 36
      })
      assert.deepStrictEqual(yield* paths, [`GET ${root}/Calls/${sid}.json`])
    }).pipe(Effect.provide(answering({ body: JSON.stringify(row()) })))
  )

  it.effect("that is queued has no start, and a word that nobody knows is kept and not over", () =>
    Effect.gen(function* () {
      const call = yield* outcome((carrier) => carrier.call(sid))
      assert.deepInclude<unknown>(call, { status: "parked", startedAt: null, durationSeconds: null, to: null })
      assert.isFalse(typeof call === "object" && isCarrierCallOver(call))
    }).pipe(
      Effect.provide(
        answering({ body: JSON.stringify(row({ status: "parked", start_time: null, duration: "", to: 7 })) })
      )
    )
  )
})

describe("the calls between two numbers", () => {
  it.effect("are asked for by number and never by start time, on every page", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* calls, ["CA1", "CA2", "CA3"])
      assert.deepStrictEqual(yield* paths, [
        `GET ${root}/Calls.json?To=%2B14155550100&From=%2B14155550199&PageSize=1000`,
        `GET ${root}/Calls.json?Page=1&PageToken=a`,
        `GET ${root}/Calls.json?Page=2&PageToken=b`
      ])
    }).pipe(
      Effect.provide(
        answering(
          page([row({ sid: "CA1" }), row({ sid: "CA2" })], `${root}/Calls.json?Page=1&PageToken=a`),
          page([row({ sid: "CA2" })], `${root}/Calls.json?Page=2&PageToken=b`),
          page([row({ sid: "CA3", status: "queued", start_time: null })])
        )
      )
    )
  )

  it.effect("are those that a program placed between them, since an instant; what does not say stays in", () =>
    Effect.gen(function* () {
      const since = DateTime.makeUnsafe("2026-11-22T12:00:00Z")
      const found = yield* outcome((carrier) => carrier.calls({ to, from, since }))
      assert.deepStrictEqual<unknown>(typeof found === "string" ? found : found.map((call) => call.sid), ["CA1", "CA6"])
    }).pipe(
      Effect.provide(
        answering(
          page([
            row({ sid: "CA1" }),
            row({ sid: "CA2", to: "+14155550101" }),
            row({ sid: "CA3", from: "+14155550198" }),
            row({ sid: "CA4", direction: "inbound" }),
            row({ sid: "CA5", date_created: "Sun, 22 Nov 2026 11:59:59 +0000" }),
            { sid: "CA6", status: "queued" }
          ])
        )
      )
    )
  )

  const broken: ReadonlyArray<readonly [name: string, replies: ReadonlyArray<ScriptedReply>, outcome: string]> = [
    ["a page that fails in the middle", [page([row()], `${root}/Calls.json?Page=1`), { status: 404 }], "not-found"],
    ["a next page elsewhere", [page([row()], "https://elsewhere.example/Calls.json"), page([])], "unreadable"],
    [
      "a next page of another account",
      [page([row()], "/2010-04-01/Accounts/AC2/Calls.json?Page=1"), page([])],
      "unreadable"
    ],
    ["pages that go round in circles", [page([row()], `${root}/Calls.json?Page=1`)], "unreadable"],
    ["a row without its sid", [page([row(), { status: "queued" }])], "unreadable"],
    ["a body without rows", [{ body: "{}" }], "unreadable"]
  ]
  it.effect.each(broken.map(([name, replies, reason]) => ({ name, replies, reason })))(
    "are not told in part: $name is $reason",
    ({ reason, replies }) =>
      Effect.map(calls, (found) => assert.strictEqual(found, reason)).pipe(Effect.provide(answering(...replies)))
  )
})

describe("a number", () => {
  it.effect("is the account's own only when it is listed", () =>
    Effect.gen(function* () {
      assert.isTrue(yield* outcome((carrier) => carrier.owns(from)))
      assert.isFalse(yield* outcome((carrier) => carrier.owns(to)))
      assert.deepStrictEqual(
        (yield* paths)[0],
        `GET ${root}/IncomingPhoneNumbers.json?PhoneNumber=%2B14155550199&PageSize=20`
      )
    }).pipe(Effect.provide(answering({ body: JSON.stringify({ incoming_phone_numbers: [{ phone_number: from }] }) })))
  )
})

describe("ending a call", () => {
  it.effect("asks Twilio to complete it, again when the answer is lost", () =>
    Effect.gen(function* () {
      const call = yield* outcome((carrier) => carrier.end(sid))
      assert.deepInclude<unknown>(call, { sid, status: "completed" })
      assert.deepStrictEqual(
        yield* paths,
        Array.from({ length: 2 }, () => `POST ${root}/Calls/${sid}.json`)
      )
    }).pipe(Effect.provide(answering("drop", { body: JSON.stringify(row()) })))
  )

  it.effect("gives one back that is over, which Twilio refuses to end", () =>
    Effect.gen(function* () {
      const call = yield* outcome((carrier) => carrier.end(sid))
      assert.deepInclude<unknown>(call, { status: "busy" })
    }).pipe(
      Effect.provide(
        answering(refusal(400, 21220, "Call is not in-progress."), { body: JSON.stringify(row({ status: "busy" })) })
      )
    )
  )

  it.effect("fails when Twilio refuses and the call goes on", () =>
    Effect.map(
      outcome((carrier) => carrier.end(sid)),
      (reason) => assert.strictEqual(reason, "unreadable")
    ).pipe(
      Effect.provide(
        answering(refusal(400, 21220, "No."), { body: JSON.stringify(row({ status: "in-progress", duration: null })) })
      )
    )
  )
})

describe("a refusal", () => {
  const refusals: ReadonlyArray<readonly [reply: ScriptedReply, reason: string, requests: number]> = [
    [refusal(401, 20003, "Authenticate"), "unauthorized", 1],
    [refusal(403, 20403, "Forbidden"), "forbidden", 1],
    [refusal(404, 20404, "The requested resource was not found"), "not-found", 1],
    [refusal(429, 20429, "Too Many Requests"), "rate-limited", 3],
    [{ status: 503, body: "" }, "unavailable", 3],
    ["drop", "unavailable", 3],
    ["silent", "unavailable", 3],
    [{ status: 302, body: "" }, "unreadable", 1],
    [{ body: "<html>" }, "unreadable", 1]
  ]
  it.effect.each(refusals.map(([reply, reason, requests]) => ({ reply, reason, requests })))(
    "is $reason after $requests requests",
    ({ reason, reply, requests }) =>
      Effect.gen(function* () {
        assert.strictEqual(yield* outcome((carrier) => carrier.call(sid)), reason)
        assert.lengthOf(yield* paths, requests)
      }).pipe(Effect.provide(answering(reply)))
  )

  it.effect("names Twilio's settings, and tells nobody the token", () =>
    Effect.gen(function* () {
      const carrier = yield* CarrierAccount
      const error = yield* carrier.available ? Effect.flip(carrier.call(sid)) : Effect.die("no account")
      assert.match(error.message, /^Twilio answered HTTP 401: Authenticate \(20003\)\. Check TWILIO_ACCOUNT_SID/)
      assert.notInclude(`${error.message} ${JSON.stringify(error)}`, "secret-token")
    }).pipe(Effect.provide(answering(refusal(401, 20003, "Authenticate"))))
  )
})
