import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { HttpBody, HttpClient, HttpClientRequest, HttpClientResponse } from "effect/http"
import { Emulator, type FaultRequest } from "@outbound-call/emulator"
import { baseUrl, inWorld, pass, place, posts, rings } from "./Rig.ts"

/** A client as most are written: it repeats a request that failed, twice. The control of the rig. */
const dialNaively = HttpClient.execute(
  HttpClientRequest.post(`${baseUrl}/v1/convai/twilio/outbound-call`).pipe(
    HttpClientRequest.setHeader("xi-api-key", "key-of-the-test"),
    HttpClientRequest.setBody(
      HttpBody.jsonUnsafe({
        agent_id: "agent_demo",
        agent_phone_number_id: "phnum_demo",
        to_number: "+14155550100",
        conversation_initiation_client_data: { dynamic_variables: { customer_name: "Ada" } }
      })
    )
  )
).pipe(
  Effect.flatMap(HttpClientResponse.filterStatusOk),
  Effect.flatMap((response) => response.json),
  Effect.timeout("30 seconds"),
  Effect.retry({ times: 2 }),
  Effect.ignore
)

const faults: ReadonlyArray<Omit<FaultRequest, "target" | "when">> = [
  ...[500, 502, 503, 504, 408, 409, 425].map((status) => ({ kind: "status" as const, status })),
  { kind: "rate-limited" },
  { kind: "html", status: 502 },
  { kind: "html", status: 429 },
  { kind: "drop" },
  { kind: "truncate" },
  { kind: "delay", delayMs: 90_000 }
]

describe("in the same rig", () => {
  for (const fault of faults) {
    it.effect(`a naive client rings three times, ours once: ${Object.values(fault).join(" ")}`, () =>
      Effect.gen(function* () {
        const emulator = yield* Emulator
        const spoilThree = emulator.fault({ target: "dial", when: "after", times: 3, ...fault })
        yield* spoilThree
        const naive = yield* Effect.forkChild(dialNaively)
        yield* pass(100)
        yield* Fiber.join(naive)
        assert.strictEqual(yield* rings, 3)
        assert.strictEqual(yield* posts, 3)

        yield* emulator.reset
        yield* spoilThree
        const ours = yield* Effect.forkChild(place())
        yield* pass(100)
        assert.strictEqual((yield* Fiber.join(ours)).status, "unknown")
        assert.strictEqual(yield* rings, 1)
        assert.strictEqual(yield* posts, 4)
      }).pipe(inWorld())
    )
  }
})
