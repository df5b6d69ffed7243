import { assert, describe, it } from "@effect/vitest"
import type { Client } from "@outbound-call/api/Client"
import { sendYes } from "@outbound-call/api/SendYes"
import { Effect } from "effect"

const lost = { _tag: "HttpClientError" }
const problem = (type: string, code: string) => ({
  type: `urn:outbound-call:problem:${type}`,
  code,
  phone_may_have_rung: false
})
const call = { id: "call_1", status: "cancelled" }

/** A server that answers so, one after the other. */
const answering = (...answers: ReadonlyArray<object>) => {
  let sent = 0
  const client = {
    approvals: { approve: () => Effect.suspend(() => Effect.fail(answers[sent++])) },
    calls: { get: () => Effect.succeed(call) }
  } as unknown as Client
  return { client, sent: () => sent }
}

const send = (client: Client) => sendYes(client, "call_1", { numberEndsIn: "0100" })

describe("a yes whose answer is lost", () => {
  for (const code of ["approval-approved", "approval-denied", "approval-expired", "approval-withdrawn"]) {
    it.effect(`is sent again, and the call is read where it is ${code} by then`, () =>
      Effect.gen(function* () {
        const { client, sent } = answering(lost, problem("approval-closed", code))
        assert.deepStrictEqual((yield* send(client)) as object, call)
        assert.strictEqual(sent(), 2)
      })
    )
  }

  for (const last of [lost, problem("internal", "internal-error"), problem("call-refused", "calling-window")]) {
    it.effect(`may ring where the second answer is ${JSON.stringify(last)}`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(send(answering(lost, last).client))
        assert.propertyVal(error, "_tag", "YesLost")
      })
    )
  }
})

describe("a yes that is refused", () => {
  it.effect("is not sent again, and the refusal is told", () =>
    Effect.gen(function* () {
      const refusal = problem("approval-closed", "approval-denied")
      const { client, sent } = answering(refusal)
      assert.strictEqual((yield* Effect.flip(send(client))) as object, refusal)
      assert.strictEqual(sent(), 1)
    })
  )
})
