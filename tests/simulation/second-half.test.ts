import { describe } from "@effect/vitest"
import { playBatches } from "./Batches.ts"

describe("under every fault, crash and order that a seed chooses", () => {
  playBatches(10, 10)
})
