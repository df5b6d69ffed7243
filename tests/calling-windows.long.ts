import assert from "node:assert/strict"
import { test } from "vitest"
import { compare, told } from "./calling-windows/Judge.ts"
import { policy } from "./calling-windows/Policy.ts"
import { readSeed } from "./torture/Chance.ts"

const seed = readSeed()

test(`calling windows approve no call that the oracle forbids, in 100,000 pairs (TORTURE_SEED=${seed})`, () => {
  const comparison = compare(policy, 100_000, `${seed}`)
  console.log(told(comparison))
  assert.deepEqual(comparison.illegal, [])
})
