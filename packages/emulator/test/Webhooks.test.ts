import { createHmac } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { Emulator, type OutgoingWebhook, type WebhookFaultRequest, type WebhookRequest } from "@outbound-call/emulator"
import { Clock, Effect } from "effect"
import { TestClock } from "effect/testing"
import { at, dial, dialled, send } from "./Caller.ts"

const secret = "wsec_of_the_test"
const settings: WebhookRequest = { url: "http://127.0.0.1:8787/v1/webhooks/elevenlabs", secret }
const start = Date.UTC(2026, 10, 23, 9, 30)

interface Received extends OutgoingWebhook {
  /** Seconds since the start of the test. */
  readonly after: number
}

/** An emulator whose webhooks arrive in this process, each answered with the next status, or the last. */
const receiving = (...statuses: ReadonlyArray<number | null>) => {
  const received: Array<Received> = []
  const post = (webhook: OutgoingWebhook) =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      received.push({ ...webhook, after: Math.round((now - start) / 1000) })
      return statuses[Math.min(received.length, statuses.length) - 1] ?? null
    })
  const test = <A, E>(body: Effect.Effect<A, E, Emulator>) =>
    TestClock.setTime(start).pipe(Effect.andThen(body), Effect.provide(Emulator.layerMemory({ post })))
  return { received, test }
}

const register = (more: Partial<WebhookRequest> = {}) =>
  Effect.flatMap(Emulator, ({ webhooks }) => webhooks.register({ ...settings, ...more }))

/** Signing takes no time of this clock: time passes in steps, and each waits until nothing is on its way. */
const pass = Effect.fnUntraced(function* (seconds: number) {
  const { webhooks } = yield* Emulator
  const turn = Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
  for (let second = 0; second < seconds; second++) {
    yield* TestClock.adjust("1 second")
    do yield* turn
    while ((yield* webhooks.report).sending > 0)
  }
})

const typesOf = (received: ReadonlyArray<Received>) =>
  received.map(({ after, body }) => `${after} ${String(at(JSON.parse(body), "type"))}`)
const timeOf = ({ headers }: OutgoingWebhook) => Number(/^t=(\d+)/.exec(headers["elevenlabs-signature"] ?? "")?.[1])
const isSigned = ({ body, headers }: OutgoingWebhook, key = secret) => {
  const [, t, tag] = /^t=(\d+),v0=([0-9a-f]{64})$/.exec(headers["elevenlabs-signature"] ?? "") ?? []
  return tag === createHmac("sha256", key).update(`${t}.${body}`).digest("hex")
}

