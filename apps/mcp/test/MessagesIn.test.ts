import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { messagesIn } from "../src/MessagesIn.ts"

const nested = (levels: number) =>
  `{"jsonrpc":"2.0","id":1,"method":"ping","params":${"[".repeat(levels)}${"]".repeat(levels)}}`

const statusOf = (body: string) =>
  Result.match(messagesIn(body), { onFailure: ({ status }) => status, onSuccess: (messages) => messages.length })

describe("the messages of a body", () => {
  it("are nested so deep at most", () => {
    assert.strictEqual(statusOf(nested(63)), 1)
    assert.strictEqual(statusOf(nested(64)), 400)
  })

  it("may have any brackets in their texts", () => {
    const text = `\\"${"[".repeat(100)}\\\\`
    assert.strictEqual(statusOf(`{"jsonrpc":"2.0","id":1,"method":"${text}"}`), 1)
    assert.strictEqual(statusOf(nested(64).replace("ping", text)), 400)
  })

  it("are read in one go, also where a text never ends", () => {
    assert.strictEqual(statusOf(`"${'\\"'.repeat(131_000)}`), 400)
    assert.strictEqual(statusOf(`"${'"\\'.repeat(131_000)}`), 400)
  })
})
