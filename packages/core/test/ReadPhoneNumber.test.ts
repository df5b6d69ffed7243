import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Result, Schema } from "effect"
import { type NumberContext, readPhoneNumber } from "@outbound-call/core"

type Row = readonly [input: string, context?: NumberContext]

/** The number, or the code of the no, or the code of the problem. */
const read = ([input, context]: Row): string => {
  const result = readPhoneNumber(input, context)
  if (Result.isSuccess(result)) return result.success
  const no = result.failure
  return no._tag === "CallRefused" ? no.code : no.problems.map((problem) => problem.code).join(" ")
}

const messageOf = (...[input, context]: Row): string =>
  Result.match(readPhoneNumber(input, context), { onFailure: (no) => no.message, onSuccess: (number) => number })

const rule = (name: string, expected: string, rows: ReadonlyArray<Row>) =>
  it.each(rows.map((row) => ({ row, shown: row.map((part) => JSON.stringify(part)).join(" in ") })))(
    `${name}: $shown`,
    ({ row }) => assert.strictEqual(read(row), expected)
  )

const us = { callerRegion: "US" }
const homeUs = { defaultRegion: "US" }
const homeFr = { defaultRegion: "FR" }

describe("readPhoneNumber", () => {
  rule("refuses an emergency number", "emergency-number", [
    ["911"],
    ["112"],
    ["999"],
    ["000"],
    ["110"],
    ["15"],
    ["+911"],
    ["+112"],
    ["9-1-1"],
    [" 911 "],
    ["911", homeFr],
    ["15", us]
  ])

  rule("does not understand", "malformed-number", [
    [""],
    ["   "],
    ["abc"],
    ["+1"],
    ["+"],
    ["+1 415 555"],
    ["+1415555CALL"],
    ["+１４１５５５５０１００"],
    ["٠٤١٥٥٥٥٠١٠٠"],
    ["++14155550100"],
    ["+1+4155550100"],
    ["14155550100+"],
    ["+1 415 555 0100;ext=1"],
    ["+1\u00a0415\u00a0555\u00a00100"],
    ["+14155550100\u202e"],
    ["tel:+14155550100"],
    ["0014155550100"],
    ["+0014155550100"],
    ["+999123456789"],
    ["+1415555010012345"]
  ])

  rule("reads what people write", "+14155550100", [
    ["+14155550100"],
    ["+1 415 555 0100"],
    ["+1 (415) 555-0100"],
    ["+1.415.555.0100"],
    [" +14155550100 "]
  ])

  rule("adds a missing + where the digits read one way only", "+14155550100", [
    ["14155550100"],
    ["1 (415) 555-0100"],
    ["14155550100", homeUs],
    ["14155550100", us]
  ])

  rule("reads a national number in the default region", "+14155550100", [
    ["4155550100", homeUs],
    ["(415) 555-0100", homeUs]
  ])

  rule("reads a French national number with its trunk prefix", "+33199001234", [
    ["01 99 00 12 34", homeFr],
    ["199001234", homeFr]
  ])

  rule("never assumes a region: without one it is no number", "malformed-number", [
    ["4155550100"],
    ["0491570156"],
    ["01 99 00 12 34"]
  ])

  rule("does not take the caller's country for the default region", "national-number", [
    ["4155550100", us],
    ["0491570156", { callerRegion: "AU" }],
    ["4155550100", { callerRegion: "US", defaultRegion: "AU" }]
  ])

  rule("refuses digits that read two ways", "ambiguous-number", [
    ["3235550134", us],
    ["3235550134", homeUs],
    ["(323) 555-0134", us],
    ["3235550134", { callerRegion: "US", defaultRegion: "BE" }]
  ])

  rule("takes the same digits once their + is written", "+3235550134", [["+3235550134", us]])

  rule("refuses a trunk prefix inside an international number", "malformed-number", [
    ["+61 (0)491 570 156"],
    ["+44 (0)20 7946 0958"],
    ["+33 (0)1 99 00 12 34", homeFr]
  ])

  rule("refuses a region that is none", "unknown-region", [
    ["4155550100", { defaultRegion: "XX" }],
    ["+14155550100", { defaultRegion: "us" }]
  ])

  rule("accepts the number reserved for Australia", "+61491570156", [
    ["+61491570156"],
    ["0491 570 156", { defaultRegion: "AU" }]
  ])
  rule("accepts a number reserved for France", "+33199001234", [["+33 1 99 00 12 34"]])
  rule("accepts numbers that merely begin like an emergency number", "+33199001115", [
    ["+33199001115"],
    ["0199001115", homeFr]
  ])

  it("takes a Paris number whose first digits are 15 for no emergency", () => {
    assert.notStrictEqual(read(["+33 1 15 00 00 00"]), "emergency-number")
    assert.notStrictEqual(read(["1500000000", homeFr]), "emergency-number")
  })

  it("shows both readings and their countries", () => {
    const message = messageOf("3235550134", us)
    for (const part of ["+3235550134 (BE)", "+13235550134 (US)", "No phone rang"]) assert.include(message, part)
  })

  it("says how the number was meant to be written", () => {
    assert.include(messageOf("4155550100", us), "+14155550100")
    assert.include(messageOf("+61 (0)491 570 156"), "+61491570156")
  })

  it("does not repeat a long input in full", () => assert.isBelow(messageOf("x".repeat(10_000)).length, 400))

  const typed = Arbitrary.map(
    Arbitrary.array(
      Arbitrary.schema(Schema.Literals([..."0123456789+-. ()", "٣", "x", "00", "+1415555", "91", "33"])),
      {
        maxLength: 18
      }
    ),
    (parts) => parts.join("")
  )
  const region = Schema.Literals(["US", "AU", "FR", "BE", "DE", "GB", "XX", ""])

  it.prop(
    "never throws, and gives E.164 or a no",
    { typed, home: region, caller: region },
    ({ typed, home, caller }) => {
      const context = { defaultRegion: home || undefined, callerRegion: caller || undefined }
      const result = readPhoneNumber(typed, context)
      if (Result.isFailure(result)) return assert.isAbove(result.failure.message.length, 20)
      assert.match(result.success, /^\+[1-9]\d{7,14}$/)
      assert.strictEqual(read([result.success, context]), result.success, "a number that was read reads as itself")
      assert.match(typed.trim(), /^\+?[0-9 .()-]+$/)
    }
  )

  it.prop("never throws on any text", { text: Schema.String }, ({ text }) => {
    const result = readPhoneNumber(text)
    if (Result.isSuccess(result)) assert.match(text.trim(), /^\+?[0-9 .()-]+$/)
  })
})