describe("the emulator's webhooks", () => {
  it.effect("tell of a call's transcript when it is done, signed over their bytes", () => {
    const { received, test } = receiving(200)
    return test(
      Effect.gen(function* () {
        yield* register()
        const id = yield* dialled({ variables: { customer_name: "Grüße 👋" } })
        yield* pass(60)
        assert.deepEqual(typesOf(received), ["44 post_call_transcription"])
        const [webhook] = received
        assert.isTrue(webhook !== undefined && isSigned(webhook))
        assert.strictEqual(webhook === undefined ? 0 : timeOf(webhook), start / 1000 + 44)
        const body: unknown = JSON.parse(webhook?.body ?? "")
        assert.strictEqual(at(body, "event_timestamp"), start / 1000 + 44)
        const record = yield* send("GET", `/v1/convai/conversations/${id}`)
        assert.deepEqual(at(body, "data"), record.body)
      })
    )
  })

  it.effect("tell of a failure, with the carrier's words as texts, and of none for a machine", () => {
    const { received, test } = receiving(200)
    return test(
      Effect.gen(function* () {
        yield* register()
        for (const digits of ["0101", "0102", "0103", "0110", "0104"]) yield* dialled({ to: `+1415555${digits}` })
        yield* dialled({ to: "+14155550101", provider: "sip-trunk" }).pipe(Effect.forkChild)
        yield* pass(62)
        const bodies = received.map(({ body }): unknown => JSON.parse(body))
        assert.sameMembers(
          bodies.map((body) => `${String(at(body, "type"))} ${String(at(body, "data.failure_reason"))}`),
          [
            "call_initiation_failure unknown",
            "call_initiation_failure busy",
            "call_initiation_failure busy",
            "call_initiation_failure busy",
            "post_call_transcription undefined",
            "call_initiation_failure no-answer"
          ]
        )
        const twilio = bodies.map((body) => at(body, "data.metadata")).filter((said) => at(said, "type") === "twilio")
        assert.lengthOf(twilio, 4)
        for (const said of twilio) {
          assert.isTrue(Object.values(at(said, "body") ?? {}).every((value) => typeof value === "string"))
        }
        assert.isTrue(bodies.some((body) => at(body, "data.metadata.body.sip_status_code") === 486))
      })
    )
  })

  it.effect("come before the dial's own answer when that is late", () => {
    const { received, test } = receiving(200)
    return test(
      Effect.gen(function* () {
        yield* register()
        yield* (yield* Emulator).fault({ target: "dial", when: "after", kind: "delay", delayMs: 5_000 })
        const dialling = yield* Effect.forkChild(dial({ to: "+14155550101" }))
        yield* pass(3)
        assert.isUndefined(dialling.pollUnsafe())
        assert.deepEqual(typesOf(received), ["2 call_initiation_failure"])
      })
    )
  })

  it.effect("are those that were asked for: a recording in pieces, a machine detection in three shapes", () => {
    const { received, test } = receiving(200)
    return test(
      Effect.gen(function* () {
        for (const machineShape of ["flat", "twilio", "result"] as const) {
          yield* register({ events: ["audio", "answering_machine_detection"], machineShape })
          yield* dialled({ to: "+14155550104" })
          yield* pass(30)
        }
        assert.deepEqual(
          received.map(({ body, chunked }) => [at(JSON.parse(body), "type"), chunked]),
          [1, 2, 3].flatMap(() => [
            ["answering_machine_detection", false],
            ["post_call_audio", true]
          ])
        )
        const [flat, , twilio, , result] = received.map(({ body }): unknown => JSON.parse(body))
        assert.strictEqual(at(flat, "data.answered_by"), "machine_start")
        assert.strictEqual(at(twilio, "data.metadata.body.AnsweredBy"), "machine_start")
        assert.strictEqual(at(result, "data.result"), "machine_start")
      })
    )
  })

  it.effect("are not repeated, unless the transcript's retries are on and it is not 200", () =>
    Effect.gen(function* () {
      const off = receiving(503)
      yield* off.test(Effect.andThen(Effect.andThen(register(), dialled()), pass(120)))
      assert.lengthOf(off.received, 1)
      const on = receiving(null, 500, 429, 202, 200)
      yield* on.test(
        Effect.gen(function* () {
          yield* register({ retry: true })
          yield* dialled()
          yield* dialled({ to: "+14155550101" })
          yield* pass(44 + 33 + 132 + 528)
          const { webhooks } = yield* (yield* Emulator).webhooks.report
          assert.deepEqual(
            webhooks.map(({ attempt, status, type }) => `${type} ${attempt} ${status}`),
            [
              "call_initiation_failure 1 null",
              "post_call_transcription 1 500",
              "post_call_transcription 2 429",
              "post_call_transcription 3 202"
            ]
          )
        })
      )
      const gaps = on.received.slice(1).map(({ after }, n, all) => after - (all[n - 1]?.after ?? after))
      assert.isTrue((gaps[1] ?? 0) >= 30 && (gaps[1] ?? 0) <= 34 && (gaps[2] ?? 0) >= 120 && (gaps[2] ?? 0) <= 133)
    })
  )

  it.effect("go to this machine only, and only when there is a way to send them", () =>
    Effect.gen(function* () {
      const { test } = receiving(200)
      yield* test(
        Effect.gen(function* () {
          for (const url of ["http://example.com/", "https://127.0.0.1/", "ftp://localhost/", "x"]) {
            const answer = yield* send("POST", "/_emulator/webhooks", { ...settings, url })
            assert.strictEqual(answer.status, 400, url)
          }
          assert.strictEqual((yield* send("POST", "/_emulator/webhooks", { ...settings, secret: "" })).status, 400)
          assert.strictEqual((yield* send("POST", "/_emulator/webhooks", settings)).status, 200)
          yield* dialled({ to: "+14155550101" })
          yield* pass(3)
          const report = yield* send("GET", "/_emulator/webhooks")
          assert.strictEqual(at(report.body, "webhooks.0.status"), 200)
          assert.notInclude(JSON.stringify(report.body), secret)
          yield* send("DELETE", "/_emulator/webhooks")
          yield* dialled({ to: "+14155550101" })
          yield* pass(3)
          assert.deepEqual((yield* send("GET", "/_emulator/webhooks")).body, { url: null, sending: 0, webhooks: [] })
        })
      )
      const mute = yield* send("POST", "/_emulator/webhooks", settings).pipe(Effect.provide(Emulator.layerMemory()))
      assert.strictEqual(mute.status, 400)
    })
  )
})

