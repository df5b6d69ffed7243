import { assert, describe, it } from "@effect/vitest"
import {
  builtInProfiles,
  type Call,
  CallLedger,
  type IdempotencyKey,
  isHeard,
  PhoneNumber,
  type Retention,
  Suppressions,
  viewCall
} from "@outbound-call/core"
import { DateTime, Effect, type Layer, Logger } from "effect"
import { readFeedCursor } from "@outbound-call/core/Cursor"
import { claim, end, suppressionOf } from "./PersonContract.ts"
import { callOf, conversation, dialled, idOf, lost, notSent, numberOf, rejected, start } from "./LedgerCall.ts"
import { fresh, given, list, recent, record } from "./LedgerDeeds.ts"
import { forget, isForgotten } from "./RetentionDeeds.ts"

type Services = CallLedger | Suppressions | Retention

const minute = 60_000
const day = 24 * 60 * minute
const after = (millis: number) => ({ createdAt: DateTime.makeUnsafe(start + millis) })

/** Claims the n-th call to the first number under a key; which call it is, or what stood against it. */
const place = Effect.fnUntraced(function* (
  n: number,
  key: IdempotencyKey,
  change: Parameters<typeof callOf>[1] = {},
  canonical = "the request"
) {
  const ledger = yield* CallLedger
  return yield* ledger.claim(callOf(n, { to: numberOf(1), ...change }), canonical, key, null).pipe(
    Effect.map((result) => (result.type === "refused" ? "refused" : `${result.type} ${result.call.id}`)),
    Effect.catchTag("IdempotencyMismatch", ({ callId, erased }) =>
      Effect.succeed(`${erased === true ? "erased" : "other"} ${callId}`)
    )
  )
})

const kept = ({
  approval,
  conversationId,
  durationSeconds,
  evaluation,
  id,
  outcome,
  owner,
  status,
  ...call
}: Call) => ({
  approval,
  conversationId,
  durationSeconds,
  evaluation,
  id,
  outcome,
  owner,
  status,
  createdAt: call.createdAt,
  answeredAt: call.answeredAt,
  endedAt: call.endedAt,
  analysedAt: call.analysedAt
})

