import { assert, it } from "@effect/vitest"
import { dollarsAtMost } from "@outbound-call/core/DollarsAtMost"

it("an amount is never told as less than it is, and a whole cent not as more", () => {
  const told = [0, 0.345, 0.575, 0.34, 1.1, 0.001, 0.000_001, 29.999].map(dollarsAtMost)
  assert.deepStrictEqual(told, ["0.00", "0.35", "0.58", "0.34", "1.10", "0.01", "0.01", "30.00"])
})
