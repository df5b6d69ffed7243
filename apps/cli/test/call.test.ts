import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { type CallDocument, documentOf, type FailureDocument, makeOutbound } from "./Outbound.ts"

const place = ["call", "+14155550100", "--simulate", "--var", "customer_name=Ada"]

it.live("prints the whole call as one document, and nothing else", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const call = documentOf<CallDocument>(yield* run([...place, "--json"]))
    assert.match(call.id, /^call_/)
    assert.match(call.conversationId ?? "", /^conv_/)
    assert.include(call.dashboardUrl ?? "", call.conversationId ?? "-")
    assert.strictEqual(call.durationSeconds, 36)
    assert.strictEqual(call.to, "+14155550100")
    assert.strictEqual(call.replayed, false)
    assert.deepStrictEqual(call.warnings, [])
    assert.deepStrictEqual(new Set(call.transcript.map(({ speaker }) => speaker)), new Set(["agent", "recipient"]))
    assert.include(call.transcript[0]?.text ?? "", "Ada")
  }).pipe(Effect.scoped)
)

it.live("speech goes to stdout, progress to stderr with the number masked, and the simulation is said", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { stderr, stdout } = yield* run(place)
    assert.match(stdout, /^\[00:00\] Agent: Hello Ada/)
    assert.match(stdout, /simulated, no phone rang/)
    assert.match(stderr, /Simulated: no phone rings[^]*initiated[^]*ended: answered/)
    assert.notInclude(stdout + stderr, "+14155550100")
  }).pipe(Effect.scoped)
)

it.live("the same command is the same call, --again a new one", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const first = documentOf<CallDocument>(yield* run([...place, "--json"]))
    const repeated = yield* run([...place, "--json"])
    const again = documentOf<CallDocument>(yield* run([...place, "--again", "--json"]))
    const earlier = documentOf<CallDocument>(repeated)
    assert.deepStrictEqual([earlier.id, earlier.replayed], [first.id, true])
    assert.match(repeated.stderr, new RegExp(`earlier call ${first.id}.*--again`))
    assert.notStrictEqual(again.id, first.id)
    assert.strictEqual(again.replayed, false)
  }).pipe(Effect.scoped)
)

it.live("a consent is taken, and the same command is the same call", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const consent = ["--consent", "express", "--consent-source", "form 7", "--consent-at", "2026-01-02", "--json"]
    const first = documentOf<CallDocument>(yield* run([...place, ...consent]))
    const second = documentOf<CallDocument>(yield* run([...place, ...consent]))
    assert.deepStrictEqual([second.id, second.replayed], [first.id, true])
  }).pipe(Effect.scoped)
)

it.live("a key given twice is one call, and another request under it is refused", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const key = ["--idempotency-key", "order-7", "--json"]
    const first = documentOf<CallDocument>(yield* run([...place, ...key]))
    const second = documentOf<CallDocument>(yield* run([...place, ...key]))
    const other = yield* run(["call", "+14155550101", ...place.slice(2), ...key])
    assert.deepStrictEqual([second.id, second.replayed], [first.id, true])
    assert.strictEqual(other.code, 2)
    assert.strictEqual(documentOf<FailureDocument>(other).error.code, "IdempotencyMismatch")
  }).pipe(Effect.scoped)
)

it.live("a live call to the number refuses another one, and names it", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const stuck = ["call", "+14155550107", ...place.slice(2), "--no-watch", "--json"]
    const live = documentOf<CallDocument>(yield* run(stuck))
    const second = yield* run([...stuck, "--again"])
    assert.strictEqual(second.code, 4)
    assert.include(documentOf<FailureDocument>(second).error.message, live.id)
    const dry = yield* run(["call", "+14155550107", ...place.slice(2), "--dry-run"])
    assert.strictEqual(dry.code, 4)
    assert.include(dry.stdout, live.id)
  }).pipe(Effect.scoped)
)

