import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { exitCodeLines, exitCodes } from "../src/ExitCode.ts"
import { type CallDocument, documentOf, type FailureDocument, makeOutbound } from "./Outbound.ts"

const unknown = "call_01ARZ3NDEKTSV4RRFFQ69G5FAV"
const unknownTells =
  /Nothing changed, and no phone rang by asking; whether one rang for it cannot be told.*`outbound calls`/

const ada = ["--simulate", "--var", "customer_name=Ada"]

describe("a simulated call ends with", () => {
  const callees = [
    { callee: "answers", args: ["+14155550100"], code: 0, status: "done", outcome: "answered" },
    { callee: "busy", args: ["+14155550101"], code: 7, status: "failed", outcome: "busy" },
    { callee: "no answer", args: ["+14155550102"], code: 7, status: "failed", outcome: "no-answer" },
    { callee: "declines", args: ["+14155550103"], code: 7, status: "failed", outcome: "declined" },
    { callee: "voicemail", args: ["+14155550104"], code: 7, status: "done", outcome: "voicemail" },
    { callee: "drops after pickup", args: ["+14155550105"], code: 1, status: "failed", outcome: "failed" },
    { callee: "SIP busy", args: ["+14155550101", "--from", "phnum_sip"], code: 7, status: "failed", outcome: "busy" },
    {
      callee: "SIP, rings 40 s",
      args: ["+14155550109", "--from", "phnum_sip"],
      code: 0,
      status: "done",
      outcome: "answered"
    },
    { callee: "rejected by the carrier", args: ["+14155550111"], code: 5, status: "failed", outcome: null }
  ]
  it.live.each(callees)("$code: $callee", ({ args, code, outcome, status }) =>
    Effect.gen(function* () {
      const { run } = yield* makeOutbound
      const result = yield* run(["call", ...args, ...ada, "--json"])
      const call = documentOf<CallDocument>(result)
      assert.deepStrictEqual(
        { code: result.code, status: call.status, outcome: call.outcome, simulated: call.simulated },
        { code, status, outcome, simulated: true }
      )
    }).pipe(Effect.scoped)
  )
})

describe("nothing is dialled, and the code says why", () => {
  const key = { ELEVENLABS_API_KEY: "unused", ELEVEN_LABS_AGENT_ID: "agent_x", PHONE_NUMBER_ID: "phnum_x" }
  const cases: ReadonlyArray<{
    readonly why: string
    readonly args: ReadonlyArray<string>
    readonly code: number
    readonly tells: RegExp
    readonly env?: { readonly [name: string]: string }
  }> = [
    { why: "emergency number, without any setting", args: ["call", "911"], code: 4, tells: /emergency/ },
    { why: "+1 alone, without any setting", args: ["call", "+1"], code: 2, tells: /not a number that exists/ },
    { why: "letters", args: ["call", "abc"], code: 2, tells: /not a phone number/ },
    { why: "too few digits", args: ["call", "+1 415 555"], code: 2, tells: /not a number that exists/ },
    { why: "vanity letters", args: ["call", "+1415555CALL"], code: 2, tells: /not a phone number/ },
    { why: "full-width digits", args: ["call", "+１４１５５５５０１００"], code: 2, tells: /not a phone number/ },
    { why: "two readings", args: ["call", "3235550134", ...ada], code: 2, tells: /reads two ways/ },
    { why: "missing variable", args: ["call", "+14155550100", "--simulate"], code: 2, tells: /customer_name/ },
    {
      why: "wrong agent",
      args: ["call", "+14155550100", ...ada, "--agent", "agent_no"],
      code: 3,
      tells: /agent was not found/
    },
    {
      why: "inbound-only number",
      args: ["call", "+14155550100", ...ada, "--from", "phnum_inbound"],
      code: 3,
      tells: /cannot call out/
    },
    {
      why: "a wrong number to call from beside a missing variable",
      args: ["call", "+14155550100", "--simulate", "--from", "phnum_inbound"],
      code: 2,
      tells: /cannot call out.*customer_name/
    },
    { why: "no key", args: ["call", "+14155550100"], code: 3, tells: /ELEVENLABS_API_KEY/ },
    {
      why: "wrong provider word",
      args: ["calls"],
      code: 3,
      tells: /OUTBOUND_PROVIDER/,
      env: { OUTBOUND_PROVIDER: "x" }
    },
    { why: "no number", args: ["call"], code: 2, tells: /number/ },
    { why: "unknown flag", args: ["call", "+14155550100", "--bogus"], code: 2, tells: /--bogus/ },
    { why: "unknown command", args: ["dial"], code: 2, tells: /dial/ },
    { why: "a variable without a value", args: ["call", "+14155550100", "--var", "x"], code: 2, tells: /name=text/ },
    { why: "an agent that is no id", args: ["call", "+14155550100", "--agent", "a b"], code: 2, tells: /--agent/ },
    {
      why: "a duration too long",
      args: ["call", "+14155550100", "--max-duration", "3h"],
      code: 2,
      tells: /--max-duration/
    },
    {
      why: "a duration that is none",
      args: ["call", "+14155550100", "--timeout", "soon"],
      code: 2,
      tells: /--timeout/
    },
    {
      why: "two ways to name the key",
      args: ["call", "+14155550100", "--again", "--idempotency-key", "k"],
      code: 2,
      tells: /exclude/
    },
    ...["show", "recover", "hang-up", "transcript", "watch", "deny"].map((command) => ({
      why: `an unknown id for ${command}`,
      args: [command, unknown],
      code: 1,
      tells: unknownTells,
      env: key
    })),
    {
      why: "an unknown id for a person's word",
      args: ["resolve", unknown, "--not-dialled"],
      code: 1,
      tells: unknownTells,
      env: key
    },
    {
      why: "no such API key",
      args: ["keys", "revoke", "key_none"],
      code: 1,
      tells: /no phone rang by this\..*keys list/
    },
    {
      why: "no such webhook message",
      args: ["webhooks", "resend", "msg_none"],
      code: 1,
      tells: /no phone rang by this\..*webhooks messages/
    }
  ]
  it.live.each(cases)("$code: $why", ({ args, code, env, tells }) =>
    Effect.gen(function* () {
      const { run } = yield* makeOutbound
      const setting = env === undefined ? {} : { env }
      const text = yield* run(args, setting)
      const json = yield* run([...args, "--json"], setting)
      const { error } = documentOf<FailureDocument>(json)
      assert.strictEqual(text.code, code)
      assert.strictEqual(text.stdout, "")
      assert.match(text.stderr, tells)
      assert.strictEqual(json.code, code)
      assert.match(error.message, tells)
      assert.deepStrictEqual([error.exitCode, error.phoneMayHaveRung], [code, false])
      assert.isNotEmpty(error.nextStep)
    }).pipe(Effect.scoped)
  )
})

it.live("the table is part of --help", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { code, stdout } = yield* run(["--help"])
    assert.strictEqual(code, 0)
    for (const line of exitCodeLines) assert.include(stdout, line)
  }).pipe(Effect.scoped)
)

it("the table is part of the README", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
  for (const { code, meaning } of Object.values(exitCodes)) assert.match(readme, row(code, meaning))
})

/** A row of the table, however wide its columns are. */
const row = (code: number, meaning: string): RegExp =>
  new RegExp(`^\\| ${code} +\\| ${meaning.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")} +\\|$`, "m")
