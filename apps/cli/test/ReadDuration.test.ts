import { assert, it } from "@effect/vitest"
import { Duration, Option } from "effect"
import { readDuration } from "../src/ReadDuration.ts"

it.each([
  ["90", 90],
  ["1.5", 1.5],
  ["90s", 90],
  ["5m", 300],
  ["2h", 7200],
  ["1d", 86_400],
  ["5 minutes", 300]
] as const)("%s is %d seconds", (text, seconds) => {
  assert.strictEqual(Option.getOrThrow(Option.map(readDuration(text), Duration.toSeconds)), seconds)
})

it.each(["", "0", "-5", "soon", "5 parsecs", "5ms", "1h30m"])("%j is none", (text) => {
  assert.isTrue(Option.isNone(readDuration(text)))
})
