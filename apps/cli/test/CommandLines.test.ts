import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { namedLines, texts } from "./CommandLines.ts"
import { commandTree, mistakeIn } from "./CommandTree.ts"

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
    const refused = [...texts("apps/cli/src/*.ts")].flatMap(([, text]) =>
      [...text.matchAll(/onlyHere\("outbound ([a-z-]+)(?: ([a-z-]+))?"\)/g)].map(([, ...words]) => words)
    )
    const [[, page = ""] = []] = texts("apps/cli/README.md")
    const told = [...(/\*\*Only where the ledger is\*\*[^]*?(?=\n- )/.exec(page)?.[0].matchAll(/`([a-z -]+)`/g) ?? [])]
    const names = told.map(([, name]) => name)
    assert.isAbove(refused.length, 10)
    assert.deepStrictEqual(
      refused.filter(([command, sub]) => !names.includes(command) && !names.includes(`${command} ${sub}`)),
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
