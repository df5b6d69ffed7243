// What the dial policy adds to a claim, with a million suppressed numbers and a hundred thousand calls in the ledger, beside
// the bare SELECT of a call by its id in the same run. Exits with 1 when it adds more than so many of those.
// `policy.ts [suppressed] [past] [rounds] [warm-up]`.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { performance } from "node:perf_hooks"
import { DatabaseSync } from "node:sqlite"
import {
  AgentId,
  builtInProfiles,
  CallLedger,
  evaluatePolicy,
  newCallId,
  PhoneNumber,
  PhoneNumberId,
  type PolicyOrder,
  type Purpose
} from "@outbound-call/core"
import { claimedCall } from "@outbound-call/core/ClaimedCall"
import { candidateZones } from "@outbound-call/core/policy/CandidateZones"
import { statesOf } from "@outbound-call/core/policy/NumberPlaces"
import { makeReadHistory } from "@outbound-call/core/SqlHistory"
import * as LedgerFile from "@outbound-call/node/LedgerFile"
import { pragmas } from "@outbound-call/node/OpenLedgerFile"
import * as SqliteClient from "@outbound-call/node/SqliteClient"
import { DateTime, Effect, Layer } from "effect"
import * as SqlClient from "effect/sql/SqlClient"
import { atMost } from "./Limits.ts"

const [suppressed = 1_000_000, past = 100_000, rounds = 2_000, warmUp = 300] = process.argv.slice(2).map(Number)
const limitSelects = 20

/** Tuesday, one in the afternoon in New York and eight in Honolulu: forty claims a day from then on, ten minutes apart. */
const start = Date.UTC(2026, 10, 24, 18, 10)
const instantOf = (n: number): number => start + Math.floor(n / 40) * 86_400_000 + (n % 40) * 600_000
const phoneNumberId = PhoneNumberId.make("phnum_demo")
const account = "elevenlabs|provider.example|workspace"
const areas = [202, 212, 213, 303, 305, 312, 404, 415, 503, 512, 602, 612, 617, 702, 713, 718, 801, 808, 813, 917]
const numberOf = (n: number) =>
  PhoneNumber.make(
    `+1${areas[n % areas.length]}${200 + (Math.floor(n / areas.length) % 700)}${String(Math.floor(n / 14_000)).padStart(2, "0")}55`
  )

const fill = (file: string): void => {
  const database = new DatabaseSync(file)
  database.exec("PRAGMA synchronous = OFF; BEGIN")
  const suppress = database.prepare("INSERT INTO suppressions VALUES (?, ?, 'a list', NULL, 0, 'ada')")
  for (let n = 0; n < suppressed; n++) suppress.run(`sup_${n}`, `+1${2_000_000_000 + n * 7}`)
  const call =
    database.prepare(`INSERT INTO calls (id, owner, idempotency_key, request_digest, identity, to_number, status,
    live, conversation_id, created_at, call, account, account_seq, may_have_rung, reserved_seconds, reserved_micros)
    VALUES (?, 'ada', ?, 'digest', 'identity', ?, 'done', 0, ?, ?, ?, ?, ?, 1, 600, 1150000)`)
  const text = JSON.stringify({ padding: "x".repeat(900) })
  for (let n = 0; n < past; n++) {
    const at = start - (past - n) * 60_000
    call.run(`call_${String(n).padStart(26, "0")}`, `k${n}`, numberOf(n), `conv_${n}`, at, text, account, n + 1)
  }
  database.exec("COMMIT")
  database.close()
}

const callTo = Effect.fnUntraced(function* (n: number, at: number) {
  const id = yield* newCallId
  return claimedCall({
    id,
    to: numberOf(past + n),
    agentId: AgentId.make("agent_demo"),
    phoneNumberId,
    callerId: PhoneNumber.make("+14155550199"),
    purpose: "informational",
    variables: {},
    owner: "ada",
    userId: id,
    identity: {
      kind: "elevenlabs",
      host: "provider.example",
      workspace: "workspace",
      phoneNumberId,
      twilioAccount: null,
      dashboard: ""
    },
    createdAt: DateTime.makeUnsafe(at),
    claimedAt: null,
    horizonMillis: 305_000
  })
})

