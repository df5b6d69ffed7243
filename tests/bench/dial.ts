// What placing a call adds to the bare POST that it makes: claim, ledger, gate and record, against the same listening
// emulator in the same run. Prints medians and the difference; exits with 1 when it adds more than 1 ms at the median.
// `dial.ts [rounds] [warm-up]`.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { performance } from "node:perf_hooks"
import { DialTransport, placeCall } from "@outbound-call/core"
import { DialSocket, OutboundCall, readConfiguration } from "@outbound-call/node"
import { ConfigProvider, Effect, Redacted } from "effect"
import { atMost } from "./Limits.ts"
import { median } from "./Load.ts"
import { startProgram } from "./Program.ts"

const [rounds = 1_000, warmUp = 200] = process.argv.slice(2).map(Number)
const limitMillis = 1

/** Valid numbers of the reserved range, one for each round. */
const areas = [202, 212, 213, 303, 305, 312, 404, 415, 503, 512, 602, 612, 617, 702, 713, 718, 801, 808, 813, 917]
const numberOf = (round: number) =>
  `+1${areas[round % areas.length]}55501${String(Math.floor(round / areas.length) + 20).padStart(2, "0")}`

const at = (values: ReadonlyArray<number>, share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0

const timed = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.suspend(() => {
    const start = performance.now()
    return Effect.map(effect, () => performance.now() - start)
  })

const bare = (origin: string, round: number) =>
  Effect.flatMap(DialTransport, (transport) =>
    transport.send(
      {
        url: `${origin}/v1/convai/twilio/outbound-call`,
        apiKey: Redacted.make("key"),
        body: JSON.stringify({
          agent_id: "agent_plain",
          agent_phone_number_id: "phnum_demo",
          to_number: numberOf(round),
          conversation_initiation_client_data: { user_id: `bare-${round}`, dynamic_variables: {} }
        }),
        timeoutMillis: 10_000
      },
      Effect.succeed(true)
    )
  )

const data = mkdtempSync(join(tmpdir(), "outbound-bench-"))
const emulator = await startProgram("../../apps/cli/dist/outbound.js", ["emulator", "--port", "0"], { data })
const settings = ConfigProvider.fromUnknown({
  ELEVENLABS_API_KEY: "key",
  OUTBOUND_PROFILE: "rig",
  ELEVENLABS_BASE_URL: emulator.origin,
  ELEVEN_LABS_AGENT_ID: "agent_plain",
  PHONE_NUMBER_ID: "phnum_demo",
  OUTBOUND_DATA_DIR: data,
  OUTBOUND_CONFIG_FILE: join(data, "none.json")
})

const measure = Effect.gen(function* () {
  const posts: Array<number> = []
  const calls: Array<number> = []
  for (let round = -warmUp; round < rounds; round++) {
    const post = yield* timed(bare(emulator.origin, round + warmUp).pipe(Effect.provide(DialSocket.layer)))
    const call = yield* timed(placeCall({ to: numberOf(round + warmUp) }))
    if (round >= 0) {
      posts.push(post)
      calls.push(call)
    }
  }
  return { posts, calls }
})

const program = Effect.gen(function* () {
  const configuration = yield* readConfiguration()
  return yield* measure.pipe(Effect.provide(OutboundCall.layer(configuration)))
}).pipe(Effect.provide(ConfigProvider.layer(settings)))

const { calls, posts } = await Effect.runPromise(program)
emulator.child.kill("SIGTERM")
rmSync(data, { recursive: true, force: true })
const added = median(calls) - median(posts)
const row = (name: string, values: ReadonlyArray<number>) =>
  `${name.padEnd(22)} p50 ${median(values).toFixed(2)} ms   p99 ${at(values, 0.99).toFixed(2)} ms   ${(median(values) / median(posts)).toFixed(2)} x`
console.log(row("bare POST", posts))
console.log(row("placeCall", calls))
console.log(
  `added at the median: ${added.toFixed(2)} ms (limit ${limitMillis} ms, goal 0.5 ms), ${rounds} calls each after ${warmUp} to warm up`
)
atMost(added, limitMillis)
process.exit()
