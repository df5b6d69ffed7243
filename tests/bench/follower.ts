// A process that follows the live calls of its ledger as the server does, and obeys lines on its standard input:
// `start`, `cpu`, `pages <count>`, `memory`, `lag`, `place <calls a second> <seconds>`. Each is answered by a line of JSON.
import { monitorEventLoopDelay } from "node:perf_hooks"
import { createInterface } from "node:readline"
import { CallFeed, placeCall, RecoveryLoop, VoiceProvider } from "@outbound-call/core"
import { OutboundCall, readConfiguration } from "@outbound-call/node"
import { ConfigProvider, Effect, Layer, Logger, ManagedRuntime, Stream } from "effect"

const say = (report: object) => process.stdout.write(`${JSON.stringify(report)}\n`)

const service = Layer.unwrap(
  Effect.map(readConfiguration(), (configuration) =>
    CallFeed.layer.pipe(Layer.provideMerge(OutboundCall.layer(configuration)))
  )
).pipe(Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ ...process.env }))))
const runtime = ManagedRuntime.make(Layer.merge(service, Logger.layer([])))

/** Recovery, and somebody who listens to all calls. */
const follow = Effect.gen(function* () {
  yield* RecoveryLoop.start()
  const feed = yield* CallFeed
  yield* Stream.runDrain(feed.after(0))
}).pipe(Effect.scoped)

const delay = monitorEventLoopDelay({ resolution: 1 })
const millis = (nanoseconds: number) => nanoseconds / 1e6

/** What stays when everything that can be given back is. */
const memory = async () => {
  // oxlint-disable-next-line eslint/no-await-in-loop -- each collection frees what the one before left
  for (let n = 0; n < 3; n++) await globalThis.gc?.({ type: "major", execution: "async", flavor: "last-resort" })
  const { heapUsed, rss } = process.memoryUsage()
  return { heapUsed, rss }
}

/** Reads the first page of the list so often: the buffers of many answers leave memory behind that stays. */
const readPages = (count: number) =>
  Effect.flatMap(VoiceProvider, ({ conversations }) =>
    Effect.repeat(conversations({ live: true, limit: 100 }), { times: count - 1 })
  )

const areas = [202, 212, 213, 303, 305, 312, 404, 415, 503, 512, 602, 612, 617, 702, 713, 718, 801, 808, 813, 917]
/** Many numbers; the provider is on loopback. */
const numberOf = (n: number) => `+1${areas[n % areas.length]}555${1000 + Math.floor(n / areas.length)}`

let placed = 0
const place = Effect.suspend(() => placeCall({ to: numberOf(placed++) }, { type: "new" })).pipe(
  Effect.as(true),
  Effect.catch((error) =>
    Effect.as(
      Effect.sync(() => say({ error: error.message })),
      false
    )
  )
)

const placeSteadily = (perSecond: number, seconds: number) =>
  Effect.gen(function* () {
    const count = perSecond * seconds
    const began = performance.now()
    let done = 0
    yield* Effect.forEach(
      Array.from({ length: count }, (_, n) => n),
      (n) =>
        Effect.suspend(() => Effect.sleep(Math.max(0, began + (n * 1000) / perSecond - performance.now()))).pipe(
          Effect.andThen(place),
          Effect.tap((worked) => Effect.sync(() => (done += worked ? 1 : 0)))
        ),
      { concurrency: 64, discard: true }
    )
    return { placed: done, seconds: (performance.now() - began) / 1000 }
  })

await runtime.context()
say({ ready: 1 })
for await (const line of createInterface({ input: process.stdin })) {
  const [deed, ...numbers] = line.split(" ")
  switch (deed) {
    case "start":
      runtime.runFork(follow)
      say({ started: 1 })
      break
    case "cpu":
      say({ millis: (process.cpuUsage().user + process.cpuUsage().system) / 1000 })
      break
    case "pages":
      await runtime.runPromise(readPages(Number(numbers[0])))
      say({ read: Number(numbers[0]) })
      break
    case "memory":
      say(await memory())
      break
    case "lag":
      delay.disable()
      say({ p50: millis(delay.percentile(50)), p99: millis(delay.percentile(99)), max: millis(delay.max) })
      delay.reset()
      delay.enable()
      break
    case "place":
      say(await runtime.runPromise(placeSteadily(Number(numbers[0]), Number(numbers[1]))))
      break
    default:
      process.exit(0)
  }
}
process.exit(0)
