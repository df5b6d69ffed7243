import { assert, describe, it } from "@effect/vitest"
import { CallView } from "@outbound-call/core"
import { Schema } from "effect"
import { shownCall } from "../src/ShownCall.ts"

const encode = Schema.encodeSync(CallView)

describe("a shown call", () => {
  it.prop("is the text that the contract asks for, whatever the call", { view: CallView }, ({ view }) => {
    const { body } = shownCall(view)
    if (body._tag !== "Uint8Array") return assert.fail(body._tag)
    assert.strictEqual(body.contentType, "application/json")
    assert.strictEqual(new TextDecoder().decode(body.body), JSON.stringify(encode(view)))
  })
})
