import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { namedLines, texts } from "./CommandLines.ts"
import { commandTree, mistakeIn } from "./CommandTree.ts"

describe("a flag", () => {
  it.effect("says so when it is required", () =>
    Effect.gen(function* () {
      const silent = [...(yield* commandTree())].flatMap(([command, { flags }]) =>
        flags
          .map(({ description, name, required }) => ({ required, name, says: Option.getOrElse(description, () => "") }))
          .filter(({ required, says }) => required && !/required|repeatable/i.test(says))
          .map(({ name }) => `${command} --${name}`)
      )
      assert.deepStrictEqual(silent, [])
    }).pipe(Effect.provide(NodeServices.layer))
  )
})

describe("a command line that is written down", () => {
  it.effect("is one of the program, on every page and in every message", () =>
    Effect.gen(function* () {
      const tree = yield* commandTree()
      const lines = namedLines()
      assert.isAbove(lines.length, 300)
      assert.deepStrictEqual(
        lines.flatMap(({ file, line, words }) => {
          const mistake = mistakeIn(tree, words)
          return mistake === null ? [] : [`${file}: outbound ${line}: ${mistake}`]
        }),
        []
      )
    }).pipe(Effect.provide(NodeServices.layer))
  )

  it("is told to run only where the ledger is, if it does", () => {
    const refused = texts("apps/cli/src/*.ts").flatMap(([, text]) =>
      [...text.matchAll(/onlyHere\("outbound ([a-z-]+)(?: ([a-z-]+))?"\)/g)].map(([, ...words]) => words)
    )
    const page = texts("apps/cli/README.md")
      .map(([, text]) => text)
      .join()
    const told = /\*\*Only where the ledger is\*\*[^]*?(?=\n- )/.exec(page)?.[0] ?? ""
    const names = new Set([...told.matchAll(/`([a-z -]+)`/g)].map(([, name]) => name))
    assert.isAbove(refused.length, 10)
    assert.deepStrictEqual(
      refused.filter(([command, sub]) => !names.has(command) && !names.has(`${command} ${sub}`)),
      []
    )
  })

  it.effect("is told from one that is not", () =>
    Effect.gen(function* () {
      const tree = yield* commandTree()
      const mistakes = [
        "call +14155550100 --simulate --var name=Ada --json",
        "hangup call_1",
        "keys make",
        "call +14155550100 --simulated",
        "call +14155550100 --purpose selling",
        "show call_1 call_2"
      ].map((line) => mistakeIn(tree, line.split(" ")))
      assert.deepStrictEqual(mistakes, [
        null,
        "no command hangup",
        "no command make",
        "no flag --simulated",
        "--purpose takes no selling",
        "no place for call_2"
      ])
    }).pipe(Effect.provide(NodeServices.layer))
  )
})
