import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { type CallDocument, documentOf, type FailureDocument, run } from "./Outbound.ts"
import { makeProcesses } from "./Process.ts"

const ada = ["--simulate", "--var", "customer_name=Ada"]

it.live(
  "one process places, another watches",
  () =>
    Effect.gen(function* () {
      const { start } = yield* makeProcesses
      const placed = yield* (yield* start(["call", "+14155550100", ...ada, "--no-watch", "--json"])).ended
      const call = documentOf<CallDocument>(placed)
      assert.deepStrictEqual([placed.code, call.simulated], [0, true])
      const watched = yield* (yield* start(["watch", call.id])).ended
      assert.deepStrictEqual([watched.code, /Hello Ada/.test(watched.stdout)], [0, true])
    }).pipe(Effect.scoped),
  30_000
)

it.live(
  "a mistake with --json is a document on stdout and nothing else",
  () =>
    Effect.gen(function* () {
      const { start } = yield* makeProcesses
      const { code, stderr, stdout } = yield* (yield* start(["call", "--json", "--bogus"])).ended
      assert.strictEqual(code, 2)
      assert.strictEqual(documentOf<FailureDocument>({ stdout }).error.exitCode, 2)
      assert.strictEqual(stderr, "")
    }).pipe(Effect.scoped),
  30_000
)

it.live(
  "a Node older than the package asks for is told in a sentence, and nothing is called",
  () =>
    Effect.gen(function* () {
      const { data, start } = yield* makeProcesses
      const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8")
      const { engines } = JSON.parse(manifest) as { readonly engines: { readonly node: string } }
      const old = join(data, "old.cjs")
      writeFileSync(
        old,
        `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "22.18.0" } })`
      )
      const started = yield* start(["call", "+14155550100", ...ada], { NODE_OPTIONS: `--require=${old}` })
      const { code, stderr, stdout } = yield* started.ended
      assert.deepStrictEqual([code, stdout], [3, ""])
      assert.match(stderr, /^outbound needs Node \S+ or newer, and this is Node 22\.18\.0\. .*no phone rang\. .*\.\n$/)
      assert.strictEqual(`>=${/needs Node (\S+)/.exec(stderr)?.[1]}`, engines.node)
    }).pipe(Effect.scoped),
  30_000
)

it.live(
  "Ctrl-C while watching ends with 130 and says that the call goes on",
  () =>
    Effect.gen(function* () {
      const { start } = yield* makeProcesses
      const stuck = yield* start(["call", "+14155550108", ...ada, "--json"])
      yield* stuck.stderr.shows(/processing/)
      stuck.child.kill("SIGINT")
      const { code, stdout } = yield* stuck.ended
      const { error } = documentOf<FailureDocument & { error: { callId: string } }>({ stdout })
      assert.deepStrictEqual(
        [code, error.code, error.phoneMayHaveRung, error.retrySafe],
        [130, "Interrupted", true, false]
      )
      assert.include(error.message, `The call ${error.callId} is under way`)
      assert.include(error.nextStep, "outbound watch")
    }).pipe(Effect.scoped),
  30_000
)

it.live(
  "Ctrl-C during the dial waits for its answer, so that the record is right",
  () =>
    Effect.gen(function* () {
      const { data, start } = yield* makeProcesses
      const ringing = { OUTBOUND_EMULATOR_SCALE: "20" }
      const dialling = yield* start(["call", "+14155550109", ...ada, "--from", "phnum_sip", "--json"], ringing)
      const look = (...args: ReadonlyArray<string>) => run(data, ["calls", "--simulate", "--json", ...args])
      yield* Effect.repeat(look("--status", "dialing"), {
        until: ({ stdout }) => documentOf<{ calls: ReadonlyArray<unknown> }>({ stdout }).calls.length === 1
      })
      dialling.child.kill("SIGINT")
      const { code, stderr, stdout } = yield* dialling.ended
      const { error } = documentOf<FailureDocument & { error: { callId: string } }>({ stdout })
      assert.strictEqual(code, 130)
      assert.match(stderr, /waiting for the answer/)
      assert.include(error.message, `The call ${error.callId} is under way`)
      const { calls } = documentOf<{ calls: ReadonlyArray<CallDocument> }>(yield* look())
      assert.match(calls[0]?.conversationId ?? JSON.stringify(calls[0]), /^conv_/)
    }).pipe(Effect.scoped),
  30_000
)

it.live(
  "a closed pipe ends it quietly",
  () =>
    Effect.gen(function* () {
      const { start } = yield* makeProcesses
      const call = yield* start(["call", "+14155550114", ...ada])
      call.child.stdout.destroy()
      const { code, stderr } = yield* call.ended
      assert.strictEqual(code, 0)
      assert.notMatch(stderr, /EPIPE|Error|at /)
    }).pipe(Effect.scoped),
  30_000
)

it.live(
  "the emulator says how to use it, serves, and stops",
  () =>
    Effect.gen(function* () {
      const { start } = yield* makeProcesses
      const emulator = yield* start(["emulator", "--port", "0", "--scale", "1000"])
      yield* emulator.stderr.shows(/Ctrl-C/)
      const env = Object.fromEntries(
        [...emulator.stdout.all().matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value])
      )
      const { code } = yield* (yield* start(["call", "+14155550100", "--var", "customer_name=Ada"], env)).ended
      assert.strictEqual(code, 0)
      const rings = yield* Effect.promise(async () =>
        (await fetch(`${env["ELEVENLABS_BASE_URL"]}/_emulator/rings`)).text()
      )
      assert.strictEqual(documentOf<{ total: number }>({ stdout: rings }).total, 1)
      emulator.child.kill("SIGINT")
      assert.strictEqual((yield* emulator.ended).code, 130)
    }).pipe(Effect.scoped),
  30_000
)
