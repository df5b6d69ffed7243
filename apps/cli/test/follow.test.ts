import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { type CallDocument, documentOf, type FailureDocument, makeOutbound } from "./Outbound.ts"

const place = ["call", "+14155550100", "--simulate", "--var", "customer_name=Ada", "--json"]

it.live("a call placed without watching is followed, shown, listed and transcribed later, by either id", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const placed = yield* run([...place, "--no-watch"])
    const { conversationId, id } = documentOf<CallDocument>(placed)
    assert.strictEqual(placed.code, 0)
    const watched = yield* run(["watch", id, "--json"])
    const events = watched.stdout
      .split("\n")
      .map((line) => documentOf<{ type: string; callId: string }>({ stdout: line }))
    assert.strictEqual(watched.code, 0)
    assert.deepStrictEqual([...new Set(events.map(({ callId }) => callId))], [id])
    const types = events.map(({ type }) => type)
    assert.strictEqual(types.at(-1), "analysed")
    assert.isAbove(types.indexOf("ended"), types.lastIndexOf("turn"))
    assert.isAbove(events.filter(({ type }) => type === "turn").length, 3)
    for (const known of [id, conversationId ?? ""]) {
      const shown = yield* run(["show", known, "--events", "--json"])
      assert.strictEqual(documentOf<CallDocument>(shown).id, id)
      assert.match((yield* run(["transcript", known])).stdout, /^\[00:00\] Agent: Hello Ada/)
      assert.match((yield* run(["recover", known])).stdout, /nothing to settle/)
      assert.strictEqual((yield* run(["watch", known])).code, 0)
    }
    const { calls } = documentOf<{ calls: ReadonlyArray<CallDocument> }>(yield* run(["calls", "--simulate", "--json"]))
    assert.deepStrictEqual(
      calls.map((call) => [call.id, call.to]),
      [[id, "+14155550100"]]
    )
    const listed = yield* run(["calls", "--simulate"])
    assert.include(listed.stdout, "+1415•••0100")
  }).pipe(Effect.scoped)
)

it.live("an id of a simulated call is found without --simulate, and that is said", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { id } = documentOf<CallDocument>(yield* run(place))
    const shown = yield* run(["show", id, "--json"])
    assert.strictEqual(documentOf<CallDocument>(shown).simulated, true)
    assert.match(shown.stderr, /is a simulated call/)
    const real = yield* run(["calls"])
    assert.deepStrictEqual([real.code, real.stdout], [0, "No calls."])
    assert.match(real.stderr, /outbound calls --simulate/)
  }).pipe(Effect.scoped)
)

it.live.each([
  ["text", /^\[00:00\] Agent: Hello Ada/],
  ["md", /^# Transcript of conv_/],
  ["srt", /^1\n00:00:00,000 --> /],
  ["vtt", /^WEBVTT\n/],
  ["json", /^\{\n {2}"conversationId"/]
] as const)("a transcript as %s", ([format, shape]) =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { id } = documentOf<CallDocument>(yield* run(place))
    const { code, stdout } = yield* run(["transcript", id, "--format", format])
    assert.strictEqual(code, 0)
    assert.match(stdout, shape)
  }).pipe(Effect.scoped)
)

it.live("a recording appears whole or not at all", () =>
  Effect.gen(function* () {
    const { data, run } = yield* makeOutbound
    const { id } = documentOf<CallDocument>(yield* run(place))
    const file = join(data, "call.mp3")
    const saved = yield* run(["recording", id, "-o", file, "--json"])
    assert.deepStrictEqual(documentOf(saved), { file, bytes: readFileSync(file).length })
    const busy = documentOf<CallDocument>(yield* run(["call", "+14155550101", ...place.slice(2)]))
    const none = join(data, "none.mp3")
    assert.strictEqual((yield* run(["recording", busy.id, "-o", none])).code, 1)
    assert.isFalse(existsSync(none) || existsSync(`${none}.part`))
    assert.strictEqual((yield* run(["recording", id, "-o", "-", "--json"])).code, 2)
  }).pipe(Effect.scoped)
)

it.live("hanging up ends a call that lasts, and says that it is over", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const env = { OUTBOUND_EMULATOR_SCALE: "100" }
    const placed = yield* run(["call", "+14155550114", ...place.slice(2), "--no-watch"], { env })
    const { id } = documentOf<CallDocument>(placed)
    const ended = yield* run(["hang-up", id, "--json"], { env })
    assert.strictEqual(ended.code, 0)
    assert.deepInclude(documentOf<object>(ended), { id, hangUp: "over" })
    yield* run(["watch", id, "--simulate"], { env })
    const shown = documentOf<CallDocument>(yield* run(["show", id, "--json"], { env }))
    assert.isTrue(shown.status === "done" || shown.status === "failed", shown.status)
    assert.isBelow(shown.durationSeconds ?? 0, 600)
    const again = yield* run(["hang-up", id], { env })
    assert.deepStrictEqual([again.code, again.stdout.split("\n")[0]], [0, "The line is down."])
  }).pipe(Effect.scoped)
)

it.live("hanging up a call of another carrier says that it goes on", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const line = ["call", "+14155550100", "--simulate", "--from", "phnum_exotel", "--var", "customer_name=Ada"]
    const { id } = documentOf<CallDocument>(yield* run([...line, "--no-watch", "--json"], slowly))
    const refused = yield* run(["hang-up", id, "--json"], slowly)
    const { error } = documentOf<FailureDocument>(refused)
    assert.deepStrictEqual([refused.code, error.phoneMayHaveRung, error.retrySafe], [1, true, false])
    assert.match(error.message, /does not belong to Twilio/)
    assert.match(error.nextStep, new RegExp(`outbound watch ${id}`))
  }).pipe(Effect.scoped)
)

const slowly = { env: { OUTBOUND_EMULATOR_SCALE: "1" } }

it.live("calls are filtered and paged", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    for (const number of ["+14155550101", "+14155550111", "+14155550107"]) {
      yield* run(["call", number, ...place.slice(2), "--no-watch"])
    }
    const list = (...args: ReadonlyArray<string>) =>
      Effect.map(run(["calls", "--simulate", "--json", ...args]), (result) =>
        documentOf<{ calls: ReadonlyArray<CallDocument>; nextCursor: string | null }>(result)
      )
    const numbers = ({ calls }: { calls: ReadonlyArray<CallDocument> }) => calls.map(({ to }) => to)
    assert.deepStrictEqual(numbers(yield* list("--status", "failed")), ["+14155550111"])
    assert.deepStrictEqual(numbers(yield* list("--to", "+1 415 555 0107")), ["+14155550107"])
    assert.deepStrictEqual(numbers(yield* list("--live")), ["+14155550107", "+14155550101"])
    assert.deepStrictEqual(numbers(yield* list("--no-live")), ["+14155550111"])
    assert.lengthOf((yield* list("--since", "1h")).calls, 3)
    assert.lengthOf((yield* list("--since", "2999-01-01T00:00Z")).calls, 0)
    const page = yield* list("--limit", "2")
    assert.deepStrictEqual(numbers(page), ["+14155550107", "+14155550111"])
    assert.deepStrictEqual(numbers(yield* list("--cursor", page.nextCursor ?? "")), ["+14155550101"])
    assert.lengthOf((yield* list("--all")).calls, 3)
    assert.strictEqual((yield* run(["calls", "--since", "yesterday"])).code, 2)
    assert.strictEqual((yield* run(["calls", "--to", "abc"])).code, 2)
  }).pipe(Effect.scoped)
)
