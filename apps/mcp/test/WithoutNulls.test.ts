import { assert, describe, it } from "@effect/vitest"
import { schemaWithoutNulls, withoutNulls } from "../src/WithoutNulls.ts"

const text = { type: "string" }

describe("a tool's answer", () => {
  it("leaves out what is not there, at every depth, and nothing else", () => {
    assert.deepStrictEqual(withoutNulls({ a: null, b: [{ c: null, d: 0 }, "x"], e: false, f: "" }), {
      b: [{ d: 0 }, "x"],
      e: false,
      f: ""
    })
  })

  it("has a schema in which such a field may be missing", () => {
    const optional = { anyOf: [text, { type: "null" }], description: "When" }
    const schema = { type: "object", properties: { a: optional, b: text }, required: ["a", "b"] }
    assert.deepStrictEqual(schemaWithoutNulls({ type: "array", items: schema }), {
      type: "array",
      items: { type: "object", properties: { a: { type: "string", description: "When" }, b: text }, required: ["b"] }
    })
  })

  it("keeps alternatives that are no null", () => {
    const either = { anyOf: [text, { type: "number" }] }
    const schema = { type: "object", properties: { a: either }, required: ["a"] }
    assert.deepStrictEqual(schemaWithoutNulls(schema), schema)
  })
})
