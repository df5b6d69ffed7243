import { assert, describe, it } from "@effect/vitest"
import { kinOf } from "../../src/policy/KinOf.ts"
import { noon } from "./SampleQuestion.ts"

const kin = (neighbours: number, ...attempts: ReadonlyArray<number>) => kinOf({ neighbours, attempts }, noon)

describe("the kin of a call", () => {
  it("is the call itself in a block where others were called, and the first of them too with the second", () => {
    assert.deepStrictEqual([kin(0), kin(1), kin(2), kin(9)], [0, 2, 1, 1])
  })

  it("is nothing where the number itself was called within ten minutes", () => {
    assert.deepStrictEqual([kin(1, noon), kin(1, noon - 599_999), kin(3, noon - 599_999, noon - 900_000)], [0, 0, 0])
    assert.deepStrictEqual([kin(1, noon - 600_000), kin(3, noon - 600_000)], [2, 1])
  })
})
