import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { assert, it } from "@effect/vitest"
import * as ListeningEmulator from "@outbound-call/node/ListeningEmulator"
import { Clock, DateTime, Effect } from "effect"
import { type CallDocument, documentOf, type FailureDocument, makeOutbound } from "./Outbound.ts"

const number = "+14155550100"
const person = ["--simulate", "--var", "customer_name=Zoë Quist", "--json"]
const place = (to: string, ...more: ReadonlyArray<string>) => ["call", to, ...person, ...more]
const forget = (...more: ReadonlyArray<string>) => ["forget", "--older-than", "90d", "--simulate", ...more]

/** Runs as if it were so many days ago. */
const daysAgo =
  (days: number) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.flatMap(Clock.Clock, (now) => {
      const millis = days * 86_400_000
      const nanos = BigInt(millis) * 1_000_000n
      const then: Clock.Clock = {
        currentTimeMillisUnsafe: () => now.currentTimeMillisUnsafe() - millis,
        currentTimeMillis: Effect.map(now.currentTimeMillis, (at) => at - millis),
        currentTimeNanosUnsafe: () => now.currentTimeNanosUnsafe() - nanos,
        currentTimeNanos: Effect.map(now.currentTimeNanos, (at) => at - nanos),
        monotonicTimeNanosUnsafe: () => now.monotonicTimeNanosUnsafe(),
        monotonicTimeNanos: now.monotonicTimeNanos,
        sleep: (span) => now.sleep(span)
      }
      return Effect.provideService(effect, Clock.Clock, then)
    })

interface Forgetting {
  readonly forgotten: number
  readonly dryRun: boolean
}

it.live("forgets old calls: they are listed and shown without number, their keys ring nobody again", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const old = documentOf<CallDocument>(yield* run(place(number, "--idempotency-key", "order-1")).pipe(daysAgo(100)))
    assert.strictEqual(old.outcome, "answered")
    const young = documentOf<CallDocument>(yield* run(place("+14155550101")))
    assert.deepInclude(documentOf<Forgetting>(yield* run(forget("--dry-run", "--json"))), {
      forgotten: 1,
      dryRun: true
    })
    const done = yield* run(forget("--by", "bob"))
    assert.strictEqual(done.code, 0)
    assert.match(done.stdout, /^1 calls that were over before \S+ are forgotten\.\n.*`outbound compact`/)
    assert.deepInclude(documentOf<Forgetting>(yield* run(forget("--json"))), { forgotten: 0, dryRun: false })
    const list = yield* run(["calls", "--simulate"])
    assert.match(list.stdout, new RegExp(`${old.id} .*a forgotten number  done \\(answered\\)`))
    assert.match(list.stdout, new RegExp(`${young.id} .*\\+1415•••0101`))
    const shown = yield* run(["show", old.id, "--simulate", "--events"])
    assert.match(shown.stdout, /outcome +answered[^]*forgotten +20\d\d-[^]*What it held was forgotten on 20\d\d/)
    for (const word of [number, "Quist"]) assert.notInclude(list.stdout + shown.stdout, word)
    assert.include((yield* run(["calls", "--simulate", "--to", number])).stdout, old.id)
    const again = yield* run(place(number, "--idempotency-key", "order-1"))
    assert.strictEqual(documentOf<CallDocument>(again).id, old.id)
    assert.match(again.stderr, /earlier call.*nothing was dialled now/)
    const other = yield* run(place("+14155550102", "--idempotency-key", "order-1"))
    assert.strictEqual(documentOf<FailureDocument>(other).error.code, "IdempotencyMismatch")
    assert.match((yield* run(["audit", "list", "--simulate"])).stdout, /calls-forgotten +bob .*"calls":1/)
    assert.strictEqual((yield* run(["audit", "verify", "--simulate"])).code, 0)
  }).pipe(Effect.scoped)
)

