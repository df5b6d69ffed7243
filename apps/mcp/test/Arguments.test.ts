import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { help, readArguments } from "../src/Arguments.ts"
import { toolNames } from "../src/Tools.ts"
import { ada, connect, use, world } from "./World.ts"

const writing = new Set(["place_call", "hang_up"])

describe("the command line", () => {
  it("asks for nothing unless told", () => {
    assert.deepStrictEqual(Result.getOrThrow(readArguments([])), {
      simulate: false,
      selection: { readOnly: false, excluded: new Set<string>() },
      approval: null,
      http: null
    })
  })

  it("reads every option, in both forms", () => {
    const words = [
      "--simulate",
      "--read-only",
      "--exclude-tools",
      "hang_up, get_call",
      "--http",
      "--port=0",
      "--approval=host",
      "--host=::1",
      "--allow-host",
      "a.example,b.example"
    ]
    assert.deepStrictEqual(Result.getOrThrow(readArguments(words)), {
      simulate: true,
      selection: { readOnly: true, excluded: new Set(["hang_up", "get_call"]) },
      approval: "host",
      http: { host: "::1", port: 0, names: ["a.example", "b.example"] }
    })
    assert.deepStrictEqual(Result.getOrThrow(readArguments(["--simulate", "--help"])), { show: "help" })
    assert.deepStrictEqual(Result.getOrThrow(readArguments(["--version"])), { show: "version" })
  })

  for (const [words, complaint] of [
    [["--simulat"], /"--simulat" is no option/],
    [["--simulate=yes"], /is no option/],
    [["place"], /"place" is no option/],
    [["--exclude-tools"], /needs a value/],
    [["--exclude-tools", "--simulate"], /needs a value/],
    [["--exclude-tools", "place_cal"], /no tool "place_cal".*place_call/],
    [["--toolsets", "campaigns"], /no toolset "campaigns"/],
    [["--approval", "yes"], /--approval is person or host, not "yes"/],
    [["--port", "80"], /--port is for --http/],
    [["--http", "--port", "70000"], /--port is a number/],
    [["--http", "--port", "8e2"], /--port is a number/],
    [["--http", "--host", "0.0.0.0"], /does not say by which names.*--allow-host/],
    [["--http", "--host", "::"], /does not say by which names.*--allow-host/]
  ] as const) {
    it(`refuses ${words.join(" ")}`, () => {
      const read = readArguments(words)
      assert.isTrue(Result.isFailure(read))
      if (Result.isFailure(read)) {
        assert.match(read.failure.message, complaint)
        assert.match(read.failure.message, / Nothing was started, and no phone rang\. See `outbound-mcp --help`\.$/)
      }
    })
  }

  it("has a help that names every option", () => {
    for (const option of [
      "simulate",
      "read-only",
      "exclude-tools",
      "toolsets",
      "http",
      "host",
      "port",
      "help",
      "version"
    ]) {
      assert.include(help, `--${option}`)
    }
  })
})

describe("a selection of tools", () => {
  for (const [told, selection, left] of [
    ["read-only", { readOnly: true, excluded: new Set<string>() }, toolNames.filter((name) => !writing.has(name))],
    [
      "excluded",
      { readOnly: false, excluded: new Set(["place_call"]) },
      toolNames.filter((name) => name !== "place_call")
    ],
    [
      "read-only and excluded",
      { readOnly: true, excluded: new Set(["get_transcript"]) },
      toolNames.filter((name) => !writing.has(name) && name !== "get_transcript")
    ]
  ] as const) {
    it.effect(`leaves out what is ${told}: it is not listed, cannot be called, and no next step names it`, () =>
      Effect.gen(function* () {
        const client = yield* connect("2025-11-25", selection)
        const { tools } = yield* client.listTools()
        assert.deepStrictEqual(
          tools.map(({ name }) => name),
          left
        )
        const check = yield* use(client, "check_call", ada)
        assert.deepInclude(check.result, { allowed: true })
        assert.match(JSON.stringify(check.result["next_step"]), /"tool":null.*place_call is not offered here/)
        const placing = yield* Effect.exit(use(client, "place_call", { ...ada, idempotency_key: "test-key-1" }))
        assert.strictEqual(placing._tag, "Failure")
      }).pipe(Effect.provide(world()))
    )
  }
})
