import { assert, describe, it } from "@effect/vitest"
import { Emulator } from "@outbound-call/emulator"
import { Cause, ConfigProvider, Effect, Layer, Logger } from "effect"
import { HttpClient } from "effect/http"
import * as Telemetry from "../src/Telemetry.ts"
import { collector } from "./Collector.ts"
import { keyHeader } from "./Holders.ts"
import { provider, type World } from "./Rig.ts"
import { ask, onSocket } from "./Socket.ts"

const settings = (values: Record<string, string>) =>
  Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown(values))

/** Runs a story against a service that sends its traces and logs to a collector; gives what was sent. */
const traced = <A, E>(
  story: Effect.Effect<A, E, Layer.Success<ReturnType<typeof onSocket>>>,
  more: Record<string, string> = {},
  world: World = {}
) =>
  Effect.gen(function* () {
    const { sent, url } = yield* collector
    yield* story.pipe(
      Effect.provide(onSocket(world).pipe(Layer.provideMerge(Telemetry.layer), Layer.provide(Logger.layer([])))),
      settings({ OTEL_EXPORTER_OTLP_ENDPOINT: url, ...more })
    )
    return { traces: sent.get("/v1/traces") ?? "", logs: sent.get("/v1/logs") ?? "", paths: [...sent.keys()] }
  }).pipe(Effect.scoped)

const number = "+14155550100"
const plainOrder = {
  method: "POST",
  headers: {
    "content-type": "application/json",
    "idempotency-key": "canary-idempotency",
    cookie: "session=canary-cookie"
  },
  body: JSON.stringify({ to: number, variables: { customer_name: "canary-name" } })
}

describe("OpenTelemetry", () => {
  it.live("is sent the spans of a request down to the provider and the ledger, and nothing personal", () =>
    Effect.gen(function* () {
      const secrets = ["5550100", "canary-", "key-of-the-test", "token-of-the-test"]
      const { logs, traces } = yield* traced(
        Effect.gen(function* () {
          const emulator = yield* Emulator
          const { headers: byKey } = yield* keyHeader({ name: "canary-key", owner: "canary-owner" })
          secrets.push(byKey.authorization.slice(-20))
          const order = { ...plainOrder, headers: { ...plainOrder.headers, ...byKey } }
          const post = { method: "POST", headers: byKey }
          yield* emulator.fault({ target: "dial", when: "before", kind: "status", status: 429 })
          const { id } = JSON.parse((yield* ask("/v1/calls", order)).body)
          yield* ask(`/v1/calls/${id}/recover`, post)
          yield* ask(`/v1/calls/${encodeURIComponent(number)}`, { headers: byKey })
          yield* ask(`/v1/calls?to=${encodeURIComponent(number)}`, { headers: byKey })
          yield* ask("/v1/calls/search", { ...order, body: JSON.stringify({ to: number }) })
          yield* ask(`/${number}`)
          yield* emulator.fault({ target: "twilio", kind: "status", status: 401 })
          yield* ask(`/v1/calls/${id}/recover`, post)
          yield* Effect.logError(
            `The number ${number} was written into a log`,
            Cause.fail(new Error(`and ${number} into its cause`))
          )
        })
      )
      for (const name of ["placeCall", "dialOnce", "recoverCall"]) assert.include(traces, `"name":"${name}"`)
      for (const route of ["/v1/calls/:id/recover", "outbound-call-server"]) assert.include(traces, route)
      assert.match(traces, /twilio\.example/)
      for (const part of ["was written into a log", "into its cause"]) assert.include(logs, part)
      for (const personal of secrets) {
        assert.notInclude(traces, personal)
        assert.notInclude(logs, personal)
      }
    })
  )

  it.live("belongs to the trace of who asked, and goes no further than the collector", () =>
    Effect.gen(function* () {
      const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
      const names = new Set<string>()
      const network = Layer.effect(
        HttpClient.HttpClient,
        Effect.map(HttpClient.HttpClient, (client) =>
          HttpClient.make((request) => {
            for (const name of Object.keys(request.headers)) names.add(name)
            return client.execute(request)
          })
        )
      ).pipe(Layer.provideMerge(provider))
      const { paths, traces } = yield* traced(
        ask("/v1/calls", { ...plainOrder, headers: { ...plainOrder.headers, traceparent } }),
        { OTEL_SERVICE_NAME: "calls-of-acme", OTEL_LOGS_EXPORTER: "none" },
        { network }
      )
      assert.isTrue(names.has("xi-api-key"))
      for (const name of ["traceparent", "b3"]) assert.isFalse(names.has(name), name)
      assert.include(traces, "4bf92f3577b34da6a3ce929d0e0e4736")
      assert.include(traces, "calls-of-acme")
      assert.deepEqual(paths, ["/v1/traces"])
    })
  )

  it.live("is off unless an endpoint is set, and can be switched off", () =>
    Effect.gen(function* () {
      const { paths } = yield* traced(ask("/v1/calls"), { OTEL_SDK_DISABLED: "true" })
      assert.deepEqual(paths, [])
      const off = yield* traced(ask("/v1/calls"), { OTEL_EXPORTER_OTLP_ENDPOINT: "" })
      assert.deepEqual(off.paths, [])
    })
  )

  it.live("does not let the service start with an endpoint that is none", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Effect.scoped(Layer.build(Telemetry.layer))).pipe(
        settings({ OTEL_EXPORTER_OTLP_ENDPOINT: "collector" })
      )
      assert.strictEqual(error._tag, "ConfigurationError")
      assert.include(error.message, "OTEL_")
    })
  )
})
