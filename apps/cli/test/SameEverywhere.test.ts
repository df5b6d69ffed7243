import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { folder, type Run, run } from "./Outbound.ts"
import { freshServer } from "./Server.ts"

/** One command of the scenario. `{id}` is the call that was placed last. */
interface Step {
  readonly words: ReadonlyArray<string>
  /** What is said differs with the moments of the looks: only the code is compared. */
  readonly onlyCode?: true
}

const ada = ["--var", "customer_name=Ada"]
const call = (to: string, ...words: ReadonlyArray<string>): Step => ({ words: ["call", to, ...ada, ...words] })
const step = (...words: ReadonlyArray<string>): Step => ({ words })

const scenario: ReadonlyArray<Step> = [
  step("calls", "--json"),
  call("+14155550100", "--json"),
  call("+14155550100", "--json"),
  call("+1 (415) 555-0100"),
  step("show", "{id}", "--json"),
  { ...step("show", "{id}", "--events"), onlyCode: true },
  { ...step("watch", "{id}", "--json"), onlyCode: true },
  step("watch", "{id}"),
  step("transcript", "{id}"),
  step("transcript", "{id}", "--json"),
  step("transcript", "{id}", "--format", "srt"),
  step("recover", "{id}", "--json"),
  step("hang-up", "{id}", "--json"),
  step("resolve", "{id}", "--dialled", "--json"),
  step("resolve", "{id}"),
  { ...call("+14155550100", "--again", "--no-watch", "--json"), onlyCode: true },
  step("watch", "{id}", "--timeout", "1m"),
  call("+14155550101", "--json"),
  call("+14155550102"),
  call("+14155550103", "--json"),
  call("+14155550104", "--json"),
  call("+14155550105", "--json"),
  call("+14155550111", "--json"),
  call("+14155550111"),
  step("transcript", "{id}", "--json"),
  step("recording", "{id}", "-o", "-", "--json"),
  call("+14155550109", "--from", "phnum_sip", "--json"),
  call("911", "--json"),
  call("911"),
  call("+1415555CALL", "--json"),
  call("3235550134", "--json"),
  call("+14155550100", "--agent", "agent_no", "--json"),
  call("+14155550100", "--from", "phnum_inbound", "--json"),
  step("call", "+14155550100", "--json"),
  step("call", "+14155550100", "--from", "phnum_inbound", "--json"),
  call("+14155550115", "--idempotency-key", "order-7", "--json"),
  call("+14155550115", "--idempotency-key", "order-7", "--json"),
  call("+14155550101", "--idempotency-key", "order-7", "--json"),
  call("+14155550116", "--dry-run", "--json"),
  call("+14155550116", "--dry-run"),
  call("911", "--dry-run", "--json"),
  step("call", "+14155550116", "--dry-run", "--json"),
  { ...call("+14155550108", "--timeout", "0.3", "--json"), onlyCode: true },
  call("+14155550108", "--again", "--json"),
  call("+14155550108", "--dry-run"),
  call("+14155550108", "--purpose", "test", "--again"),
  step("resolve", "{id}", "--not-dialled", "--json"),
  step("hang-up", "{id}", "--json"),
  { ...step("watch", "{id}", "--timeout", "0.3"), onlyCode: true },
  step("calls", "--limit", "2", "--json"),
  step("calls", "--all", "--json"),
  step("calls", "--status", "failed", "--json"),
  step("calls", "--to", "+14155550104"),
  step("calls", "--no-live", "--since", "2h", "--limit", "3"),
  step("show", "call_01ARZ3NDEKTSV4RRFFQ69G5FAV", "--json"),
  step("watch", "call_01ARZ3NDEKTSV4RRFFQ69G5FAV", "--json"),
  step("transcript", "call_01ARZ3NDEKTSV4RRFFQ69G5FAV"),
  step("recover", "call_01ARZ3NDEKTSV4RRFFQ69G5FAV", "--json"),
  step("hang-up", "call_01ARZ3NDEKTSV4RRFFQ69G5FAV", "--json"),
  step("resolve", "call_01ARZ3NDEKTSV4RRFFQ69G5FAV", "--dialled", "--json"),
  step("show", "conv_none", "--json"),
  step("suppress", "add", "+14155550120", "--note", "of today", "--json"),
  step("suppress", "add", "+14155550120", "+1 415 555 0121", "--source", "a letter", "--json"),
  step("suppress", "add", "+14155550122", "911", "--json"),
  step("suppress", "add", "+14155550120"),
  step("suppress", "check", "+14155550121", "--json"),
  step("suppress", "check", "+14155550122"),
  step("suppress", "check", "+1415", "--json"),
  step("suppress", "list", "--show-numbers", "--json"),
  step("suppress", "list", "--limit", "1"),
  step("suppress", "remove", "+14155550121", "--json"),
  step("suppress", "remove", "+14155550121", "--json"),
  step("suppress", "remove", "sup_01ARZ3NDEKTSV4RRFFQ69G5FAV"),
  step("suppress", "list"),
  step("policy", "show"),
  step("policy", "reopen", "--by", "ada", "--yes", "--json"),
  step("audit", "list", "--limit", "7", "--json"),
  step("audit", "list", "--after", "3", "--limit", "2"),
  step("audit", "export", "--after", "2"),
  step("audit", "verify", "--json"),
  step("audit", "verify", "--expect-entries", "3"),
  step("audit", "verify", "--expect-entries", "3", "--expect-hash", "other"),
  step("audit", "verify", "--expect-entries", "3000", "--json"),
  step("audit", "evidence", "{id}", "--json"),
  step("audit", "evidence", "{id}"),
  step("audit", "evidence", "call_01ARZ3NDEKTSV4RRFFQ69G5FAV", "--json")
]

