import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { instructions } from "../src/Instructions.ts"
import { protocols } from "../src/OutboundMcp.ts"
import { connect, world } from "./World.ts"

const names = [
  "get_calling_setup",
  "check_call",
  "place_call",
  "wait_for_call",
  "get_call",
  "get_transcript",
  "list_calls",
  "hang_up"
]

describe("the list of tools", () => {
  for (const { protocolVersion } of protocols) {
    it.effect(`is the same in ${protocolVersion}`, () =>
      Effect.gen(function* () {
        const { tools } = yield* (yield* connect(protocolVersion)).listTools()
        assert.deepStrictEqual(
          tools.map(({ name }) => name),
          names
        )
      }).pipe(Effect.provide(world()))
    )
  }

  it.effect("says of every tool what a host needs to know, and takes nothing that it does not name", () =>
    Effect.gen(function* () {
      const { tools } = yield* (yield* connect()).listTools()
      for (const { annotations, description, inputSchema, name, outputSchema, title } of tools) {
        assert.isTrue((title ?? "").length > 0 && (description ?? "").length > 20, name)
        for (const hint of ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const) {
          assert.isBoolean(annotations?.[hint], `${name} ${hint}`)
        }
        assert.strictEqual(inputSchema["additionalProperties"], false, name)
        assert.strictEqual(outputSchema?.["type"], "object", name)
        for (const property of Object.keys(inputSchema.properties ?? {})) assert.match(property, /^[a-z_]{1,64}$/)
      }
      const writing = tools.filter(({ annotations }) => annotations?.readOnlyHint !== true).map(({ name }) => name)
      assert.deepStrictEqual(writing, ["place_call", "hang_up"])
    }).pipe(Effect.provide(world()))
  )

  it.effect("takes at most 4,500 tokens of a model's memory", () =>
    Effect.gen(function* () {
      const list = yield* (yield* connect()).listTools()
      const bytes = new TextEncoder().encode(JSON.stringify(list)).byteLength
      assert.isAtMost(bytes, 4 * 4_500)
    }).pipe(Effect.provide(world()))
  )

  it.effect("shows the limits of the arguments", () =>
    Effect.gen(function* () {
      const { tools } = yield* (yield* connect()).listTools()
      const { inputSchema } = tools[2]!
      assert.deepStrictEqual(inputSchema.required, ["to", "idempotency_key"])
      assert.deepInclude(inputSchema.properties?.["idempotency_key"], { pattern: "^[\\x21-\\x7e]{8,64}$" })
      assert.deepInclude(inputSchema.properties?.["wait_seconds"], { minimum: 0, maximum: 50 })
    }).pipe(Effect.provide(world()))
  )
})

describe("the server's instructions", () => {
  it("are short, and name the simulation only when there is one", () => {
    for (const simulated of [true, false]) assert.isAtMost(instructions(simulated).length, 900)
    assert.match(instructions(true), /SIMULATION/)
    assert.notMatch(instructions(false), /simulat/i)
  })
})
