import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Layer, Logger, Random } from "effect"
import { TestClock } from "effect/testing"
import { Chance } from "@outbound-call/tests/simulation/Chance"
import { course, type Report } from "./Course.ts"
import { type Letter, toLetter } from "./Letter.ts"
import { service, type Weakness } from "./Service.ts"

const start = Date.UTC(2026, 10, 23, 9, 30)

/** Plays so many deliveries against the served service, and judges what its ledger then holds. */
export const playStorm = async (seed: number, deliveries: number, weakness: Weakness = {}): Promise<Report> => {
  const folder = mkdtempSync(join(tmpdir(), "outbound-storm-"))
  const ledgerFile = join(folder, "ledger.sqlite")
  const chance = new Chance(seed)
  const letters: Array<Letter> = []
  const layers = service(ledgerFile, (webhook) => letters.push(toLetter(webhook, chance.happens(0.1))), weakness)
  try {
    return await TestClock.setTime(start).pipe(
      Effect.andThen(course(chance, letters, deliveries, ledgerFile).pipe(Effect.provide(layers))),
      Effect.provide(Layer.merge(TestClock.layer(), Logger.layer([]))),
      Effect.scoped,
      Random.withSeed(seed),
      Effect.runPromise
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