/** What differs by nature: ids, which are named in the order in which they appear, and instants. */
const normalised = () => {
  const seen = new Map<string, string>()
  const named = (kind: string) => (id: string) => {
    if (!seen.has(id)) seen.set(id, `${kind}-${[...seen.values()].filter((one) => one.startsWith(`${kind}-`)).length}`)
    return seen.get(id) ?? ""
  }
  return (text: string) =>
    text
      .replaceAll(/call_[0-9A-Z]{26}/g, named("call"))
      .replaceAll(/conv_[0-9a-z]{26}/g, named("conv"))
      .replaceAll(/sup_[0-9A-Z]{26}/g, named("sup"))
      .replaceAll(/[0-9a-f]{64}|[0-9a-f]{12}(?=…)/g, "<hash>")
      .replaceAll(/"clockOffsetMillis": -?\d+|-?\d+ ms ahead/g, "<offset>")
      .replaceAll(/(?:CA[0-9a-f]{32}|SCL_[0-9a-f]+)/g, named("sid"))
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "<instant>")
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g, "<local time>")
}

/** What is compared: the code, the result, and what a failure says. */
const inWorld = (data: string, env: { readonly [name: string]: string }) =>
  Effect.gen(function* () {
    const normalise = normalised()
    let id = ""
    const told: Array<{
      readonly command: string
      readonly code: number
      readonly said: string
      readonly failed: string
    }> = []
    for (const { onlyCode = false, words } of scenario) {
      const args = [...words.map((word) => word.replace("{id}", id)), "--simulate"]
      const result: Run = yield* run(data, args, { env })
      const placed = /"id": "(call_\w+)"/.exec(result.stdout)?.[1] ?? /^call +(call_\w+)/m.exec(result.stdout)?.[1]
      if (words[0] === "call" && placed !== undefined) id = placed
      const isFailure = result.stdout === "" && result.code !== 0
      told.push({
        command: words.join(" "),
        code: result.code,
        said: normalise(onlyCode ? "" : result.stdout),
        failed: normalise(isFailure ? result.stderr : "")
      })
    }
    return told
  })

it.live(
  "the same commands say and end the same here and through a server",
  () =>
    Effect.gen(function* () {
      const here = yield* inWorld(yield* folder, {})
      const server = yield* freshServer
      const there = yield* inWorld(yield* folder, { OUTBOUND_URL: server.url })
      assert.strictEqual(there.length, scenario.length)
      for (const [index, local] of here.entries()) assert.deepStrictEqual(there[index], local, local.command)
      assert.deepStrictEqual(new Set(here.map(({ code }) => code)), new Set([0, 1, 2, 3, 4, 5, 7, 8]))
    }).pipe(Effect.scoped),
  120_000
)
