import { describe } from "vitest"
import { playBatches } from "./simulation/Batches.ts"

/** New ones each time, unlike those of the short tests. */
const start = Number(process.env["SIMULATION_SEED"] ?? Math.floor(Math.random() * 1_000_000_000))

describe(`under faults, crashes and orders that were not tried before (SIMULATION_SEED=${start})`, () => {
  playBatches(0, 40, start)
})
