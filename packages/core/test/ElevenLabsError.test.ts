import { assert, describe, it } from "@effect/vitest"
import { errorOfAnswer, isMissingPermission, readErrorBody } from "@outbound-call/core/elevenlabs/ElevenLabsError"
import { sentence } from "@outbound-call/core/Patience"

const today =
  '{"detail":{"type":"not_found","code":"agent_not_found","message":"No agent.","status":"document_not_found","request_id":"r-1","param":"agent_id"}}'
const older = '{"detail":{"status":"missing_permissions","message":"The key lacks convai_write."}}'
const text = '{"detail":"Not Found"}'
const fields =
  '{"detail":[{"loc":["body","to_number"],"msg":"Field required","type":"missing"},{"loc":["body",0],"msg":"Bad"}]}'
const html = "<!DOCTYPE html><title>502</title>"

describe("readErrorBody", () => {
  it("reads the error object of today, its code before its older status word", () =>
    assert.deepStrictEqual(readErrorBody(today), {
      code: "agent_not_found",
      message: "No agent.",
      requestId: "r-1",
      isUnknownRoute: false
    }))

  it("reads the older object", () =>
    assert.deepStrictEqual(readErrorBody(older), {
      code: "missing_permissions",
      message: "The key lacks convai_write.",
      requestId: null,
      isUnknownRoute: false
    }))

  it("reads a plain text, and knows the one of a route that is not there", () => {
    assert.deepStrictEqual(readErrorBody(text), {
      code: null,
      message: "Not Found",
      requestId: null,
      isUnknownRoute: true
    })
    assert.isFalse(readErrorBody('{"detail":"Out of credits"}')?.isUnknownRoute)
  })

  it("reads a list of fields", () =>
    assert.strictEqual(readErrorBody(fields)?.message, "body.to_number: Field required; body.0: Bad"))

  it("has a sentence even when the object has none", () => {
    assert.strictEqual(readErrorBody('{"detail":{"code":"system_busy"}}')?.message, "system_busy")
    assert.strictEqual(readErrorBody('{"detail":{}}')?.message, "no reason given")
    assert.strictEqual(readErrorBody('{"detail":{"message":5,"code":"x"}}')?.message, "x")
  })

  it.each(["", html, '{"detail":', "null", "[]", '{"error":"x"}', '{"detail":null}'])("finds no error in %s", (body) =>
    assert.isNull(readErrorBody(body))
  )
})

describe("errorOfAnswer", () => {
  const reasonsByStatus = [
    [400, today, "unreadable"],
    [401, today, "unauthorized"],
    [401, older, "forbidden"],
    [401, '{"detail":{"code":"insufficient_permissions","message":"No."}}', "forbidden"],
    [401, html, "unauthorized"],
    [402, today, "forbidden"],
    [403, today, "forbidden"],
    [403, html, "forbidden"],
    [404, today, "not-found"],
    [404, html, "not-found"],
    [408, "", "unavailable"],
    [409, today, "unreadable"],
    [422, fields, "unreadable"],
    [429, today, "rate-limited"],
    [429, html, "rate-limited"],
    [500, today, "unavailable"],
    [502, html, "unavailable"],
    [503, "", "unavailable"],
    [529, "", "unavailable"],
    [301, "", "unreadable"]
  ] as const
  it.each(reasonsByStatus.map(([status, body, reason]) => ({ status, body, reason })))(
    "reads HTTP $status as $reason: $body",
    ({ body, reason, status }) => assert.include(errorOfAnswer(status, body, {}), { reason, status })
  )

  it("tells an unknown route from an unknown thing", () => {
    assert.isTrue(errorOfAnswer(404, text, {}).isUnknownRoute)
    assert.isTrue(errorOfAnswer(404, html, {}).isUnknownRoute)
    assert.isFalse(errorOfAnswer(404, today, {}).isUnknownRoute)
    assert.isFalse(errorOfAnswer(401, text, {}).isUnknownRoute)
  })

  it("keeps the request id of the body, else of the header", () => {
    assert.strictEqual(errorOfAnswer(404, today, { "x-request-id": "r-2" }).requestId, "r-1")
    assert.strictEqual(errorOfAnswer(404, text, { "x-request-id": "r-2" }).requestId, "r-2")
    assert.include(errorOfAnswer(404, text, { "x-request-id": "r-2" }).message, "r-2")
  })

  it.each([
    ["7", 7],
    ["0", 0],
    ["1.5", 1.5],
    ["-1", null],
    ["soon", null],
    ["", null],
    [undefined, null]
  ] as const)("reads Retry-After %s as %s", (value, seconds) =>
    assert.strictEqual(errorOfAnswer(429, "", { "retry-after": value }).retryAfterSeconds, seconds)
  )

  it("says what happened, that reading rings nobody, and what to do", () => {
    for (const [status, body] of reasonsByStatus) {
      const { message } = errorOfAnswer(status, body, {})
      assert.include(message, `HTTP ${status}`)
      assert.include(message, "Reading rings nobody")
    }
    assert.include(errorOfAnswer(401, today, {}).message, "ELEVENLABS_API_KEY")
    assert.include(errorOfAnswer(401, older, {}).message, "permission")
  })
})

describe("isMissingPermission", () => {
  it("tells a key that may not do this from a wrong key", () => {
    assert.isTrue(isMissingPermission(older))
    assert.isFalse(isMissingPermission(today))
    assert.isFalse(isMissingPermission(html))
  })
})

describe("sentence", () => {
  it("closes a text once", () => {
    assert.deepStrictEqual(["No", "No.", "Why?", " No! "].map(sentence), ["No.", "No.", "Why?", "No!"])
  })
})