it.live("forgets nothing by a clock that the provider's does not confirm, but by a date, and says what on", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { baseUrl } = yield* ListeningEmulator.ListeningEmulator
    const account = { ELEVENLABS_BASE_URL: baseUrl, ELEVENLABS_API_KEY: "any" }
    const numbers = { ELEVEN_LABS_AGENT_ID: "agent_demo", PHONE_NUMBER_ID: "phnum_demo", OUTBOUND_PROFILE: "rig" }
    const call = ["call", number, "--var", "customer_name=Zoë Quist", "--json"]
    const { id } = documentOf<CallDocument>(yield* run(call, { env: { ...account, ...numbers } }))
    const aYearAhead = daysAgo(-365)
    const wrong = yield* run(["forget", "--older-than", "90d", "--json"], { env: account }).pipe(aYearAhead)
    assert.strictEqual(wrong.code, 1)
    const { error } = documentOf<FailureDocument>(wrong)
    assert.deepInclude(error, { code: "ClockUnconfirmed", phoneMayHaveRung: false } as object)
    assert.match(error.message, /s ahead of the provider's.*Nothing was forgotten, and no phone rang/)
    assert.match(error.nextStep, /^Set this machine's clock.*do not use --before/)
    const keyless = yield* run(["forget", "--older-than", "90d", "--json"])
    assert.strictEqual(documentOf<FailureDocument>(keyless).error.code, "ConfigurationError")
    assert.match(keyless.stderr, /name a date: --before/)
    assert.include((yield* run(["show", id])).stdout, number)
    const tomorrow = DateTime.formatIsoDate(DateTime.add(yield* DateTime.now, { days: 1 }))
    const dated = yield* run(["forget", "--before", tomorrow, "--json"]).pipe(aYearAhead)
    assert.deepInclude(documentOf<Forgetting>(dated), { forgotten: 1 })
    assert.match(dated.stderr, /No clock was asked.*your date.*the times with which the calls were recorded/)
    for (const both of [[], ["--older-than", "90d", "--before", tomorrow]]) {
      assert.match((yield* run(["forget", ...both])).stderr, /either --older-than or --before/)
    }
    for (const text of ["soon", "11/01/2026", "2026-02-31"]) {
      assert.match((yield* run(["forget", "--before", text])).stderr, /Expected a day such as 2026-08-01/)
    }
  }).pipe(Effect.scoped, Effect.provide(ListeningEmulator.layer({ port: 0, scale: 1000 })))
)

it.live("watches a forgotten call to its end, and reads what the provider still has of it", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { id } = documentOf<CallDocument>(yield* run(place(number)).pipe(daysAgo(100)))
    yield* run(forget())
    const watched = yield* run(["watch", id, "--simulate"])
    assert.strictEqual(watched.code, 0)
    assert.match(watched.stdout, /a forgotten number answered, and the call is over/)
    assert.match((yield* run(["transcript", id, "--simulate"])).stdout, /agent: /i)
  }).pipe(Effect.scoped)
)

it.live("forgets nothing that is too young, nothing where no ledger is, and nothing of a server's", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    assert.match((yield* run(forget())).stderr, /There is no ledger here/)
    yield* run(place(number)).pipe(daysAgo(30))
    const short = yield* run(["forget", "--older-than", "30d", "--simulate", "--json"])
    assert.strictEqual(short.code, 2)
    const { error } = documentOf<FailureDocument>(short)
    assert.deepInclude(error, { code: "RetentionTooShort", phoneMayHaveRung: false } as object)
    assert.match(error.message, /31 days at least.*no phone rang/)
    for (const command of [forget("--json"), ["compact", "--json"]]) {
      const refused = yield* run(command, { env: { OUTBOUND_URL: "http://127.0.0.1:1" } })
      assert.strictEqual(refused.code, 3)
      assert.match(
        documentOf<FailureDocument>(refused).error.message,
        /`outbound (forget|compact)` runs where the ledger is.*no phone rang/
      )
    }
  }).pipe(Effect.scoped)
)

it.live("compacts the ledger, unless another program has it open and nobody said that this is no matter", () =>
  Effect.gen(function* () {
    const { data, run } = yield* makeOutbound
    assert.match((yield* run(["compact", "--simulate"])).stderr, /There is no ledger here/)
    yield* run(place(number))
    assert.match(
      (yield* run(["compact", "--simulate"])).stdout,
      /^The ledger is written anew: .* MB before, .* MB now\.$/
    )
    const other = new DatabaseSync(join(data, "simulated", "ledger.sqlite"))
    yield* Effect.addFinalizer(() => Effect.sync(() => other.close()))
    other.prepare("SELECT count(*) FROM calls").get()
    const refused = yield* run(["compact", "--simulate", "--json"])
    assert.strictEqual(refused.code, 1)
    const { error } = documentOf<FailureDocument>(refused)
    assert.strictEqual(error.code, "CompactionRefused")
    assert.match(error.message, /Another program has the ledger open.*--while-in-use.*no phone rang/)
    const held = yield* run(["compact", "--simulate", "--while-in-use"])
    assert.strictEqual(held.code, 0)
    assert.match(held.stderr, /no call can be claimed/)
  }).pipe(Effect.scoped)
)
