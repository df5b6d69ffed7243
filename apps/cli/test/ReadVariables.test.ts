import { assert, it } from "@effect/vitest"
import { Result } from "effect"
import { readVariable } from "../src/ReadVariables.ts"

it.each([
  ["name=Ada", "name", "Ada"],
  ["note=a=b", "note", "a=b"],
  ["empty=", "empty", ""],
  ["code=007", "code", "007"],
  ["vip=true", "vip", "true"],
  ["vip:=true", "vip", true],
  ["vip:=false", "vip", false],
  ["amount:=5", "amount", 5],
  ["amount:=-1.5e3", "amount", -1500]
] as const)("%s is read", (word, name, value) => {
  assert.deepStrictEqual(readVariable(word), Result.succeed([name, value] as const))
})

it.each(["name", "=Ada", "amount:=five", "amount:=", "amount:=0x10", "amount:=NaN", "na me=x", "amount:=1e999"])(
  "%s is refused",
  (word) => {
    assert.isTrue(Result.isFailure(readVariable(word)))
  }
)