describe("a fault of a webhook", () => {
  const withFault = Effect.fnUntraced(function* (fault: WebhookFaultRequest) {
    const { received, test } = receiving(200)
    const report = yield* test(
      Effect.gen(function* () {
        assert.strictEqual((yield* send("POST", "/_emulator/webhooks/faults", fault)).status, 200)
        yield* register()
        yield* dialled({ to: "+14155550101" })
        yield* dialled({ to: "+14155550110" })
        yield* pass(70)
        return yield* (yield* Emulator).webhooks.report
      })
    )
    const busy = received.filter(({ body }) => body.includes("busy"))
    return { received, busy, failures: report.webhooks.map(({ fault: kind }) => kind) }
  })
  const onBusy = { type: "call_initiation_failure", times: 1 } as const

  it.effect("loses it, repeats it, delays it, or lets the next one overtake it", () =>
    Effect.gen(function* () {
      const lost = yield* withFault({ kind: "lose", ...onBusy })
      assert.deepEqual(lost.received.length, 1)
      assert.include(lost.failures, "lose")
      assert.lengthOf((yield* withFault({ kind: "duplicate", copies: 3 })).received, 5)
      const delayed = yield* withFault({ kind: "delay", seconds: 20 })
      assert.sameMembers(
        delayed.received.map(({ after }) => after),
        [21, 2]
      )
      const overtaken = yield* withFault({ kind: "reorder" })
      assert.deepEqual(
        overtaken.received.map(({ body }) => body.includes("busy")),
        [true, false]
      )
    })
  )

  it.effect("spoils its signature: another secret, another body, a time that is off", () =>
    Effect.gen(function* () {
      for (const kind of ["wrong-secret", "tamper"] as const) {
        const { received } = yield* withFault({ kind })
        assert.deepEqual(
          received.map((webhook) => isSigned(webhook)),
          [false, true],
          kind
        )
      }
      for (const [kind, off] of [
        ["stale", -2_400],
        ["future", 600]
      ] as const) {
        const [webhook] = (yield* withFault({ kind })).received
        assert.isTrue(webhook !== undefined && isSigned(webhook))
        assert.strictEqual(webhook && timeOf(webhook) - webhook.after, start / 1000 + off)
      }
    })
  )

  it.effect("spoils its body, and signs it all the same", () =>
    Effect.gen(function* () {
      const [page] = (yield* withFault({ kind: "not-json" })).received
      assert.isTrue(page !== undefined && isSigned(page) && page.body.startsWith("<html>"))
      const [huge] = (yield* withFault({ kind: "huge" })).received
      assert.isTrue(huge !== undefined && isSigned(huge) && huge.body.length > 10 * 1024 * 1024)
      assert.strictEqual(at(JSON.parse(huge?.body ?? ""), "type"), "call_initiation_failure")
    })
  )

  it.effect("that makes no sense is refused", () =>
    Effect.gen(function* () {
      for (const fault of [{}, { kind: "explode" }, { kind: "duplicate", copies: 0 }, { kind: "lose", more: 1 }]) {
        const answer = yield* send("POST", "/_emulator/webhooks/faults", fault)
        assert.strictEqual(answer.status, 400, JSON.stringify(fault))
      }
    }).pipe(Effect.provide(Emulator.layerMemory()))
  )
})
