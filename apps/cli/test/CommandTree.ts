import type { CallView } from "@outbound-call/core"
import { Effect, Layer, Option, Ref } from "effect"
import * as CliOutput from "effect/cli/CliOutput"
import * as Command from "effect/cli/Command"
import type { FlagDoc, HelpDoc } from "effect/cli/HelpDoc"
import { EndsWith } from "../src/EndWith.ts"
import type { Ending } from "../src/ExitCode.ts"
import { outbound } from "../src/outbound.ts"
import { UnderWay } from "../src/UnderWay.ts"

/** Help runs no command, which alone would need these. */
const unused = Layer.mergeAll(
  Layer.effect(EndsWith, Ref.make<Ending>("done")),
  Layer.effect(UnderWay, Ref.make<CallView | "sent" | null>(null))
)

/** What `--help` says of one command. */
const helpOf = (path: ReadonlyArray<string>) =>
  Effect.suspend(() => {
    const shown: Array<HelpDoc> = []
    const presenter: CliOutput.Presenter = {
      present: (event) => Effect.sync(() => void (event._tag === "Help" && shown.push(event.helpDoc)))
    }
    return Command.runWith(outbound, { version: "0.0.0" })([...path, "--help"]).pipe(
      Effect.provide([CliOutput.layerPresenter(presenter), unused]),
      Effect.orDie,
      Effect.flatMap(() => Effect.fromNullishOr(shown[0]).pipe(Effect.orDie))
    )
  })

/** Every command by its words, such as `keys create`, with its own help. */
export const commandTree = Effect.fnUntraced(function* () {
  const tree = new Map<string, HelpDoc>()
  const paths: Array<ReadonlyArray<string>> = [[]]
  for (const path of paths) {
    const help = yield* helpOf(path)
    tree.set(path.join(" "), help)
    const groups = help.subcommands ?? []
    paths.push(...groups.flatMap(({ commands }) => commands.map(({ name }) => [...path, name])))
  }
  return tree
})

/** What keeps a line from being one of the program, or null. Values are looked at only where they are choices. */
export const mistakeIn = (tree: ReadonlyMap<string, HelpDoc>, words: ReadonlyArray<string>): string | null => {
  const [path, rest] = commandOf(tree, words)
  const help = tree.get(path)
  if (help === undefined) return "no such program"
  const flags = [...help.flags, ...(help.inheritedFlags ?? []), ...(help.globalFlags ?? [])]
  const given: Array<string> = []
  const left = rest.values()
  for (const word of left) {
    if (!/^-./.test(word)) {
      given.push(word)
      continue
    }
    const [name = "", inline] = word.split("=")
    const flag = flags.find((one) => namesOf(one).includes(name))
    if (flag === undefined) return `no flag ${name}`
    const value = inline ?? (flag.type === "boolean" ? undefined : left.next().value)
    if (value !== undefined && !isChoice(flag, value)) return `${name} takes no ${value}`
  }
  const known = help.args ?? []
  if ((help.subcommands ?? []).length > 0) return given.length === 0 ? null : `no command ${given[0]}`
  return given.length > known.length && !known.some(({ variadic }) => variadic) ? `no place for ${given.at(-1)}` : null
}

const commandOf = (
  tree: ReadonlyMap<string, HelpDoc>,
  words: ReadonlyArray<string>
): readonly [string, ReadonlyArray<string>] => {
  for (const count of [2, 1]) {
    const path = words.slice(0, count).join(" ")
    if (words.length >= count && tree.has(path)) return [path, words.slice(count)]
  }
  return ["", words]
}

const namesOf = ({ aliases, name, type }: FlagDoc): ReadonlyArray<string> =>
  type === "boolean" ? [`--${name}`, `--no-${name}`, ...aliases] : [`--${name}`, ...aliases]

/** A value that stands for another one, such as `<id>` or `…`, may be any. */
const isChoice = ({ description }: FlagDoc, value: string): boolean => {
  const told = /\(choices: ([^)]*)\)$/.exec(Option.getOrElse(description, () => ""))?.[1]
  return told === undefined || /[<…$]/.test(value) || told.split(", ").includes(value)
}
