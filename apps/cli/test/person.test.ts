import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { type CallDocument, documentOf, type FailureDocument, makeOutbound } from "./Outbound.ts"

const number = "+14155550100"
const place = (...more: ReadonlyArray<string>) => [
  "call",
  number,
  "--simulate",
  "--var",
  "customer_name=Zoë Quist",
  "--json",
  ...more
]
const erase = ["person", "erase", number, "--simulate", "--json"]
const yes = [...erase, "--yes", "--reason", "asked for by letter"]

/** Every byte of every file below a folder. */
const bytesIn = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, "latin1"))
    .join("\n")

const latin = (text: string): string => Buffer.from(text).toString("latin1")

interface ErasureDocument {
  readonly calls: number
  readonly conversations: number
  readonly carrierCalls: number | null
  readonly files: string
}

it.live("erases a person from every file, and the key of the call places none again", () =>
  Effect.gen(function* () {
    const { data, run } = yield* makeOutbound
    const kept = ["call", "+14155550101", "--simulate", "--var", "customer_name=Grace Hopper", "--json"]
    const other = documentOf<CallDocument>(yield* run(kept))
    const placed = documentOf<CallDocument>(yield* run(place("--idempotency-key", "order-1")))
    assert.strictEqual(placed.outcome, "answered")
    for (const text of [number, latin("Zoë Quist"), "order-1"]) assert.include(bytesIn(data), text)
    const erased = yield* run(yes)
    assert.strictEqual(erased.code, 0)
    assert.deepInclude(documentOf<ErasureDocument>(erased), {
      calls: 1,
      conversations: 1,
      carrierCalls: 1,
      files: "gone",
      number: "+1415•••0100"
    } as object)
    const left = bytesIn(data)
    for (const text of [number, number.slice(1), latin("Zoë Quist"), "Quist", "order-1"]) assert.notInclude(left, text)
    assert.include(left, "Grace Hopper")
    assert.include(left, other.id)
    const again = yield* run(place("--idempotency-key", "order-1"))
    assert.strictEqual(again.code, 2)
    assert.match(documentOf<FailureDocument>(again).error.message, /was erased/)
    assert.match(
      documentOf<FailureDocument>(yield* run(["show", placed.id, "--simulate", "--json"])).error.message,
      /erased/
    )
    assert.strictEqual((yield* run(["audit", "verify", "--simulate"])).code, 0)
    const next = yield* run([
      "call",
      "+14155550102",
      "--simulate",
      "--var",
      "customer_name=Ada",
      "--no-watch",
      "--json"
    ])
    assert.strictEqual(next.code, 0, "a ledger whose newest call was erased takes calls")
  }).pipe(Effect.scoped)
)

it.live("asks for the last four digits of the number, and erases nothing without them", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { id } = documentOf<CallDocument>(yield* run(place()))
    for (const stdin of ["", "\n", "0101\n", "yes\n"]) {
      const refused = yield* run(erase, { stdin })
      assert.strictEqual(refused.code, 2)
      assert.match(refused.stderr, /\+1415•••0100.*Type the last four digits/)
      assert.match(documentOf<FailureDocument>(refused).error.message, /Nothing was erased/)
    }
    const unsaid = yield* run([...erase, "--yes"])
    assert.match(documentOf<FailureDocument>(unsaid).error.message, /--yes needs a --reason/)
    assert.strictEqual((yield* run(["show", id, "--simulate"])).code, 0)
    assert.deepInclude(documentOf<ErasureDocument>(yield* run(erase, { stdin: "0100\n" })), { calls: 1 })
  }).pipe(Effect.scoped)
)

it.live("does not erase while a call to the number goes on", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const slow = { env: { OUTBOUND_EMULATOR_SCALE: "1" } }
    const { id } = documentOf<CallDocument>(yield* run(place("--no-watch"), slow))
    const refused = yield* run(yes, slow)
    assert.strictEqual(refused.code, 1)
    assert.deepInclude(documentOf<FailureDocument>(refused).error, { code: "PersonBusy", callId: id } as object)
  }).pipe(Effect.scoped)
)

it.live("hands out what is known of a person, in a file for its owner alone", () =>
  Effect.gen(function* () {
    const { data, run } = yield* makeOutbound
    const { conversationId, id } = documentOf<CallDocument>(yield* run(place()))
    const printed = yield* run(["person", "export", "+1 415 555 0100", "--simulate"])
    assert.strictEqual(printed.code, 0)
    const document = documentOf<{ number: string; calls: ReadonlyArray<{ conversation: { id: string } }> }>(printed)
    assert.strictEqual(document.number, number)
    assert.deepStrictEqual(
      document.calls.map(({ conversation }) => conversation.id),
      [conversationId ?? ""]
    )
    const file = join(data, "person.json")
    writeFileSync(file, "", { mode: 0o644 })
    const written = yield* run(["person", "export", number, "--simulate", "-o", file, "--by", "bob", "--json"])
    assert.deepStrictEqual<unknown>(documentOf(written), { file, calls: 1, missing: [] })
    assert.strictEqual(statSync(file).mode & 0o777, 0o600)
    assert.include(readFileSync(file, "utf8"), id)
    assert.isFalse(existsSync(`${file}.part`))
    assert.match((yield* run(["audit", "list", "--simulate"])).stdout, /person-exported +bob/)
    assert.strictEqual((yield* run(["person", "export", "555", "--simulate"])).code, 2)
  }).pipe(Effect.scoped)
)