/** What every ledger promises about calls whose retention is over. */
export const retentionContract = <E>(name: string, layer: Layer.Layer<Services, E>): void => {
  const promises = (promise: string, test: Effect.Effect<void, unknown, Services>) =>
    it.live(`${promise} (${name})`, () => Effect.provide(test, layer))

  describe("the retention of calls", () => {
    promises(
      "keeps how a call ended and when, and nothing of whom it was to or what it was about",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        yield* claim(1, given("order-1"), { userId: "user-of-ada" })
        const before = yield* end(1)
        yield* claim(2, fresh, { to: numberOf(2) })
        yield* record(2, rejected)
        assert.deepInclude(yield* forget(), { forgotten: 2 })
        const call = yield* ledger.find(idOf(1))
        assert.deepStrictEqual(kept(call), kept(before))
        assert.deepInclude(call, { to: null, variables: {}, userId: idOf(1) })
        assert.match(viewCall(call).nextStep, /^What it held was forgotten on 20\d\d-\d\d-\d\d\.$/)
        assert.deepStrictEqual((yield* ledger.find("conv_1")).id, idOf(1))
        assert.deepStrictEqual(yield* ledger.events(idOf(1), 0), [])
        const failed = yield* ledger.find(idOf(2))
        assert.deepInclude(failed.problem, { code: "rejected", status: 404 })
        assert.notInclude(failed.problem?.message, "No.")
        assert.isFalse(viewCall(failed).phoneMayHaveRung)
        assert.deepInclude(yield* forget(), { forgotten: 0 }, "what is forgotten is not looked at again")
      })
    )

    promises(
      "keeps forgotten calls in the list, page by page, by status, by owner, and for who knows the number",
      Effect.gen(function* () {
        for (const n of [1, 2, 3, 4]) {
          yield* claim(n, fresh, { ...after(n * minute), to: numberOf(n) })
          yield* n === 3 ? record(n, rejected) : end(n)
        }
        yield* forget()
        yield* claim(5, fresh, { to: numberOf(1), ...after(day) })
        const first = yield* list({ limit: 2 })
        assert.deepStrictEqual(first.ids, [idOf(5), idOf(4)])
        const second = yield* list({ limit: 2, cursor: first.nextCursor ?? "" })
        assert.deepStrictEqual(second.ids, [idOf(3), idOf(2)])
        assert.deepStrictEqual((yield* list({ limit: 2, cursor: second.nextCursor ?? "" })).ids, [idOf(1)])
        assert.deepStrictEqual((yield* list({ status: ["failed"] })).ids, [idOf(3)])
        assert.deepStrictEqual((yield* list({ status: ["done"] })).ids, [idOf(4), idOf(2), idOf(1)])
        assert.deepStrictEqual((yield* list({ live: false })).ids, [idOf(4), idOf(3), idOf(2), idOf(1)])
        assert.deepStrictEqual((yield* list({ owner: "bob" })).ids, [])
        assert.deepStrictEqual((yield* list({ to: numberOf(1) })).ids, [idOf(5), idOf(1)])
      })
    )

    promises(
      "gives a key its call as before, and refuses the key to another request",
      Effect.gen(function* () {
        assert.strictEqual(yield* place(1, given("k")), `claimed ${idOf(1)}`)
        yield* end(1)
        assert.strictEqual(yield* place(2, { ...given("taken"), ...sameFor }, after(minute)), `replay ${idOf(1)}`)
        assert.strictEqual(yield* place(2, recent, { owner: "eve" }), `claimed ${idOf(2)}`)
        yield* end(2)
        assert.deepInclude(yield* forget(), { forgotten: 2 })
        for (const key of ["k", "taken"]) {
          assert.strictEqual(yield* place(3, given(key), after(90 * day)), `replay ${idOf(1)}`)
          assert.strictEqual(yield* place(3, given(key), after(90 * day), "another request"), `other ${idOf(1)}`)
        }
        assert.strictEqual(yield* place(3, recent, { owner: "eve", ...after(minute) }), `replay ${idOf(2)}`)
        assert.strictEqual(yield* place(3, given("k"), { owner: "eve", ...after(day) }), `claimed ${idOf(3)}`)
      })
    )

    promises(
      "counts the calls to the number, and those of the account, as before",
      Effect.gen(function* () {
        for (const n of [1, 2, 3]) {
          assert.strictEqual(yield* claim(n, fresh, after(n * minute), { attemptsEver: 3 }), "claimed")
          yield* end(n)
        }
        assert.deepInclude(yield* forget(), { forgotten: 3 })
        assert.strictEqual(yield* claim(4, fresh, after(90 * day), { attemptsEver: 3 }), "attempts")
        assert.strictEqual(yield* claim(4, fresh, after(20 * minute), { attemptsPerHour: 3 }), "attempts")
        assert.strictEqual(
          yield* claim(4, fresh, after(4 * minute), { attemptsPerHour: 9, coolDownSeconds: 600 }),
          "cool-down"
        )
        const again = { sameNumberMinutes: 200_000 }
        assert.strictEqual(yield* claim(4, fresh, after(90 * day), again), "same-number-again")
        const other = { ...after(3 * minute + 500), to: numberOf(7) }
        assert.strictEqual(yield* claim(4, fresh, other, { paceMillis: 1_000 }), "pace")
        assert.strictEqual(yield* claim(4, fresh, other, { callsPerHour: 3 }), "call-rate")
        assert.strictEqual(yield* claim(4, fresh, other, { minutesPerDay: 12 }), "minutes", "three minutes were used")
        assert.strictEqual(yield* claim(4, fresh, other, { minutesPerDay: 13 }), "claimed")
      })
    )

    promises(
      "counts a call for every number of the phone",
      Effect.gen(function* () {
        const [mobile, other] = [PhoneNumber.make("+5491123456789"), PhoneNumber.make("+541123456789")]
        assert.strictEqual(yield* claim(1, fresh, { to: mobile }), "claimed")
        yield* end(1)
        yield* forget()
        for (const to of [mobile, other]) {
          assert.strictEqual(yield* claim(2, fresh, { ...after(90 * day), to }, { attemptsEver: 1 }), "attempts")
        }
      })
    )

    promises(
      "knows a forgotten number by itself alone: it is no stranger, and no neighbour of others",
      Effect.gen(function* () {
        yield* claim(1)
        yield* end(1)
        yield* forget()
        const usual = builtInProfiles.default.fanOut ?? assert.fail("no limits")
        const fanOut = { ...usual, strangersInDay: 1 }
        assert.strictEqual(yield* claim(2, fresh, after(minute), { fanOut }), "claimed", "called before")
        yield* record(2, rejected)
        yield* forget()
        const neighbour = { ...after(2 * minute), to: numberOf(2) }
        const alone = { ...usual, neighbours: 1 }
        assert.strictEqual(yield* claim(3, fresh, neighbour, { fanOut: alone }), "claimed")
      })
    )

    promises(
      "leaves the do-not-call list as it is",
      Effect.gen(function* () {
        const suppressions = yield* Suppressions
        yield* claim(1)
        yield* end(1)
        yield* suppressions.add([suppressionOf(1, numberOf(1))])
        assert.deepInclude(yield* forget(), { forgotten: 1 })
        assert.isNotNull(yield* suppressions.find(numberOf(1)))
        assert.strictEqual(yield* claim(2, fresh, after(90 * day)), "suppression")
      })
    )

    promises(
      "touches no call that is live or of unknown fate, that needs a person, that nobody heard, or that is too young",
      Effect.gen(function* () {
        const claimed = (n: number, change = {}) => claim(n, fresh, { to: numberOf(n), ...change }, { fanOut: null })
        yield* claimed(1)
        yield* claimed(2)
        yield* record(2, lost)
        yield* claimed(3)
        yield* record(3, notSent, conversation(3, "done"))
        yield* claimed(4)
        yield* record(4, dialled(4), unheardEnd(4))
        yield* claimed(6)
        yield* end(6)
        yield* claimed(5, after(200 * day))
        yield* record(5, rejected)
        const ledger = yield* CallLedger
        assert.strictEqual((yield* ledger.find(idOf(3))).attention?.code, "rang-after-all")
        const seen = yield* Effect.forEach([1, 2, 3, 4, 5], (n) => ledger.find(idOf(n)))
        const found = { forgotten: 1, kept: { attention: 1, unheard: 1, untold: 0 } }
        assert.deepInclude(yield* forget({ dryRun: true }), found)
        assert.isFalse(yield* isForgotten(idOf(6)), "a dry run only counts")
        assert.deepInclude(yield* forget(), found)
        assert.isTrue(yield* isForgotten(idOf(6)))
        assert.deepStrictEqual(yield* Effect.forEach([1, 2, 3, 4, 5], (n) => ledger.find(idOf(n))), seen)
      })
    )

    promises(
      "waits no longer for what nobody heard once it was over before the instant for those",
      Effect.gen(function* () {
        yield* claim(1)
        yield* record(1, dialled(1), unheardEnd(1))
        const { endedAt } = yield* (yield* CallLedger).find(idOf(1))
        const unheardBefore = endedAt ?? assert.fail("it is not over")
        assert.deepInclude(yield* forget({ unheardBefore }), { forgotten: 0 })
        const forgotten = yield* forget({ unheardBefore: DateTime.add(unheardBefore, { milliseconds: 1 }) })
        assert.deepInclude(forgotten, { forgotten: 1, kept: { attention: 0, unheard: 0, untold: 0 } })
        assert.isTrue(isHeard(yield* (yield* CallLedger).find(idOf(1))), "it is not read any more")
      })
    )

    promises(
      "forgets a call that rang after all once a person looked at it",
      Effect.gen(function* () {
        yield* claim(1)
        yield* record(1, notSent, conversation(1, "done"))
        assert.deepInclude(yield* forget(), { forgotten: 0 })
        yield* record(1, { type: "verdict", dialled: true, by: "ada" })
        assert.deepInclude(yield* forget(), { forgotten: 1 })
        assert.strictEqual((yield* (yield* CallLedger).find(idOf(1))).status, "done")
      })
    )

    promises(
      "takes no more news of a forgotten call",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        yield* claim(1)
        yield* end(1)
        yield* forget()
        const forgotten = yield* ledger.find(idOf(1))
        assert.deepStrictEqual(yield* ledger.record(idOf(1), conversation(1, "failed")), forgotten)
        assert.deepStrictEqual(yield* ledger.record(idOf(1), { type: "hang-up" }), forgotten)
        assert.deepStrictEqual(yield* ledger.find(idOf(1)), forgotten)
        assert.deepStrictEqual((yield* list({ status: ["done"] })).ids, [idOf(1)])
        assert.deepInclude(yield* forget(), { forgotten: 0 })
      })
    )

    promises(
      "still hears that a forgotten call rang after all, and keeps its words gone",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        const said: Array<string> = []
        const log = Logger.layer([
          Logger.make(({ logLevel, message }) => void said.push(`${logLevel} ${String(message)}`))
        ])
        for (const n of [1, 2]) {
          yield* claim(n, fresh, { ...after(n * minute), to: numberOf(n) })
          yield* record(n, notSent)
        }
        yield* forget()
        assert.isTrue(viewCall(yield* ledger.find(idOf(1))).retrySafe)
        assert.strictEqual(yield* claim(3, fresh, { to: numberOf(1), ...after(day) }), "claimed", "the number is free")
        for (const [n, news, status] of [
          [1, dialled(1), "failed"],
          [2, conversation(2, "done"), "done"]
        ] as const) {
          const rang = yield* ledger.record(idOf(n), news).pipe(Effect.provide(log))
          yield* ledger.record(idOf(n), news).pipe(Effect.provide(log))
          assert.deepInclude(rang, { status, to: null, variables: {}, userId: idOf(n) })
          assert.strictEqual(rang.conversationId, `conv_${n}`)
          assert.strictEqual(rang.attention?.code, "rang-after-all")
          assert.deepInclude(viewCall(rang), { phoneMayHaveRung: true, retrySafe: false })
          assert.deepStrictEqual(yield* ledger.find(idOf(n)), rang)
          assert.isTrue(yield* isForgotten(idOf(n)))
          const events = yield* ledger.events(idOf(n), 0)
          assert.strictEqual(events.at(-1)?.status, status)
          for (const event of events) assert.deepInclude(event, { message: null, detail: null })
          assert.deepStrictEqual((yield* list({ status: [status] })).ids, [idOf(n)])
          yield* ledger.record(idOf(n), { type: "verdict", dialled: true, by: "ada" })
          assert.deepStrictEqual(yield* ledger.find(idOf(n)), { ...rang, attention: null })
        }
        yield* ledger.record(idOf(3), notSent).pipe(Effect.provide(log))
        assert.deepStrictEqual(
          said,
          [1, 2].map((n) => {
            const id = idOf(n)
            return `Warn ${id} needs a person (rang-after-all), and was forgotten before: see outbound show ${id}.`
          })
        )
        assert.strictEqual(
          yield* claim(4, fresh, { to: numberOf(1), ...after(90 * day) }, { attemptsEver: 1 }),
          "attempts"
        )
        assert.deepInclude(yield* forget(), { forgotten: 1 }, "what is forgotten is not looked at again")
      })
    )

    promises(
      "gives no position of the feed again, and tells a reader who would miss events",
      Effect.gen(function* () {
        const ledger = yield* CallLedger
        yield* claim(1)
        yield* end(1)
        yield* claim(2, fresh, { to: numberOf(2), ...after(minute) })
        yield* record(2, rejected)
        const feed = yield* ledger.feed(0, 100)
        assert.strictEqual(yield* readFeedCursor("0"), 0, "it is all there")
        assert.strictEqual(feed.at(-1)?.event.message, "No.")
        const cursors = yield* Effect.forEach([4, 6, 7], (position) => cursorAt(position))
        yield* forget()
        const left = yield* ledger.feed(0, 100)
        assert.deepStrictEqual(
          left.map(({ event, position }) => [position, event.message, event.detail]),
          [[feed.length, null, null]]
        )
        assert.strictEqual(left[0]?.call?.to, null)
        const [early, last, newest] = cursors
        for (const cursor of ["0", early ?? "", `${feed.length - 2}.1`]) {
          assert.strictEqual((yield* Effect.flip(readFeedCursor(cursor)))._tag, "CursorExpired")
        }
        assert.deepStrictEqual(yield* Effect.forEach([last ?? "", newest ?? ""], readFeedCursor), [6, 7])
        yield* claim(3, fresh, { to: numberOf(3), ...after(2 * minute) })
        assert.deepStrictEqual(
          (yield* ledger.feed(null, 1)).map(({ position }) => position),
          [feed.length + 1]
        )
      })
    )
  })
}

const sameFor = { sameRequestWithinMillis: 10 * minute }

/** Over by the provider's word alone: what was said is not read yet. */
const unheardEnd = (n: number) => ({
  type: "notice" as const,
  conversationId: conversation(n, "failed").conversation.id,
  says: "failed" as const,
  detail: null
})

const cursorAt = Effect.fnUntraced(function* (position: number) {
  const [entry] = yield* (yield* CallLedger).feed(position - 1, 1)
  return `${position}.${entry === undefined ? 0 : DateTime.toEpochMillis(entry.event.at)}`
})
