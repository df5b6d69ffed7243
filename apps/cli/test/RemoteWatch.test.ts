import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { type CallDocument, documentOf, type FailureDocument, folder, run } from "./Outbound.ts"
import { openLine } from "./Line.ts"
import { makeProcesses } from "./Process.ts"
import { freshServer, ringsOf } from "./Server.ts"

const ada = ["--var", "customer_name=Ada"]

/** Without the moments: a turn is told with the one at which it was read. */
const news = ({ stdout }: { readonly stdout: string }) => stdout.replaceAll(/"at":"[^"]+"/g, "")

const scene = Effect.gen(function* () {
  const server = yield* freshServer
  const line = yield* openLine
  line.leadTo(server.port)
  const data = yield* folder
  return {
    line,
    server,
    outbound: (...args: ReadonlyArray<string>) => run(data, args, { env: { OUTBOUND_URL: line.url } })
  }
})

it.live("a stream that breaks is taken up after the last event: nothing is missing, nothing told twice", () =>
  Effect.gen(function* () {
    const { line, outbound } = yield* scene
    const { id } = documentOf<CallDocument>(yield* outbound("call", "+14155550100", ...ada, "--json"))
    const whole = yield* outbound("watch", id, "--json")
    line.asked.length = 0
    line.cutStreams(3, 3)
    const pieces = yield* outbound("watch", id, "--json")
    assert.deepEqual([pieces.code, news(pieces)], [0, news(whole)])
    const streams = line.asked.filter(({ what }) => what.endsWith("/events"))
    assert.isAtLeast(streams.length, 4)
    assert.deepEqual(
      streams.map(({ headers }) => headers["last-event-id"] === undefined),
      streams.map((_, index) => index === 0)
    )
  }).pipe(Effect.scoped)
)

it.live(
  "what show lists is what watch tells, without what is said, and a stream that only ends early is gone on with",
  () =>
    Effect.gen(function* () {
      const { line, outbound } = yield* scene
      const { id } = documentOf<CallDocument>(yield* outbound("call", "+14155550100", ...ada, "--json"))
      const shown = documentOf<{ events: ReadonlyArray<{ type: string; at: string }> }>(
        yield* outbound("show", id, "--events", "--json")
      )
      line.endStreams(2, 2)
      const { code, stdout } = yield* outbound("watch", id, "--json")
      const told = stdout.split("\n").map((text) => documentOf<{ type: string; at: string }>({ stdout: text }))
      assert.strictEqual(code, 0)
      assert.deepEqual(
        shown.events.map(({ at, type }) => [type, at]),
        told.filter(({ type }) => type !== "turn").map(({ at, type }) => [type, at])
      )
      assert.strictEqual(told.at(-1)?.type, "analysed")
    }).pipe(Effect.scoped)
)

it.live("a server that is gone for a while is waited for", () =>
  Effect.gen(function* () {
    const { line, outbound, server } = yield* scene
    const { id } = documentOf<CallDocument>(yield* outbound("call", "+14155550100", ...ada, "--json"))
    line.cutStreams(2, 1)
    line.onStream(() => {
      line.leadTo(1)
      line.onStream(() => {
        line.leadTo(server.port)
        line.onStream(() => {})
      })
    })
    const { code, stdout } = yield* outbound("watch", id, "--json")
    assert.strictEqual(code, 0)
    assert.match(stdout, /"type":"analysed"/)
  }).pipe(Effect.scoped)
)

it.live(
  "Ctrl-C while watching ends with 130 and says that the call goes on; it does",
  () =>
    Effect.gen(function* () {
      const { line, outbound, server } = yield* scene
      const { start } = yield* makeProcesses
      const stuck = yield* start(["call", "+14155550108", ...ada, "--json"], { OUTBOUND_URL: line.url })
      yield* stuck.stderr.shows(/processing/)
      stuck.child.kill("SIGINT")
      const { code, stdout } = yield* stuck.ended
      const { error } = documentOf<FailureDocument & { error: { callId: string } }>({ stdout })
      assert.deepStrictEqual(
        [code, error.code, error.phoneMayHaveRung, error.retrySafe],
        [130, "Interrupted", true, false]
      )
      assert.include(error.message, `The call ${error.callId} is under way and goes on`)
      const { calls } = documentOf<{ calls: ReadonlyArray<CallDocument> }>(yield* outbound("calls", "--live", "--json"))
      assert.deepEqual(
        calls.map(({ id }) => id),
        [error.callId]
      )
      assert.deepEqual(ringsOf(server), ["+14155550108"])
    }).pipe(Effect.scoped),
  30_000
)

it.live(
  "Ctrl-C before the server has answered says that a phone may be ringing",
  () =>
    Effect.gen(function* () {
      const { line } = yield* scene
      const { start } = yield* makeProcesses
      line.cutDials("after", () => new Promise(() => {}))
      const sent = yield* start(["call", "+14155550100", ...ada, "--json"], { OUTBOUND_URL: line.url })
      yield* Effect.promise(() => line.firstDial)
      sent.child.kill("SIGINT")
      const { code, stdout } = yield* sent.ended
      const { error } = documentOf<FailureDocument>({ stdout })
      assert.deepStrictEqual([code, error.phoneMayHaveRung, error.retrySafe], [130, true, false])
      assert.match(error.message, /a phone may be ringing[^]*outbound calls/)
    }).pipe(Effect.scoped),
  30_000
)
