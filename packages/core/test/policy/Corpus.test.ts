import { assert, describe, it } from "@effect/vitest"
import { builtInProfiles, Live, placeCall, type PolicyProfile } from "@outbound-call/core"
import * as HttpDialTransport from "@outbound-call/core/elevenlabs/HttpDialTransport"
import * as MemoryLedger from "@outbound-call/core/MemoryLedger"
import { MonitorTransport } from "@outbound-call/core/MonitorTransport"
import { Effect, Layer } from "effect"
import { HttpBody, HttpClient, HttpClientRequest } from "effect/http"
import { TestClock } from "effect/testing"
import { baseUrl, liveOptions, posts, provider, rings } from "../Rig.ts"
import { islandsOfCode1, numbersOfRefusedTypes, ordinaryNumbers, type Target } from "./Corpus.ts"
import { tricks } from "./Tricks.ts"

/** Tuesday, noon in Los Angeles and three in the afternoon in New York. */
const legal = Date.UTC(2026, 10, 24, 20)

/** A profile that lets nothing but the number stand against a call. */
const wide: PolicyProfile = {
  ...builtInProfiles.default,
  name: "wide",
  countries: ["any"],
  fanOut: null,
  dollarsPerDay: null,
  paceMillis: 0,
  liveCalls: null,
  callsPerMinute: null,
  callsPerHour: null,
  callsPerDay: null
}

/** The service over the emulator as if it were the provider itself: nothing here says that it simulates. */
const service = (profile: PolicyProfile) => {
  const { provider: account, ...options } = liveOptions({ settings: { profile, purpose: "requested" } })
  return Live.layer({ ...options, provider: { ...account, kind: "elevenlabs" } }).pipe(
    Layer.provide([HttpDialTransport.layer, MonitorTransport.absent]),
    Layer.provideMerge(MemoryLedger.layer),
    Layer.provideMerge(provider)
  )
}

const inService =
  (profile: PolicyProfile) =>
  <A, E, R>(test: Effect.Effect<A, E, R>) =>
    TestClock.setTime(legal).pipe(Effect.andThen(test), Effect.provide(service(profile)))

const place = ({ region, to }: Target) =>
  placeCall({
    to,
    ...(region === undefined ? {} : { region }),
    variables: { customer_name: "Ada" },
    overrides: { firstMessage: "An AI speaks for Example, and this call is recorded." }
  }).pipe(
    Effect.match({
      onSuccess: ({ call }) => ({ said: call.status, against: [] as ReadonlyArray<string> }),
      onFailure: (error) =>
        error._tag === "CallRefused"
          ? {
              said: error.code,
              against: error.verdicts?.flatMap(({ decision, rule }) => (decision === "allow" ? [] : [rule])) ?? [
                error.code
              ]
            }
          : { said: error._tag, against: [error._tag] }
    })
  )

/** What each kind was answered with, and how often. */
const placeAll = Effect.fnUntraced(function* (targets: ReadonlyArray<Target>) {
  const dialled: Array<string> = []
  for (const target of targets) {
    const { against, said } = yield* place(target)
    if (against.length === 0) dialled.push(`${target.kind} ${JSON.stringify(target.to)}: ${said}`)
  }
  return dialled
})

const anywhere = [...tricks(), ...numbersOfRefusedTypes()]

describe("a corpus of what must not be called", () => {
  it("is large, and holds each target once", () => {
    const all = new Set([...anywhere, ...islandsOfCode1()].map(({ region, to }) => `${region} ${to}`))
    assert.isAtLeast(all.size, 2_000)
  })

  it.effect("reaches no provider by a profile that allows every country", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* placeAll(anywhere), [])
      assert.deepStrictEqual([yield* rings, yield* posts], [0, 0])
    }).pipe(inService(wide))
  )

  it.effect("reaches no provider by the default profile, numbers of code 1 abroad among them", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* placeAll([...anywhere, ...islandsOfCode1()]), [])
      assert.deepStrictEqual([yield* rings, yield* posts], [0, 0])
    }).pipe(inService(builtInProfiles.default))
  )

  it.effect("would ring hundreds of times by a client that takes the digits and dials", () =>
    Effect.gen(function* () {
      for (const { to } of anywhere) yield* Effect.ignore(dialDigits(to))
      assert.isAbove(yield* rings, 500)
    }).pipe(inService(wide))
  )
})

const dialDigits = (to: string) =>
  HttpClient.execute(
    HttpClientRequest.post(`${baseUrl}/v1/convai/twilio/outbound-call`).pipe(
      HttpClientRequest.setHeader("xi-api-key", "key-of-the-test"),
      HttpClientRequest.setBody(
        HttpBody.jsonUnsafe({
          agent_id: "agent_demo",
          agent_phone_number_id: "phnum_demo",
          to_number: `+${to.replaceAll(/[^0-9]/g, "")}`,
          conversation_initiation_client_data: { dynamic_variables: { customer_name: "Ada" } }
        })
      )
    )
  )

describe("a thousand ordinary mobiles and landlines of forty countries", () => {
  it.effect("are refused by no rule about what a number is", () =>
    Effect.gen(function* () {
      const numbers = ordinaryNumbers()
      assert.isAtLeast(numbers.length, 1_000)
      assert.lengthOf([...new Set(numbers.map(({ kind }) => kind))], 41)
      const wrong: Array<string> = []
      for (const number of numbers) {
        const { against } = yield* place(number)
        const refusing = against.filter((rule) =>
          ["emergency-number", "crisis-number", "number-type", "InvalidRequest"].includes(rule)
        )
        if (refusing.length > 0) wrong.push(`${number.kind} ${number.to}: ${refusing.join(" ")}`)
      }
      assert.deepStrictEqual(wrong, [])
      assert.isAbove(yield* rings, 500)
    }).pipe(inService(wide))
  )
})