it.live("a dry run dials nothing and says what stands against the call", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const good = yield* run([...place, "--dry-run", "--json"])
    const bad = yield* run(["call", "+14155550100", "--simulate", "--dry-run", "--json"])
    const emergency = yield* run(["call", "911", "--simulate", "--dry-run"])
    const { calls } = documentOf<{ calls: ReadonlyArray<unknown> }>(yield* run(["calls", "--simulate", "--json"]))
    assert.deepStrictEqual([good.code, documentOf(good)["allowed"]], [0, true])
    assert.deepStrictEqual([bad.code, documentOf(bad)["allowed"]], [2, false])
    assert.strictEqual(emergency.code, 4)
    assert.deepStrictEqual(calls, [])
  }).pipe(Effect.scoped)
)

it.live("variables come from a file or from stdin, and --var wins", () =>
  Effect.gen(function* () {
    const { data, run } = yield* makeOutbound
    const file = join(data, "vars.json")
    writeFileSync(file, JSON.stringify({ customer_name: "Grace", amount: 5, vip: true }))
    const vars = ["call", "+14155550100", "--simulate", "--json", "--vars"]
    const spoken = (call: CallDocument) => call.transcript[0]?.text ?? ""
    const fromFile = documentOf<CallDocument>(yield* run([...vars, file]))
    const both = documentOf<CallDocument>(yield* run([...vars, file, "--var", "customer_name=Lin"]))
    const fromStdin = documentOf<CallDocument>(yield* run([...vars, "-"], { stdin: '{"customer_name":"Mary"}' }))
    assert.deepStrictEqual(
      [fromFile, both, fromStdin].map((call) => /Grace|Lin|Mary/.exec(spoken(call))?.[0]),
      ["Grace", "Lin", "Mary"]
    )
    writeFileSync(file, JSON.stringify({ customer_name: ["Ada"] }))
    assert.match((yield* run([...vars.slice(0, 3), "--vars", file])).stderr, /"customer_name" is no text/)
    assert.match((yield* run([...vars.slice(0, 3), "--vars", join(data, "none")])).stderr, /cannot be read/)
  }).pipe(Effect.scoped)
)

it.live("waiting ends with the time given; the call goes on", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const stuck = yield* run(["call", "+14155550108", ...place.slice(2), "--timeout", "0.5", "--json"])
    const call = documentOf<CallDocument>(stuck)
    assert.strictEqual(stuck.code, 8)
    assert.include(["in-progress", "processing", "initiated"], call.status)
    assert.match(stuck.stderr, new RegExp(`outbound watch ${call.id}`))
  }).pipe(Effect.scoped)
)

it.live("a terminal shows one live line that speech never shares", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const written: Array<string> = []
    const { stderr } = yield* run(place, { terminal: (text) => written.push(text) })
    assert.isTrue(written.some((text) => text.startsWith("\r\u001b[Kinitiated 0:0")))
    assert.strictEqual(written.at(-1), "\r\u001b[K")
    assert.notMatch(stderr, /^in-progress$/m)
  }).pipe(Effect.scoped)
)

it.live("speech cannot steer the terminal", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { stdout } = yield* run(["call", "+14155550100", "--simulate", "--var", "customer_name=Ada\rEve"])
    assert.match(stdout, /Hello Ada ?Eve/)
    assert.notInclude(stdout, "\r")
  }).pipe(Effect.scoped)
)

it.live("a text with a character that does not show is refused by its flag's field, and rings nobody", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    for (const [words, field] of [
      [["--var", "customer_name=Ada\u202e"], "variables.customer_name"],
      [["--var", "customer_name=Ada", "--first-message", "Hi\u200b there"], "overrides.firstMessage"]
    ] as const) {
      const { code, stderr, stdout } = yield* run(["call", "+14155550100", "--simulate", ...words])
      assert.deepStrictEqual([code, stdout], [2, ""])
      assert.match(
        stderr,
        new RegExp(`${field} has a character that does not show, U\\+2[0-9A-F]{3}.*No phone rang`, "s")
      )
      const checked = yield* run(["check", "+14155550100", "--simulate", ...words])
      assert.notStrictEqual(checked.code, 0)
      assert.include(checked.stdout + checked.stderr, "does not show")
    }
    assert.match((yield* run(["calls", "--simulate"])).stdout, /^(?!.*call_)/s)
  }).pipe(Effect.scoped)
)
