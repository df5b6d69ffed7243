import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../..", import.meta.url))

/** A command line that a page or a message names, and the file that does. */
export interface NamedLine {
  readonly file: string
  readonly line: string
  readonly words: ReadonlyArray<string>
}

/** Files of the repository with what they hold. */
export const texts = (...patterns: ReadonlyArray<string>): ReadonlyArray<readonly [string, string]> =>
  globSync(patterns, { cwd: root }).map((file) => [file, readFileSync(join(root, file), "utf8")])

/** What stands between backticks, in pages and in the messages of the program. */
const quoted = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/(?<![\w`-])\\?`outbound ([^`\\]+)\\?`/g)].map(([, line = ""]) =>
    line.replaceAll(/(?<=\w)\$\{[^}]*\}|\$\{[^}]*$/g, "")
  )

/** A line of a shell: by the installed program, from these sources, through npx, or in a container. */
const start = /^(?:\$ )?(?:npx -y pnpm@[\d.]+ -s outbound|npx -y outbound-call|outbound) (.+)$/

const typed = (text: string): ReadonlyArray<string> =>
  text
    .replaceAll(/\\\n\s*/g, "")
    .replaceAll(/(?:docker compose .*)?--entrypoint outbound server /g, "outbound ")
    .split("\n")
    .flatMap((line) => line.replace(/^[#\s]+/, "").split(/ (?:&&|\|) /))
    .flatMap((line) => start.exec(line)?.[1] ?? [])

/** Splits as a shell does, as far as pages use one: quotes hold words together, ` #` begins a remark. */
const wordsOf = (line: string): ReadonlyArray<string> =>
  [...line.replace(/ #.*$| > \S+$/, "").matchAll(/(?:"[^"]*"|'[^']*'|\$\{[^}]*\}|[^\s"'])+/g)].map(([word]) =>
    word.replaceAll(/["']/g, "")
  )

const named = (file: string, lines: ReadonlyArray<string>): ReadonlyArray<NamedLine> =>
  lines.filter((line) => /^[a-z-]/.test(line)).map((line) => ({ file, line, words: wordsOf(line) }))

/** Every `outbound …` of the pages, and of what the programs say. */
export const namedLines = (): ReadonlyArray<NamedLine> => [
  ...texts("*.md", "{docs,deploy}/**/*.{md,yaml,service}", "deploy/Dockerfile", "{apps,packages}/*/README.md").flatMap(
    ([file, text]) => named(file, [...quoted(text), ...typed(text)])
  ),
  ...texts("{apps,packages}/*/src/**/*.ts", "examples/*.ts").flatMap(([file, text]) => named(file, quoted(text)))
]
