import { assert, it } from "@effect/vitest"
import { DateTime, Option } from "effect"
import { readInstant } from "../src/ReadInstant.ts"

it.each([
  ["2026-08-01", "2026-08-01T00:00:00.000Z"],
  ["2028-02-29", "2028-02-29T00:00:00.000Z"],
  ["2026-08-01T09:00Z", "2026-08-01T09:00:00.000Z"],
  ["2026-08-01T09:00:30.5+02:00", "2026-08-01T07:00:30.500Z"]
])("%s is %s", (text, instant) => {
  assert.deepStrictEqual(Option.map(readInstant(text), DateTime.formatIso), Option.some(instant))
})

it.each([
  "",
  "8",
  "soon",
  "11/01/2026",
  "11-01-2026",
  "2026-1-11",
  "2026-02-31",
  "2026-13-01",
  "2026-08-01T09:00",
  "2026-08-01T25:00Z",
  "2026-08-01 09:00Z",
  "2026-08-01T09:00Z and more"
])("%j is no instant", (text) => {
  assert.deepStrictEqual(readInstant(text), Option.none())
})
