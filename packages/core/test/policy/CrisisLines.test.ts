import { assert, describe, it } from "@effect/vitest"
import { PhoneNumber, readPhoneNumber } from "@outbound-call/core"
import { crisisLines } from "@outbound-call/core/policy/CrisisLines"
import { Result } from "effect"
import { verdictOf } from "./SampleQuestion.ts"

const says = (number: string) => verdictOf("crisis-number", { facts: { to: PhoneNumber.make(number) } })

describe("crisis lines", () => {
  it("are numbers that exist, each once, and are never called", () => {
    for (const { name, number } of crisisLines) {
      assert.isTrue(Result.isSuccess(readPhoneNumber(number)), number)
      assert.deepInclude(says(number), { decision: "refuse" })
      assert.include(says(number).says, name)
    }
    assert.strictEqual(new Set(crisisLines.map(({ number }) => number)).size, crisisLines.length)
  })

  it("are geographic and national ones as well", () => {
    for (const number of ["+85223892222", "+33145394000", "+498001110111", "+611300224636"]) {
      assert.strictEqual(says(number).decision, "refuse", number)
    }
    assert.strictEqual(says("+14155550100").decision, "allow")
  })
})
