import { inspect } from "node:util"
import { CallLedger, createKey, listKeys } from "@outbound-call/core"
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Logger, Redacted, Tracer } from "effect"
import * as Telemetry from "../src/Telemetry.ts"
import { requestTo, services } from "./Rig.ts"
import { ask, serveOn } from "./Socket.ts"

/** Everything that is logged and traced, as text. */
const watchOutput = () => {
  const written: Array<string> = []
  const logger = Logger.make(({ cause, message }) => void written.push(inspect([message, cause], { depth: 9 })))
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      const end = span.end.bind(span)
      return Object.assign(span, {
        end: (...args: Parameters<typeof end>) => {
          end(...args)
          written.push(inspect([span.name, span.attributes, span.status], { depth: 9 }))
        }
      })
    }
  })
  return { written, layer: Layer.merge(Logger.layer([logger]), Layer.succeed(Tracer.Tracer, tracer)) }
}

/** Breaks while it works on a request that has passed the door. */
const brokenLedger = Layer.effect(
  CallLedger,
  Effect.map(CallLedger, (ledger) => CallLedger.of({ ...ledger, list: () => Effect.die(new Error("it broke")) }))
)

it.live("the secret of a key is in no log, trace, answer or list", () => {
  const { layer, written } = watchOutput()
  return Effect.gen(function* () {
    const { text } = yield* createKey({ name: "crm", owner: "ada", scopes: ["admin"] })
    const headers = { authorization: `Bearer ${Redacted.value(text)}` }
    const body = JSON.stringify(requestTo("+14155550100"))
    const order = { method: "POST", body, headers: { ...headers, "content-type": "application/json" } }
    const answers = [
      yield* ask("/v1/calls", { headers }),
      yield* ask("/v1/calls/call_x/events", { headers: { "x-api-key": Redacted.value(text) } }),
      yield* ask("/v1/calls", { ...order, headers: { ...order.headers, "idempotency-key": "a" } }),
      yield* ask("/v1/calls", order),
      yield* ask("/v1/calls", { headers: { ...headers, origin: "https://evil.example" } }),
      yield* ask("/v1/calls", { headers: { authorization: `Bearer ${Redacted.value(text)}x` } })
    ]
    assert.deepEqual(
      answers.map(({ status }) => status),
      [500, 404, 201, 400, 403, 401]
    )
    const shown = [...written, ...answers.map((answer) => inspect(answer)), inspect(yield* listKeys())].join("\n")
    assert.include(shown, "it broke")
    assert.include(shown, "verifyKey")
    assert.notInclude(shown, Redacted.value(text).slice(30))
  }).pipe(
    Effect.provide(
      serveOn().pipe(Layer.provideMerge(brokenLedger), Layer.provideMerge(services()), Layer.provideMerge(layer))
    )
  )
})

it.live("a number in what breaks is in no line of the log", () => {
  const lines: Array<string> = []
  const log = Logger.layer([Logger.map(Logger.formatLogFmt, (line) => void lines.push(line))])
  const broken = Layer.effect(
    CallLedger,
    Effect.map(CallLedger, (ledger) =>
      CallLedger.of({ ...ledger, list: () => Effect.die(new Error("it broke at +14155550100")) })
    )
  )
  return Effect.gen(function* () {
    const answer = yield* ask("/v1/calls")
    assert.strictEqual(answer.status, 500)
    assert.notInclude(answer.body, "5550100")
    assert.include(lines.join("\n"), "it broke at (number)")
    assert.notInclude(lines.join("\n"), "5550100")
  }).pipe(
    Effect.provide(
      serveOn().pipe(
        Layer.provideMerge(broken),
        Layer.provideMerge(services()),
        Layer.provideMerge(Telemetry.layer.pipe(Layer.provide(log)))
      )
    )
  )
})