const orderFor = (to: PhoneNumber, purpose: Purpose): PolicyOrder => ({
  profile: { ...builtInProfiles.default, dollarsPerDay: 1_000_000 },
  facts: {
    to,
    type: "fixed-line-or-mobile",
    region: "US",
    callerRegion: "US",
    zones: candidateZones({ number: to, region: "US", isFixedLine: false, explicitZone: null, explicitPlace: null }),
    states: statesOf(to),
    isStateGiven: false,
    purpose,
    consent: { kind: "written", source: "a form", at: DateTime.makeUnsafe(0) },
    simulated: false,
    isProviderLocal: false,
    firstMessage: "An AI speaks for Example, and the call is recorded.",
    isRecorded: true,
    ringingTimeoutSeconds: 60,
    maxDurationSeconds: 600,
    askedSeconds: null,
    clockOffsetMillis: 0
  }
})

/** The name that the number would have if it were erased; as long as such a name is. */
const neverErased = { number: `erased:${"0".repeat(64)}`, otherForm: `erased:${"0".repeat(64)}` }

type Timings = { [what: string]: Array<number> }

const timed = <A, E, R>(into: Timings, what: string, effect: Effect.Effect<A, E, R>) =>
  Effect.suspend(() => {
    const from = performance.now()
    return Effect.tap(effect, () => Effect.sync(() => (into[what] ??= []).push((performance.now() - from) * 1000)))
  })

/** Each round takes every measure once, so that a busy moment of the machine meets them all. */
const measure = Effect.gen(function* () {
  const ledger = yield* CallLedger
  const sql = yield* SqlClient.SqlClient
  const readHistory = makeReadHistory(sql)
  const times: Timings = {}
  for (let n = -warmUp; n < rounds; n++) {
    const into = n < 0 ? {} : times
    const index = (n + warmUp) * 2
    const instant = instantOf(n + warmUp)
    const [judged, plain] = [yield* callTo(index, instant), yield* callTo(index + 1, instant + 2_000)]
    const order = orderFor(judged.to, "informational")
    const { history } = yield* readHistory(judged, order, neverErased)
    yield* timed(
      into,
      "SELECT by id",
      sql`SELECT call FROM calls WHERE id = ${`call_${String(index).padStart(26, "0")}`}`
    )
    yield* timed(into, "history", readHistory(judged, order, neverErased))
    const at = DateTime.toEpochMillis(judged.createdAt)
    yield* timed(
      into,
      "rules",
      Effect.sync(() => evaluatePolicy(order.facts, history, order.profile, at))
    )
    const sales = orderFor(judged.to, "sales")
    yield* timed(
      into,
      "rules, sales",
      Effect.sync(() => evaluatePolicy(sales.facts, history, order.profile, at))
    )
    const end = sql`UPDATE calls SET live = 0, status = 'done' WHERE live = 1`
    const claims = [
      Effect.gen(function* () {
        const claim = yield* timed(into, "claim", ledger.claim(judged, judged.id, { type: "new" }, order))
        if (claim.type === "refused")
          return yield* Effect.die(new Error(claim.evaluation.refusing.map(({ says }) => says).join(" ")))
        yield* end
      }),
      Effect.andThen(timed(into, "claim unjudged", ledger.claim(plain, plain.id, { type: "new" }, null)), end)
    ]
    // What comes second finds the processor's caches full; that another connection wrote empties SQLite's for both.
    yield* Effect.all(n % 2 === 0 ? claims : claims.toReversed(), { discard: true })
  }
  return times
})

const folder = mkdtempSync(join(tmpdir(), "outbound-bench-"))
const file = join(folder, "ledger.sqlite")
// The disk would hide everything else: both kinds of claims wait for it once.
pragmas.push("PRAGMA synchronous = OFF")
try {
  await Effect.runPromise(Effect.provide(Effect.void, LedgerFile.layer(file)))
  fill(file)
  const times = await Effect.runPromise(
    measure.pipe(Effect.provide(Layer.merge(LedgerFile.layer(file), SqliteClient.layer(file, pragmas))))
  )
  const median = (what: string): number => (times[what] ?? []).toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
  const floor = median("SELECT by id")
  for (const what of Object.keys(times)) {
    console.log(
      `${what.padEnd(16)} p50 ${median(what).toFixed(1).padStart(7)} µs  ${(median(what) / floor).toFixed(2).padStart(6)} x`
    )
  }
  const added = median("claim") - median("claim unjudged")
  console.log(
    `the policy adds ${added.toFixed(1)} µs, ${(added / floor).toFixed(1)} SELECTs (limit ${limitSelects}; goal 50 µs), with ${suppressed} suppressed numbers and ${past} calls`
  )
  atMost(added / floor, limitSelects)
} finally {
  rmSync(folder, { recursive: true })
}
